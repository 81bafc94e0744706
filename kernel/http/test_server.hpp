// A server with routes of the test's own and a client that writes raw bytes.
#pragma once

#include "http/router.hpp"
#include "http/server.hpp"

#include <deque>
#include <map>
#include <mutex>
#include <string>

namespace tessera::kernel::testing {

/// A plugin's worth of decisions, set by the test before the server starts.
class FakeGate : public Gate {
public:
    FakeGate();
    std::shared_ptr<const RouteTable> routes() const override { return table_; }
    Principal from_session(std::string_view token) override;
    Principal from_api_key(std::string_view key) override;
    std::string sign_in_path() override { return sign_in; }
    std::string detour(const Principal&, std::string_view) override { return detour_path; }
    std::string locale(const Request& request) const override;
    std::string text(std::string_view locale, std::string_view key, const TextArgs&) const override;
    std::string render(const View& view, Request& request) override;
    std::string error_page(const ErrorReport& report, Request& request) override;
    const Addresses& addresses() const override { return addresses_; }
    Log& log() override { return log_; }

    Route& route(Method method, std::string pattern, Access access, Handler handler);
    Route& get(std::string pattern, Handler handler) {
        return route(Method::Get, std::move(pattern), Public, std::move(handler));
    }
    Route& post(std::string pattern, Handler handler) {
        return route(Method::Post, std::move(pattern), Public, std::move(handler));
    }
    /// Builds the table of what was added.
    void seal();
    /// All lines written so far.
    std::vector<std::string> log_lines() const { return log_.lines(); }

    std::map<std::string, Principal, std::less<>> sessions, keys;
    std::string sign_in = "/sign-in";
    std::string detour_path;
    bool broken_error_page = false;
    std::shared_ptr<Usage> usage = std::make_shared<Usage>("sample");

private:
    class Lines : public Log {
    public:
        void write(LogLevel level, std::string_view message, const TextArgs& fields) override;
        std::vector<std::string> lines() const;

    private:
        mutable std::mutex mutex_;
        std::vector<std::string> lines_;
    };
    Lines log_;
    std::deque<Route> added_;
    std::shared_ptr<const RouteTable> table_;
    Addresses addresses_{"http://site.test", "http://content.site.test"};
};

/// Somebody who may do `permissions` everywhere; the token for forms is "form-token".
Principal person(std::vector<std::string> permissions);

struct Reply {
    int status = 0;                                   ///< 0: the connection ended without an answer
    std::multimap<std::string, std::string> headers;  ///< names in lower case
    std::string body;
    std::string header(const std::string& name) const;
};

class Client {
public:
    explicit Client(std::uint16_t port);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// As much as the server takes; false once it has closed.
    bool send(std::string_view bytes);
    /// The next answer; `head_only` after a HEAD request.
    Reply read(bool head_only = false);
    Reply ask(std::string_view bytes) {
        send(bytes);
        return read();
    }
    /// Whether the server ends the connection within the time (what it sends meanwhile is dropped).
    bool closed_within(int ms);
    /// Says no more, but still listens.
    void finish_sending();
    void set_receive_buffer(int bytes);
    int fd() const { return fd_; }

private:
    bool more();
    std::string line();

    int fd_ = -1;
    std::string buffer_;
};

/// A running server with short deadlines.
class TestServer {
public:
    TestServer();
    ~TestServer();
    void start();
    Client connect() { return Client(server->port()); }
    Reply ask(std::string_view bytes) { return connect().ask(bytes); }
    /// Whether the metrics come to show this line, within ten seconds.
    bool comes_to_show(const std::string& metrics_line) const;

    FakeGate gate;
    HttpOptions options;
    std::unique_ptr<HttpServer> server;
    std::filesystem::path folder;  ///< for uploads; removed at the end
};

/// "GET /path HTTP/1.1\r\nHost: site.test\r\n<headers>\r\n"; each header ends in \r\n.
std::string get(std::string_view path, std::string_view headers = {});
std::string post(std::string_view path, std::string_view body, std::string_view headers = {},
                 std::string_view type = "application/x-www-form-urlencoded");

}  // namespace tessera::kernel::testing
