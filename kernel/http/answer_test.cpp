#include "http/test_server.hpp"

#include <gtest/gtest.h>
#include <zlib.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <fstream>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

namespace tessera::kernel {
namespace {

using namespace testing;

std::string gunzip(const std::string& bytes) {
    std::string result(1 << 20, '\0');
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    std::string input = bytes;
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(result.data());
    stream.avail_out = static_cast<uInt>(result.size());
    inflate(&stream, Z_FINISH);
    result.resize(stream.total_out);
    inflateEnd(&stream);
    return result;
}

class AnswerTest : public ::testing::Test {
protected:
    TestServer site;
    std::string whole;  ///< what /file and /text answer

    void SetUp() override {
        std::string text;
        for (int i = 0; i < 40000; ++i) text += std::to_string(i) + ' ';
        whole = "<" + text + ">";
        std::ofstream(site.folder / "file") << text;
        // Bytes around a file, as an entry of a zip is sent.
        site.gate.get("/file", [this](Request&) {
            const int fd = ::open((site.folder / "file").c_str(), O_RDONLY | O_CLOEXEC);
            const std::shared_ptr<const void> keep(this, [fd](const void*) { ::close(fd); });
            std::vector<Piece> pieces(3);
            pieces[0].bytes = "<";
            pieces[1].keep = keep;
            pieces[1].fd = fd;
            pieces[1].length = whole.size() - 2;
            pieces[2].bytes = ">";
            return Response::file(std::move(pieces), "video/mp4", "abc")
                .header("Cache-Control", "public, max-age=31536000, immutable");
        });
        site.gate.get("/text",
                      [this](Request&) { return Response::text(whole).header("ETag", "\"v1\""); });
        site.gate.get("/stream", [](Request&) {
            Response response;
            response.header("Content-Type", "text/csv");
            response.stream = [](BodyWriter& out) {
                for (int i = 0; i < 1000; ++i) out.write("line " + std::to_string(i) + "\n");
            };
            return response;
        });
        site.gate.get("/stream-that-fails", [](Request&) {
            Response response;
            response.stream = [](BodyWriter& out) {
                out.write("start");
                throw std::runtime_error("the source broke");
            };
            return response;
        });
        site.gate.get("/page", [](Request&) {
            return Response::page(view("sample/page", {{"a", 1}}));
        });
        site.gate.get("/no-referrer", [](Request&) {
            return Response::text("x").header("Referrer-Policy", "no-referrer");
        });
        site.gate.get("/bad-header", [](Request&) {
            return Response::text("x").header("X-Name", "a\r\nSet-Cookie: stolen=1");
        });
        site.start();
    }
    /// The descriptors this process has open.
    static long open_files() {
        long count = 0;
        for ([[maybe_unused]] const auto& entry :
             std::filesystem::directory_iterator("/proc/self/fd"))
            ++count;
        return count;
    }
};

TEST_F(AnswerTest, files_are_sent_whole_with_their_headers) {
    const Reply reply = site.ask(get("/file"));
    EXPECT_EQ(reply.status, 200);
    EXPECT_TRUE(reply.body == whole);
    EXPECT_EQ(reply.header("etag"), "\"abc\"");
    EXPECT_EQ(reply.header("accept-ranges"), "bytes");
    EXPECT_EQ(reply.header("cache-control"), "public, max-age=31536000, immutable");
}

TEST_F(AnswerTest, files_are_closed_after_sending) {
    Client client = site.connect();
    client.ask(get("/file"));
    const long before = open_files();
    for (int i = 0; i < 50; ++i) client.ask(get("/file", "Range: bytes=5-9\r\n"));
    // A reply arrives before the server has closed its file, so the last one gets a moment.
    for (int tries = 0; tries < 200 && open_files() > before; ++tries) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    EXPECT_LE(open_files(), before);
}

TEST_F(AnswerTest, ranges_are_cut_from_the_pieces) {
    const auto part = [&](const std::string& range) {
        return site.ask(get("/file", "Range: " + range + "\r\n"));
    };
    const std::string total = std::to_string(whole.size());
    Reply reply = part("bytes=0-4");
    EXPECT_EQ(reply.status, 206);
    EXPECT_EQ(reply.body, whole.substr(0, 5));
    EXPECT_EQ(reply.header("content-range"), "bytes 0-4/" + total);
    EXPECT_EQ(part("bytes=100-30099").body, whole.substr(100, 30000));
    EXPECT_EQ(part("bytes=-3").body, whole.substr(whole.size() - 3));
    EXPECT_EQ(part("bytes=" + std::to_string(whole.size() - 2) + "-").body,
              whole.substr(whole.size() - 2));
    EXPECT_EQ(part("bytes=5-99999999").body.size(), whole.size() - 5);
    reply = part("bytes=" + total + "-");
    EXPECT_EQ(reply.status, 416);
    EXPECT_EQ(reply.header("content-range"), "bytes */" + total);
    for (const char* whole_file : {"bytes=0-1,5-6", "lines=1-2", "bytes=b-c", "bytes=9-5"}) {
        EXPECT_EQ(part(whole_file).status, 200) << whole_file;
    }
    EXPECT_EQ(site.ask(get("/file", "Range: bytes=0-4\r\nIf-Range: \"old\"\r\n")).status, 200);
    EXPECT_EQ(site.ask(get("/file", "Range: bytes=0-4\r\nIf-Range: \"abc\"\r\n")).status, 206);
}

TEST_F(AnswerTest, what_the_client_has_already_is_not_sent_again) {
    Client client = site.connect();
    for (const char* tag : {"\"abc\"", "W/\"abc\"", "\"other\", \"abc\"", "*"}) {
        const Reply reply = client.ask(get("/file", "If-None-Match: " + std::string(tag) + "\r\n"));
        EXPECT_EQ(reply.status, 304) << tag;
        EXPECT_EQ(reply.header("etag"), "\"abc\"");
        EXPECT_EQ(reply.header("content-length"), "");
    }
    EXPECT_EQ(client.ask(get("/file", "If-None-Match: \"other\"\r\n")).status, 200);
}

TEST_F(AnswerTest, head_has_the_headers_of_get_and_no_body) {
    Client client = site.connect();
    client.send("HEAD /file HTTP/1.1\r\nHost: site.test\r\n\r\n");
    const Reply reply = client.read(true);
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.header("content-length"), std::to_string(whole.size()));
    client.send("HEAD /stream HTTP/1.1\r\nHost: site.test\r\n\r\n");
    EXPECT_EQ(client.read(true).status, 200);
    EXPECT_EQ(client.ask(get("/page")).body, "<p>sample/page en</p>") << "nothing was left over";
}

TEST_F(AnswerTest, text_is_compressed_for_those_who_accept_it) {
    const Reply small = site.ask(get("/text", "Accept-Encoding: br, gzip\r\n"));
    EXPECT_EQ(small.header("content-encoding"), "gzip");
    EXPECT_EQ(small.header("vary"), "Accept-Encoding");
    EXPECT_EQ(small.header("etag"), "W/\"v1\"");
    EXPECT_LT(small.body.size(), whole.size() / 2);
    EXPECT_TRUE(gunzip(small.body) == whole);
    for (const char* encodings : {"", "identity", "gzip;q=0", "br"}) {
        const Reply plain =
            site.ask(get("/text", "Accept-Encoding: " + std::string(encodings) + "\r\n"));
        EXPECT_EQ(plain.header("content-encoding"), "") << encodings;
        EXPECT_TRUE(plain.body == whole);
    }
    EXPECT_EQ(site.ask(get("/file", "Accept-Encoding: gzip\r\n")).header("content-encoding"), "");
    EXPECT_EQ(site.ask(get("/text", "Accept-Encoding: gzip\r\nIf-None-Match: W/\"v1\"\r\n")).status,
              304);
}

TEST_F(AnswerTest, streams_are_sent_in_chunks_and_to_old_clients_until_the_end) {
    std::string lines;
    for (int i = 0; i < 1000; ++i) lines += "line " + std::to_string(i) + "\n";
    Client client = site.connect();
    const Reply reply = client.ask(get("/stream"));
    EXPECT_EQ(reply.header("transfer-encoding"), "chunked");
    EXPECT_EQ(reply.body, lines);
    EXPECT_EQ(client.ask(get("/stream")).body, lines) << "on the same connection";
    EXPECT_EQ(site.ask("GET /stream HTTP/1.0\r\n\r\n").body, lines);
}

TEST_F(AnswerTest, a_stream_that_fails_does_not_look_complete) {
    Client client = site.connect();
    EXPECT_EQ(client.ask(get("/stream-that-fails")).body, "start(cut off)");
    EXPECT_TRUE(client.closed_within(1000));
}

TEST_F(AnswerTest, pages_are_rendered_in_the_language_of_the_request) {
    const Reply reply = site.ask(get("/page?lang=cy"));
    EXPECT_EQ(reply.body, "<p>sample/page cy</p>");
    EXPECT_EQ(reply.header("content-type"), "text/html; charset=utf-8");
}

TEST_F(AnswerTest, a_route_that_tells_no_address_is_not_overruled) {
    EXPECT_EQ(site.ask(get("/text")).header("referrer-policy"), "same-origin");
    const Reply reply = site.ask(get("/no-referrer"));
    EXPECT_EQ(reply.header("referrer-policy"), "no-referrer");
    EXPECT_EQ(reply.headers.count("referrer-policy"), 1u);
}

TEST_F(AnswerTest, a_header_with_a_line_end_never_leaves) {
    const Reply reply = site.ask(get("/bad-header"));
    EXPECT_EQ(reply.status, 500);
    EXPECT_EQ(reply.header("set-cookie"), "");
}

}  // namespace
}  // namespace tessera::kernel
