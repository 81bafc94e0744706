#include "http/test_server.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <atomic>
#include <thread>

namespace tessera::kernel {
namespace {

using namespace testing;
using std::chrono::milliseconds;

class ServerTest : public ::testing::Test {
protected:
    TestServer site;

    void SetUp() override {
        site.gate.get("/hello", [](Request&) { return Response::text("hello\n"); });
        site.gate.post("/echo",
                       [](Request& q) { return Response::text(std::string(q.body(1 << 20))); });
    }
};

TEST_F(ServerTest, a_request_is_answered_and_the_connection_stays_open) {
    site.start();
    Client client = site.connect();
    for (int i = 0; i < 3; ++i) {
        const Reply reply = client.ask(get("/hello"));
        EXPECT_EQ(reply.status, 200);
        EXPECT_EQ(reply.body, "hello\n");
        EXPECT_EQ(reply.header("content-type"), "text/plain; charset=utf-8");
        EXPECT_EQ(reply.header("connection"), "");
        EXPECT_EQ(reply.header("x-request-id").size(), 13u);
        EXPECT_EQ(reply.header("x-content-type-options"), "nosniff");
        EXPECT_EQ(reply.header("cache-control"), "no-store");
        EXPECT_NE(reply.header("content-security-policy").find("frame-ancestors 'none'"),
                  std::string::npos);
    }
}

TEST_F(ServerTest, pipelined_requests_are_answered_in_order) {
    site.start();
    Client client = site.connect();
    client.send(post("/echo", "one") + post("/echo", "two") + get("/hello") +
                post("/echo", "three"));
    EXPECT_EQ(client.read().body, "one");
    EXPECT_EQ(client.read().body, "two");
    EXPECT_EQ(client.read().body, "hello\n");
    EXPECT_EQ(client.read().body, "three");
}

TEST_F(ServerTest, a_request_that_arrives_byte_by_byte_is_understood) {
    site.start();
    Client client = site.connect();
    for (const char c : post("/echo", "slow but sure")) {
        client.send({&c, 1});
        std::this_thread::sleep_for(milliseconds(1));
    }
    EXPECT_EQ(client.read().body, "slow but sure");
}

TEST_F(ServerTest, connection_close_and_http_1_0_end_the_connection_after_the_answer) {
    site.start();
    Client closing = site.connect();
    EXPECT_EQ(closing.ask(get("/hello", "Connection: close\r\n")).header("connection"), "close");
    EXPECT_TRUE(closing.closed_within(1000));
    Client old = site.connect();
    EXPECT_EQ(old.ask("GET /hello HTTP/1.0\r\n\r\n").body, "hello\n");
    EXPECT_TRUE(old.closed_within(1000));
    Client kept = site.connect();
    EXPECT_EQ(
        kept.ask("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").header("connection"),
        "keep-alive");
    EXPECT_EQ(kept.ask("GET /hello HTTP/1.0\r\n\r\n").body, "hello\n");
}

TEST_F(ServerTest, slow_headers_are_evicted_and_others_do_not_notice) {
    site.options.header_time = milliseconds(300);
    site.start();
    std::vector<std::unique_ptr<Client>> lorises;
    for (int i = 0; i < 50; ++i) {
        lorises.push_back(std::make_unique<Client>(site.server->port()));
        lorises.back()->send("GET /hello HTTP/1.1\r\nHost: si");
    }
    EXPECT_EQ(site.ask(get("/hello")).status, 200);
    // One byte now and then does not buy time.
    std::this_thread::sleep_for(milliseconds(200));
    for (auto& loris : lorises) loris->send("t");
    EXPECT_EQ(lorises.front()->read().status, 408);
    for (auto& loris : lorises) EXPECT_TRUE(loris->closed_within(1000));
    EXPECT_TRUE(site.comes_to_show("tessera_http_evicted_total 50"));
}

TEST_F(ServerTest, slow_small_bodies_take_no_worker) {
    site.options.workers = 2;
    site.options.stall_time = milliseconds(400);
    site.start();
    std::vector<std::unique_ptr<Client>> slow;
    for (int i = 0; i < 10; ++i) {
        slow.push_back(std::make_unique<Client>(site.server->port()));
        slow.back()->send(
            "POST /echo HTTP/1.1\r\nHost: site.test\r\nContent-Length: 100\r\n\r\nstart");
    }
    std::this_thread::sleep_for(milliseconds(100));
    EXPECT_EQ(site.ask(get("/hello")).status, 200);
    for (auto& client : slow) EXPECT_TRUE(client->closed_within(2000));
}

TEST_F(ServerTest, slow_large_bodies_take_half_of_the_workers_at_most) {
    site.options.workers = 4;
    site.start();
    std::vector<std::unique_ptr<Client>> slow;
    for (int i = 0; i < 6; ++i) {
        slow.push_back(std::make_unique<Client>(site.server->port()));
        slow.back()->send(
            "POST /echo HTTP/1.1\r\nHost: site.test\r\nContent-Length: 1000000\r\n\r\nstart");
    }
    EXPECT_TRUE(site.comes_to_show("tessera_http_requests_total{status=\"503\"} 4"));
    EXPECT_EQ(site.ask(get("/hello")).status, 200);
}

TEST_F(ServerTest, idle_connections_are_closed_after_a_while) {
    site.options.idle_time = milliseconds(200);
    site.start();
    Client client = site.connect();
    EXPECT_EQ(client.ask(get("/hello")).status, 200);
    EXPECT_TRUE(client.closed_within(1000));
}

TEST_F(ServerTest, a_client_that_does_not_read_is_cut_off_and_takes_no_worker) {
    site.options.workers = 2;
    site.options.stall_time = milliseconds(300);
    const std::string big(32 << 20, 'x');
    site.gate.get("/big", [&](Request&) { return Response::text(big, 200, "image/x-test"); });
    site.start();
    std::vector<std::unique_ptr<Client>> deaf;
    for (int i = 0; i < 5; ++i) {
        deaf.push_back(std::make_unique<Client>(site.server->port()));
        deaf.back()->set_receive_buffer(4096);
        deaf.back()->send(get("/big"));
    }
    std::this_thread::sleep_for(milliseconds(100));
    EXPECT_EQ(site.ask(get("/hello")).status, 200);
    EXPECT_TRUE(site.comes_to_show("tessera_http_connections 0"));
    EXPECT_EQ(site.ask(get("/big")).body.size(), big.size());
}

TEST_F(ServerTest, when_the_queue_is_full_the_next_request_gets_503_and_retry_after) {
    site.options.workers = 2;
    site.options.queue = 3;
    std::atomic<bool> open{false};
    site.gate.get("/wait", [&](Request&) {
        while (!open) std::this_thread::sleep_for(milliseconds(1));
        return Response::text("waited");
    });
    site.start();
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 10; ++i) {
        clients.push_back(std::make_unique<Client>(site.server->port()));
        clients.back()->send(get("/wait"));
    }
    EXPECT_TRUE(site.comes_to_show("tessera_http_overloaded_total 5"));
    open = true;
    int served = 0, refused = 0;
    for (auto& client : clients) {
        const Reply reply = client->read();
        served += reply.status == 200;
        refused += reply.status == 503 && !reply.header("retry-after").empty();
    }
    EXPECT_EQ(served, 5);
    EXPECT_EQ(refused, 5);
    EXPECT_EQ(site.ask(get("/hello")).status, 200);
}

TEST_F(ServerTest, too_many_connections_of_one_address_are_turned_away) {
    site.options.max_per_address = 5;
    site.options.uncounted = {};
    site.start();
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 5; ++i) {
        clients.push_back(std::make_unique<Client>(site.server->port()));
        EXPECT_EQ(clients.back()->ask(get("/hello")).status, 200);
    }
    EXPECT_EQ(site.connect().read().status, 503);
    clients.pop_back();
    EXPECT_TRUE(site.comes_to_show("tessera_http_connections 4"));
    EXPECT_EQ(site.ask(get("/hello")).status, 200);
}

