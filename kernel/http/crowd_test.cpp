// Many clients, slow or greedy, beside one that wants its page.
#include "http/test_server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tessera::kernel {
namespace {

using namespace testing;
using std::chrono::milliseconds;

class CrowdTest : public ::testing::Test {
protected:
    TestServer site;

    void SetUp() override {
        site.gate.get("/hello", [](Request&) { return Response::text("hello\n"); });
        site.gate.post("/echo",
                       [](Request& q) { return Response::text(std::string(q.body(1 << 20))); });
    }
};

TEST_F(CrowdTest, slow_bodies_in_chunks_take_no_worker) {
    site.options.workers = 2;
    site.start();
    std::vector<std::unique_ptr<Client>> slow;
    for (int i = 0; i < 10; ++i) {
        slow.push_back(std::make_unique<Client>(site.server->port()));
        slow.back()->send(
            "POST /echo HTTP/1.1\r\nHost: site.test\r\nTransfer-Encoding: "
            "chunked\r\n\r\n5\r\nhello\r\n6");
    }
    EXPECT_EQ(site.ask(get("/hello")).status, 200);
    EXPECT_TRUE(site.comes_to_show("tessera_http_idle_workers 2"));
    for (auto& client : slow) {
        for (const char c : std::string_view("\r\n world\r\n0\r\nX: y\r\n\r"))
            client->send({&c, 1});
        client->send("\n" + get("/hello"));
        EXPECT_EQ(client->read().body, "hello world");
        EXPECT_EQ(client->read().body, "hello\n");
    }
}

TEST_F(CrowdTest, strangers_who_send_slowly_keep_nobody_from_an_upload) {
    site.options.workers = 16;
    site.gate.sessions["good"] = person({"upload"});
    site.gate.route(Method::Post, "/upload", Needs("upload"), [](Request& q) {
        return Response::text(std::to_string(q.upload("file", 8 << 20).size));
    });
    site.gate.post("/strangers",
                   [](Request& q) { return Response::text(std::string(q.body(8 << 20))); });
    site.start();
    std::vector<std::unique_ptr<Client>> slow;
    const auto add = [&](const std::string& head) {
        slow.push_back(std::make_unique<Client>(site.server->port()));
        slow.back()->send(head + "\r\n\r\nstart");
    };
    for (int i = 0; i < 12; ++i) {
        add("POST /strangers HTTP/1.1\r\nHost: site.test\r\nContent-Length: 1000000");
        add("POST /strangers HTTP/1.1\r\nHost: site.test\r\nExpect: "
            "100-continue\r\nContent-Length: 10");
        add("POST /strangers HTTP/1.1\r\nHost: site.test\r\nTransfer-Encoding: "
            "chunked\r\n\r\nfffff\r\n");
        add("POST /upload HTTP/1.1\r\nHost: site.test\r\nContent-Length: 1000000");
    }
    EXPECT_TRUE(site.comes_to_show("tessera_http_idle_workers 14")) << site.server->metrics_text();
    const std::string cookie =
        "Cookie: tessera_session=good\r\nX-CSRF-Token: form-token\r\nSec-Fetch-Site: "
        "same-origin\r\n";
    Client uploading = site.connect();
    uploading.send("POST /upload HTTP/1.1\r\nHost: site.test\r\n" + cookie +
                   "Content-Length: 2000000\r\n\r\n");
    for (int i = 0; i < 20; ++i) {
        uploading.send(std::string(100000, 'x'));
        std::this_thread::sleep_for(milliseconds(5));
        if (i % 5 == 0) {
            EXPECT_EQ(site.ask(get("/hello")).status, 200);
        }
    }
    EXPECT_EQ(uploading.read().body, "2000000");
}

TEST_F(CrowdTest, one_person_who_sends_slowly_keeps_nobody_else_from_an_upload) {
    site.options.workers = 16;
    for (int i = 0; i < 2; ++i) {
        Principal who = person({"upload"});
        who.account = {i + 1};
        site.gate.sessions["s" + std::to_string(i)] = who;
    }
    site.gate.route(Method::Post, "/upload", Needs("upload"), [](Request& q) {
        return Response::text(std::to_string(q.upload("file", 8 << 20).size));
    });
    site.start();
    const auto head = [](const char* session) {
        return "POST /upload HTTP/1.1\r\nHost: site.test\r\nX-CSRF-Token: form-token\r\nCookie: "
               "tessera_session=" +
               std::string(session) + "\r\nContent-Length: 200000\r\n\r\n";
    };
    std::vector<std::unique_ptr<Client>> slow;
    for (int i = 0; i < 10; ++i) {
        slow.push_back(std::make_unique<Client>(site.server->port()));
        slow.back()->send(head("s0") + "start");
    }
    EXPECT_TRUE(site.comes_to_show("tessera_http_requests_total{status=\"503\"} 8"));
    Client uploading = site.connect();
    uploading.send(head("s1") + "start");
    std::this_thread::sleep_for(milliseconds(50));
    uploading.send(std::string(199995, 'x'));
    EXPECT_EQ(uploading.read().body, "200000");
}

TEST_F(CrowdTest, a_form_of_a_stranger_is_small) {
    site.gate.sessions["good"] = person({});
    site.gate.post("/form",
                   [](Request& q) { return Response::text(std::to_string(q.form()["a"].size())); });
    site.start();
    const std::string cookie = "Cookie: tessera_session=good\r\nX-CSRF-Token: form-token\r\n";
    EXPECT_EQ(site.ask(post("/form", "a=" + std::string(16 * 1024 - 2, 'x'))).body, "16382");
    EXPECT_EQ(site.ask(post("/form", "a=" + std::string(16 * 1024 - 1, 'x'))).status, 413);
    EXPECT_EQ(site.ask("POST /form HTTP/1.1\r\nHost: site.test\r\nContent-Type: "
                       "application/x-www-form-urlencoded\r\nContent-Length: 900000\r\n\r\n")
                  .status,
              413)
        << "before anything of it is read";
    EXPECT_EQ(site.ask(post("/form", "a=" + std::string(500 * 1024, 'x'), cookie)).body,
              std::to_string(500 * 1024));
}

TEST_F(CrowdTest, clients_that_never_pause_leave_workers_for_others) {
    site.options.workers = 2;
    site.start();
    std::atomic<bool> over{false};
    std::vector<std::thread> busy;
    for (int i = 0; i < 4; ++i) {
        busy.emplace_back([&] {
            Client client = site.connect();
            std::string many;
            for (int n = 0; n < 200; ++n) many += get("/hello");
            std::thread reader([&] {
                char block[65536];
                while (::recv(client.fd(), block, sizeof block, 0) > 0) {
                }
            });
            while (!over && client.send(many)) {
            }
            ::shutdown(client.fd(), SHUT_RDWR);
            reader.join();
        });
    }
    std::this_thread::sleep_for(milliseconds(100));
    for (int i = 0; i < 5; ++i) {
        const auto from = std::chrono::steady_clock::now();
        EXPECT_EQ(site.ask(get("/hello")).status, 200);
        EXPECT_LT(std::chrono::steady_clock::now() - from, milliseconds(2000));
    }
    over = true;
    for (std::thread& one : busy) one.join();
}

TEST_F(CrowdTest, without_files_for_connections_visitors_are_turned_away_and_it_goes_on) {
    site.start();
    EXPECT_EQ(site.ask(get("/hello")).status, 200);
    rlimit before{};
    getrlimit(RLIMIT_NOFILE, &before);
    Client early = site.connect();
    EXPECT_EQ(early.ask(get("/hello")).status, 200);
    Client late = site.connect(),
           later = site.connect();  // take their own numbers before the limit
    EXPECT_EQ(late.ask(get("/hello")).status + later.ask(get("/hello")).status, 400);
    const int highest = ::dup(0);
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ::close(highest);
    rlimit none = before;
    none.rlim_cur = static_cast<rlim_t>(highest);
    setrlimit(RLIMIT_NOFILE, &none);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(site.server->port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    std::string text(100, '\0');
    const timeval wait{5, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    const ssize_t got = ::recv(socket, text.data(), text.size(), 0);
    EXPECT_TRUE(got > 0 && text.starts_with("HTTP/1.1 503")) << got;
    ::close(socket);
    EXPECT_EQ(early.ask(get("/hello")).status, 200) << "who is connected notices nothing";
    setrlimit(RLIMIT_NOFILE, &before);
    EXPECT_EQ(site.ask(get("/hello")).status, 200);
}

}  // namespace
}  // namespace tessera::kernel
