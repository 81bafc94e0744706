#include "http/test_server.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <csignal>
#include <fstream>
#include <sstream>

#include <sys/resource.h>

namespace tessera::kernel {
namespace {

using namespace testing;

constexpr std::uint64_t kLimit = 3 << 20;

std::string chunked(std::string_view body, std::size_t size) {
    std::ostringstream out;
    for (std::size_t at = 0; at < body.size(); at += size) {
        const std::string_view part = body.substr(at, size);
        out << std::hex << part.size() << ";ext=1\r\n" << part << "\r\n";
    }
    out << "0\r\nX-Trailer: a\r\n\r\n";
    return out.str();
}

std::string chunked_post(std::string_view path, std::string_view chunks) {
    return "POST " + std::string(path) +
           " HTTP/1.1\r\nHost: site.test\r\nTransfer-Encoding: chunked\r\n\r\n" +
           std::string(chunks);
}

const std::string kMultipart = "multipart/form-data; boundary=\"--b1\"";

std::string part(const std::string& name, const std::string& value, const std::string& more = {}) {
    return "----b1\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n" +
           value + "\r\n";
}

class UploadTest : public ::testing::Test {
protected:
    TestServer site;
    std::string big;

    void SetUp() override {
        // Line ends and dashes everywhere, so that boundaries are nearly found all the time.
        for (int i = 0; big.size() < (2 << 20); ++i)
            big += "\r\n--" + std::to_string(i) + "--\r\n----b\r";
        site.gate.post("/upload", [](Request& q) {
            const Upload upload = q.upload("file", kLimit);
            std::ifstream file(*upload.path, std::ios::binary);
            std::ostringstream bytes;
            bytes << file.rdbuf();
            return Response::text(upload.file_name + "|" + std::to_string(upload.size) + "|" +
                                      upload.sha256.substr(0, 8) + "|" +
                                      std::string(q.form()["title"]) + "|" +
                                      std::string(q.form()["after"]) + "|" + bytes.str(),
                                  200, "image/x-test");
        });
        site.gate.post("/form", [](Request& q) {
            std::string text;
            for (const auto& [name, value] : q.form().fields)
                text.append(name).append("=").append(value).append(";");
            return Response::text(text);
        });
        site.gate.post("/json", [](Request& q) { return Response::json(q.json()); });
        site.gate.post("/ignore", [](Request&) { return Response::text("ignored"); });
        site.start();
    }
    bool no_files_left() const { return std::filesystem::is_empty(site.folder); }
};

TEST_F(UploadTest, a_body_with_a_length_is_streamed_to_a_file_that_goes_away) {
    const Reply reply = site.ask(post("/upload", big, {}, "application/zip"));
    ASSERT_EQ(reply.status, 200);
    EXPECT_TRUE(reply.body.ends_with("|||" + big)) << reply.body.substr(0, 100);
    EXPECT_TRUE(reply.body.starts_with("|" + std::to_string(big.size()) + "|"));
    EXPECT_TRUE(no_files_left());
}

TEST_F(UploadTest, a_chunked_body_is_the_same_to_the_handler) {
    Client client = site.connect();
    for (const std::size_t size : {std::size_t{100000}, std::size_t{4096}, big.size()}) {
        const Reply reply = client.ask(chunked_post("/upload", chunked(big, size)));
        ASSERT_EQ(reply.status, 200);
        EXPECT_TRUE(reply.body.ends_with("|||" + big));
    }
    client.send(chunked_post("/ignore", chunked("abc", 1)) + get("/nowhere"));
    EXPECT_EQ(client.read().body, "ignored");
    client.send(chunked_post("/upload", chunked("abcdef", 4)));
}

TEST_F(UploadTest, a_pipelined_request_after_chunks_is_found) {
    Client client = site.connect();
    client.send(chunked_post("/upload", chunked("abcdef", 4)) + post("/form", "a=1"));
    EXPECT_TRUE(client.read().body.ends_with("|||abcdef"));
    EXPECT_EQ(client.read().body, "a=1;");
}

TEST_F(UploadTest, a_file_in_a_form_comes_with_the_fields_around_it) {
    const std::string body = part("title", "Caf\xc3\xa9") +
                             part("file", big, "; filename=\"my course.zip\"") +
                             part("after", "last") + "----b1--\r\n";
    for (const std::string& request :
         {post("/upload", body, {}, kMultipart),
          "POST /upload HTTP/1.1\r\nHost: site.test\r\nContent-Type: " + kMultipart +
              "\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(body, 1000)}) {
        const Reply reply = site.ask(request);
        ASSERT_EQ(reply.status, 200);
        EXPECT_TRUE(reply.body.starts_with("my course.zip|" + std::to_string(big.size()) + "|"));
        EXPECT_TRUE(reply.body.ends_with("|Caf\xc3\xa9|last|" + big));
    }
    EXPECT_TRUE(no_files_left());
}

TEST_F(UploadTest, an_empty_file_has_the_hash_of_nothing) {
    const Reply reply = site.ask(
        post("/upload", part("file", "", "; filename=\"a\"") + "----b1--\r\n", {}, kMultipart));
    EXPECT_EQ(reply.body, "a|0|e3b0c442|||");
}

TEST_F(UploadTest, no_file_chosen_names_the_field) {
    for (const std::string& body : {part("file", "", "; filename=\"\"") + "----b1--\r\n",
                                    part("other", "x") + "----b1--\r\n"}) {
        const Reply reply =
            site.ask(post("/upload", body, "Accept: application/json\r\n", kMultipart));
        EXPECT_EQ(reply.status, 422);
        EXPECT_EQ(Json::parse(reply.body)["errors"][0]["field"], "file");
    }
}

TEST_F(UploadTest, what_is_too_large_is_refused_whichever_way_it_comes) {
    const std::string huge(kLimit + (2 << 20), 'x');
    const std::string form = part("file", huge, "; filename=\"a\"") + "----b1--\r\n";
    for (const std::string& request :
         {post("/upload", huge, {}, "application/zip"),
          chunked_post("/upload", chunked(huge, 50000)), post("/upload", form, {}, kMultipart),
          post("/form", huge), post("/json", huge, {}, "application/json")}) {
        Client client = site.connect();
        client.send(request);
        const Reply reply = client.read();
        EXPECT_EQ(reply.status, 413) << request.substr(0, 40);
        EXPECT_EQ(reply.header("connection"), "close");
        EXPECT_TRUE(client.closed_within(5000));
    }
    EXPECT_TRUE(no_files_left());
}

TEST_F(UploadTest, a_waiting_client_is_told_to_continue_or_refused_before_it_sends) {
    const std::string expect =
        "Expect: 100-continue\r\nContent-Type: application/zip\r\nContent-Length: ";
    Client client = site.connect();
    EXPECT_EQ(
        client.ask("POST /upload HTTP/1.1\r\nHost: site.test\r\n" + expect + "6\r\n\r\n").status,
        100);
    EXPECT_TRUE(client.ask("abcdef").body.ends_with("|||abcdef"));
    EXPECT_EQ(
        client.ask("POST /upload HTTP/1.1\r\nHost: site.test\r\n" + expect + "99999999\r\n\r\n")
            .status,
        413);
    EXPECT_EQ(
        site.ask("POST /nowhere HTTP/1.1\r\nHost: site.test\r\n" + expect + "6\r\n\r\n").status,
        404);
}

TEST_F(UploadTest, broken_chunks_are_refused_and_never_taken_for_a_request) {
    for (const char* chunks :
         {"zz\r\nabc\r\n0\r\n\r\n", "-1\r\n", "3\r\nabcX\r\n0\r\n\r\n", "3\nabc\n0\n\n", "\r\n\r\n",
          "10000000000000000\r\nabc", "3 \r\nabc\r\n0\r\n\r\n", "0x3\r\nabc\r\n0\r\n\r\n",
          "0\r\nX: a\n\r\n\r\n"}) {
        Client client = site.connect();
        client.send(chunked_post("/upload", chunks) + get("/nowhere"));
        EXPECT_EQ(client.read().status, 400) << chunks;
        EXPECT_EQ(client.read().status, 0) << "the rest may not be read as a request: " << chunks;
    }
}

TEST_F(UploadTest, an_unread_body_is_never_taken_for_a_request) {
    Client client = site.connect();
    client.send(post("/ignore", get("/nowhere")) + post("/form", "b=2"));
    EXPECT_EQ(client.read().body, "ignored");
    EXPECT_EQ(client.read().body, "b=2;");
    const std::string large = get("/nowhere") + std::string(200000, 'x');
    client.send(post("/ignore", large));
    EXPECT_EQ(client.read().body, "ignored");
    EXPECT_EQ(client.read().status, 0);
}

TEST_F(UploadTest, a_client_that_disappears_leaves_nothing_behind) {
    for (int i = 0; i < 20; ++i) {
        Client client = site.connect();
        client.send(
            "POST /upload HTTP/1.1\r\nHost: site.test\r\nContent-Length: 1000000\r\n\r\nstart");
    }
    EXPECT_TRUE(site.comes_to_show("tessera_http_connections 0"));
    EXPECT_TRUE(no_files_left());
    EXPECT_EQ(site.ask(post("/form", "a=1")).body, "a=1;");
}

TEST_F(UploadTest, a_full_disk_is_said_and_nothing_is_kept) {
    // The limit of a file's size fails write(2) as a full disk does.
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    rlimit low = before;
    low.rlim_cur = 1 << 20;
    setrlimit(RLIMIT_FSIZE, &low);
    const Reply reply =
        site.ask(post("/upload", big, "Accept: application/json\r\n", "application/zip"));
    setrlimit(RLIMIT_FSIZE, &before);
    EXPECT_EQ(reply.status, 507);
    EXPECT_EQ(Json::parse(reply.body)["code"], "http.storage-full");
    EXPECT_TRUE(no_files_left());
}

TEST_F(UploadTest, forms_are_read_from_both_encodings) {
    EXPECT_EQ(site.ask(post("/form", "a=1&b=x+y%26&a=2&c")).body, "a=1;b=x y&;a=2;c=;");
    EXPECT_EQ(
        site.ask(post("/form", part("a", "1") + part("b", "x\r\ny") + "----b1--", {}, kMultipart))
            .body,
        "a=1;b=x\r\ny;");
    EXPECT_EQ(site.ask(post("/form", "")).body, "");
    EXPECT_EQ(site.ask(post("/form", "{}", {}, "application/json")).status, 415);
    for (const char* bad : {"a=%zz", "a=%ff", "a=%00", "a=%c0%af", "a=%ed%a0%80"}) {
        EXPECT_EQ(site.ask(post("/form", bad)).status, 400) << bad;
    }
}

TEST_F(UploadTest, broken_multipart_is_refused) {
    for (const std::string& body :
         {std::string("nothing like it"), part("a", "1"),
          std::string("----b1\r\n\r\nx\r\n----b1--"),
          std::string("----b1\r\nContent-Disposition: form-data\r\n\r\nx\r\n----b1--"),
          std::string("----b1garbage\r\n\r\n----b1--"),
          std::string("----b1\r\n") + std::string(20000, 'h')}) {
        EXPECT_EQ(site.ask(post("/form", body, {}, kMultipart)).status, 400) << body.substr(0, 60);
    }
    EXPECT_EQ(site.ask(post("/form", "x", {}, "multipart/form-data")).status, 400);
}

TEST_F(UploadTest, json_is_checked_for_kind_form_and_depth) {
    const auto answer = [&](const std::string& body, const char* type = "application/json") {
        return site.ask(post("/json", body, {}, type));
    };
    EXPECT_EQ(answer("{\"a\":[1,\"]]]\"]}").body, "{\"a\":[1,\"]]]\"]}");
    EXPECT_EQ(answer("{}", "application/merge-patch+json; charset=utf-8").status, 200);
    EXPECT_EQ(answer("{}", "text/plain").status, 415);
    EXPECT_EQ(answer("{").status, 400);
    EXPECT_EQ(answer("").status, 400);
    EXPECT_EQ(answer("{} {}").status, 400);
    EXPECT_EQ(answer(std::string(64, '[') + std::string(64, ']')).status, 200);
    EXPECT_EQ(answer(std::string(65, '[') + std::string(65, ']')).status, 400);
}

}  // namespace
}  // namespace tessera::kernel