TEST_F(ServerTest, a_trusted_proxy_speaks_for_its_clients_and_is_not_limited) {
    site.options.max_per_address = 1;
    site.options.uncounted = {};
    site.options.trusted_proxies = {*IpNetwork::parse("127.0.0.1")};
    site.gate.get("/who",
                  [](Request& q) { return Response::text(std::string(q.client_address())); });
    site.start();
    Client first = site.connect(), second = site.connect();
    EXPECT_EQ(first.ask(get("/who", "X-Forwarded-For: 10.9.9.9, 192.0.2.7\r\n")).body, "192.0.2.7");
    EXPECT_EQ(second.ask(get("/who")).body, "127.0.0.1");
    EXPECT_EQ(
        first.ask(get("/who", "X-Forwarded-For: 10.9.9.9\r\nX-Forwarded-For: 192.0.2.7\r\n")).body,
        "192.0.2.7");
    EXPECT_EQ(first.ask(get("/who", "X-Forwarded-For: 192.0.2.7, <b>\r\n")).body, "127.0.0.1");
    EXPECT_EQ(first.ask(get("/who", "X-Forwarded-For: [2001:db8::7]:4711\r\n")).body,
              "2001:db8::7");
}

TEST_F(ServerTest, an_untrusted_client_can_not_claim_another_address) {
    site.gate.get("/who",
                  [](Request& q) { return Response::text(std::string(q.client_address())); });
    site.start();
    EXPECT_EQ(site.ask(get("/who", "X-Forwarded-For: 192.0.2.7\r\n")).body, "127.0.0.1");
}

