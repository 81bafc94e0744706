#include "http/head.hpp"

#include <gtest/gtest.h>

namespace tessera::kernel {
namespace {

using State = HeadResult::State;

int status_of(std::string_view bytes) {
    RequestHead head;
    const HeadResult result = read_head(bytes, head);
    return result.state == State::Refused    ? result.status
           : result.state == State::Complete ? 200
                                             : 0;
}

/// A GET with these header lines.
int status_with(const std::string& lines) {
    return status_of("GET / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n");
}

TEST(Head, reads_line_and_headers_and_leaves_what_follows) {
    RequestHead head;
    const std::string bytes =
        "POST /a%20b?q=1&r HTTP/1.1\r\nHost: site.test:8080\r\nContent-Length: 5\r\nX-Empty:\r\n"
        "X-Padded: \t a b \t\r\n\r\nhello";
    const HeadResult result = read_head(bytes, head);
    ASSERT_EQ(result.state, State::Complete);
    EXPECT_EQ(bytes.substr(result.length), "hello");
    EXPECT_EQ(head.method, "POST");
    EXPECT_EQ(head.path, "/a%20b");
    EXPECT_EQ(head.query, "q=1&r");
    EXPECT_EQ(head.host, "site.test:8080");
    EXPECT_EQ(head.content_length, 5u);
    EXPECT_EQ(head.field("x-empty"), "");
    EXPECT_EQ(head.field("X-PADDED"), "a b");
    EXPECT_FALSE(head.field("X-Absent"));
    EXPECT_TRUE(head.keep_alive);
}

TEST(Head, is_incomplete_at_every_cut_before_the_end) {
    const std::string bytes = "GET /a HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n";
    for (std::size_t n = 0; n < bytes.size(); ++n) EXPECT_EQ(status_of(bytes.substr(0, n)), 0) << n;
    EXPECT_EQ(status_of(bytes), 200);
    EXPECT_EQ(status_of("\r\n" + bytes), 200);
}

TEST(Head, refuses_every_way_to_state_the_length_twice) {
    EXPECT_EQ(status_with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400);
    EXPECT_EQ(status_with("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), 400);
    EXPECT_EQ(status_with("Content-Length: 5\r\nContent-Length: 6\r\n"), 400);
    EXPECT_EQ(status_with("Content-Length: 5\r\nContent-Length: 5\r\n"), 400);
    EXPECT_EQ(status_with("Content-Length: 5, 5\r\n"), 400);
    EXPECT_EQ(status_with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400);
    EXPECT_EQ(status_of("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
}

TEST(Head, refuses_lengths_that_are_no_numbers) {
    for (const char* length : {"-1", "+5", "abc", "", "0x5", "5 6", "9999999999999999999"}) {
        EXPECT_EQ(status_with("Content-Length: " + std::string(length) + "\r\n"), 400) << length;
    }
}

TEST(Head, refuses_transfer_encodings_other_than_chunked) {
    EXPECT_EQ(status_with("Transfer-Encoding: chunked\r\n"), 200);
    EXPECT_EQ(status_with("Transfer-Encoding: Chunked\r\n"), 200);
    for (const char* coding : {"xchunked", "gzip, chunked", "identity", "chunked, identity", ""}) {
        EXPECT_EQ(status_with("Transfer-Encoding: " + std::string(coding) + "\r\n"), 501) << coding;
    }
}

TEST(Head, refuses_line_ends_that_others_read_otherwise) {
    EXPECT_EQ(status_of("GET / HTTP/1.1\nHost: a\n\n"), 400);
    EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n"), 400);
    EXPECT_EQ(status_of(std::string_view("GET / HTTP/1.1\r\nHost: a\r\nX: b\0c\r\n\r\n", 35)), 400);
    EXPECT_EQ(status_of("GET / HTTP/1.1\nHost"), 400) << "at once, without waiting for the rest";
}

TEST(Head, refuses_folded_headers_and_blanks_around_names) {
    EXPECT_EQ(status_with("X-Long: a\r\n b\r\n"), 400);
    EXPECT_EQ(status_with("X-Long: a\r\n\tContent-Length: 5\r\n"), 400);
    EXPECT_EQ(status_with("Content-Length : 6\r\n"), 400);
    EXPECT_EQ(status_with("Content Length: 6\r\n"), 400);
    EXPECT_EQ(status_with(": nameless\r\n"), 400);
    EXPECT_EQ(status_with("no colon\r\n"), 400);
    EXPECT_EQ(status_with("X: a\x01z\r\n"), 400);
}

TEST(Head, demands_one_host_that_is_a_host) {
    EXPECT_EQ(status_of("GET / HTTP/1.1\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET / HTTP/1.0\r\n\r\n"), 200);
    EXPECT_EQ(status_with("Host: b\r\n"), 400);
    EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n"), 200);
}

TEST(Head, refuses_request_lines_that_are_none) {
    EXPECT_EQ(status_of("GET /\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET  / HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(status_of("G@T / HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET a HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET / HTTP/2.0\r\nHost: a\r\n\r\n"), 505);
    EXPECT_EQ(status_of("GET / SPDY\r\nHost: a\r\n\r\n"), 400);
}

TEST(Head, limits_the_address_the_headers_and_their_number) {
    EXPECT_EQ(status_of("GET /" + std::string(kMaxTarget, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n"),
              414);
    EXPECT_EQ(status_with("X: " + std::string(kMaxHead, 'a') + "\r\n"), 431);
    std::string many;
    for (std::size_t i = 0; i < kMaxFields; ++i) many += "X: a\r\n";
    EXPECT_EQ(status_with(many), 431);
}

TEST(Head, reads_an_absolute_address_as_a_path) {
    RequestHead head;
    const std::string bytes = "GET http://a/b?c HTTP/1.1\r\nHost: a\r\n\r\n";
    ASSERT_EQ(read_head(bytes, head).state, State::Complete);
    EXPECT_EQ(head.path, "/b");
    EXPECT_EQ(head.query, "c");
    EXPECT_EQ(status_of("GET http://b/c HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    ASSERT_EQ(read_head("GET http://b?c HTTP/1.0\r\n\r\n", head).state, State::Complete);
    EXPECT_EQ(head.host, "b");
}

TEST(Head, takes_lines_of_one_name_as_a_list_and_one_value_once) {
    RequestHead head;
    const std::string bytes =
        "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 1, 2\r\nAccept: b\r\nx-forwarded-for: "
        "3\r\n\r\n";
    ASSERT_EQ(read_head(bytes, head).state, State::Complete);
    EXPECT_EQ(head.lines("X-Forwarded-For"), (std::vector<std::string_view>{"1, 2", "3"}));
    for (const char* name : {"Authorization", "Content-Type", "Origin", "Range", "If-Range",
                             "Sec-Fetch-Site", "X-CSRF-Token", "HX-Request"}) {
        const std::string line = name + std::string(": x\r\n");
        EXPECT_EQ(status_with(line), 200) << name;
        EXPECT_EQ(status_with(line + line), 400) << name;
        std::string lower = line;
        for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        EXPECT_EQ(status_with(line + lower), 400) << name;
    }
}

TEST(Head, expects_nothing_but_100_continue) {
    EXPECT_EQ(status_with("Expect: 100-continue\r\n"), 200);
    EXPECT_EQ(status_with("Expect: coffee\r\n"), 417);
}

}  // namespace
}  // namespace tessera::kernel