TEST_F(ServerTest, stop_lets_running_requests_finish_and_closes_idle_connections) {
    std::atomic<bool> inside{false};
    site.gate.get("/slow", [&](Request&) {
        inside = true;
        std::this_thread::sleep_for(milliseconds(200));
        return Response::text("done");
    });
    site.options.drain_time = milliseconds(5000);
    site.start();
    Client idle = site.connect(), running = site.connect();
    EXPECT_EQ(idle.ask(get("/hello")).status, 200);
    running.send(get("/slow"));
    while (!inside) std::this_thread::sleep_for(milliseconds(1));
    site.server->stop();
    const Reply reply = running.read();
    EXPECT_EQ(reply.body, "done");
    EXPECT_EQ(reply.header("connection"), "close");
    EXPECT_TRUE(idle.closed_within(100));
    EXPECT_THROW(site.connect(), std::runtime_error);
}

TEST_F(ServerTest, stop_cuts_what_does_not_finish) {
    site.options.drain_time = milliseconds(200);
    site.start();
    Client uploading = site.connect();
    uploading.send("POST /echo HTTP/1.1\r\nHost: site.test\r\nContent-Length: 900000\r\n\r\nstart");
    std::this_thread::sleep_for(milliseconds(100));
    const auto before = std::chrono::steady_clock::now();
    site.server->stop();
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(3));
    EXPECT_TRUE(uploading.closed_within(100));
}

TEST_F(ServerTest, a_taken_port_is_reported_in_words) {
    site.start();
    HttpOptions options = site.options;
    options.port = site.server->port();
    try {
        const HttpServer second(options, site.gate);
        FAIL() << "two servers on one port";
    } catch (const Error& e) {
        EXPECT_EQ(e.code(), "http.listen");
        EXPECT_NE(std::string(e.what()).find(std::to_string(options.port)), std::string::npos);
    }
}

TEST_F(ServerTest, many_clients_at_once_are_all_served_rightly) {
    site.options.workers = 16;
    site.start();
    std::atomic<int> right{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&, t] {
            std::vector<std::unique_ptr<Client>> clients;
            for (int i = 0; i < 10; ++i)
                clients.push_back(std::make_unique<Client>(site.server->port()));
            for (int round = 0; round < 50; ++round) {
                const std::string text = std::to_string(t * 1000 + round);
                for (auto& client : clients) client->send(post("/echo", text));
                for (auto& client : clients) right += client->read().body == text;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(right, 8 * 10 * 50);
}

TEST_F(ServerTest, metrics_count_requests_by_status_and_time) {
    site.start();
    site.ask(get("/hello"));
    site.ask(get("/nowhere"));
    const std::string text = site.server->metrics_text();
    EXPECT_NE(text.find("tessera_http_requests_total{status=\"200\"} 1\n"), std::string::npos)
        << text;
    EXPECT_NE(text.find("tessera_http_requests_total{status=\"404\"} 1\n"), std::string::npos);
    EXPECT_NE(text.find("tessera_http_request_seconds_bucket{le=\"+Inf\"} 2\n"), std::string::npos);
    EXPECT_NE(text.find("tessera_http_workers 8\n"), std::string::npos);
}

}  // namespace
}  // namespace tessera::kernel
