// The means of the server's tests; see test_server.hpp.
#include "http/test_server.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tessera::kernel::testing {

FakeGate::FakeGate() { seal(); }

Principal FakeGate::from_session(std::string_view token) {
    const auto it = sessions.find(token);
    return it == sessions.end() ? Principal() : it->second;
}

Principal FakeGate::from_api_key(std::string_view key) {
    const auto it = keys.find(key);
    return it == keys.end() ? Principal() : it->second;
}

std::string FakeGate::locale(const Request& request) const {
    return std::string(request.query("lang").value_or("en"));
}

std::string FakeGate::text(std::string_view locale, std::string_view key, const TextArgs&) const {
    return std::string(locale) + ":" + std::string(key);
}

std::string FakeGate::render(const View& view, Request& request) {
    if (view.name == "sample/broken") throw std::runtime_error("the template is broken");
    return "<p>" + view.name + " " + request.locale() + "</p>";
}

std::string FakeGate::error_page(const ErrorReport& report, Request&) {
    if (broken_error_page) throw std::runtime_error("no looks");
    return "<h1>" + std::to_string(report.status) + "</h1>" + report.code + ": " + report.message;
}

Route& FakeGate::route(Method method, std::string pattern, Access access, Handler handler) {
    Route& route = added_.emplace_back();
    route.method = method;
    route.pattern = std::move(pattern);
    route.access = std::move(access);
    route.handler = std::move(handler);
    return route;
}

void FakeGate::seal() {
    std::vector<MountedRoute> routes;
    for (const Route& route : added_) routes.push_back({route, usage});
    table_ = std::make_shared<const RouteTable>(std::move(routes));
}

void FakeGate::Lines::write(LogLevel, std::string_view message, const TextArgs& fields) {
    std::string line(message);
    for (const auto& [name, value] : fields)
        line.append(" ").append(name).append("=").append(value);
    const std::lock_guard lock(mutex_);
    lines_.push_back(std::move(line));
}

std::vector<std::string> FakeGate::Lines::lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
}

Principal person(std::vector<std::string> permissions) {
    Principal principal;
    principal.kind = Principal::Kind::Person;
    principal.person = {7};
    principal.account = {8};
    principal.name = "Ada";
    principal.csrf = "form-token";
    for (auto& permission : permissions) {
        principal.grants.push_back({std::move(permission), Reach::Site, 0});
    }
    return principal;
}

std::string Reply::header(const std::string& name) const {
    const auto it = headers.find(name);
    return it == headers.end() ? "" : it->second;
}

Client::Client(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error("can't connect");
    }
}

Client::~Client() { ::close(fd_); }

bool Client::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void Client::finish_sending() { ::shutdown(fd_, SHUT_WR); }

void Client::set_receive_buffer(int bytes) {
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

/// More bytes into the buffer; false at the end or after ten seconds.
bool Client::more() {
    pollfd entry{fd_, POLLIN, 0};
    if (::poll(&entry, 1, 10000) <= 0) return false;
    char block[65536];
    const ssize_t got = ::recv(fd_, block, sizeof block, 0);
    if (got <= 0) return false;
    buffer_.append(block, static_cast<std::size_t>(got));
    return true;
}

std::string Client::line() {
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n")) == std::string::npos) {
        if (!more()) return {};
    }
    std::string result = buffer_.substr(0, end);
    buffer_.erase(0, end + 2);
    return result;
}

Reply Client::read(bool head_only) {
    Reply reply;
    const std::string first = line();
    if (!first.starts_with("HTTP/1.1 ")) return reply;
    reply.status = std::atoi(first.c_str() + 9);
    for (std::string field; !(field = line()).empty();) {
        const auto colon = field.find(": ");
        std::string name = field.substr(0, colon);
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        reply.headers.emplace(std::move(name), field.substr(colon + 2));
    }
    if (head_only || reply.status == 304 || reply.status == 204 || reply.status == 100)
        return reply;
    const auto take = [&](std::size_t count) {
        while (buffer_.size() < count && more()) {
        }
        reply.body += buffer_.substr(0, count);
        buffer_.erase(0, count);
    };
    if (reply.header("transfer-encoding") == "chunked") {
        for (;;) {
            const std::string size_line = line();
            const std::size_t size = std::strtoul(size_line.c_str(), nullptr, 16);
            if (size == 0) {
                reply.body += size_line.empty() ? "(cut off)" : "";
                line();
                return reply;
            }
            take(size);
            line();
        }
    }
    const std::string length = reply.header("content-length");
    if (!length.empty()) {
        take(std::strtoul(length.c_str(), nullptr, 10));
    } else {
        while (more()) {
        }
        reply.body = std::move(buffer_);
        buffer_.clear();
    }
    return reply;
}

bool Client::closed_within(int ms) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(ms);
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            until - std::chrono::steady_clock::now());
        if (left.count() <= 0) return false;
        pollfd entry{fd_, POLLIN, 0};
        if (::poll(&entry, 1, static_cast<int>(left.count())) <= 0) return false;
        char block[65536];
        if (::recv(fd_, block, sizeof block, 0) <= 0) return true;
    }
}

TestServer::TestServer() {
    std::string name = (std::filesystem::temp_directory_path() / "tessera-http-XXXXXX").string();
    folder = ::mkdtemp(name.data());
    options.port = 0;
    options.tmp = folder;
    options.workers = 8;
    options.max_connections = 200;
    options.drain_time = std::chrono::milliseconds(500);
}

TestServer::~TestServer() {
    server.reset();
    std::filesystem::remove_all(folder);
}

void TestServer::start() {
    gate.seal();
    server = std::make_unique<HttpServer>(options, gate);
    server->start();
}

bool TestServer::comes_to_show(const std::string& metrics_line) const {
    for (int i = 0; i < 1000; ++i) {
        if (server->metrics_text().find(metrics_line + "\n") != std::string::npos) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

std::string get(std::string_view path, std::string_view headers) {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: site.test\r\n" + std::string(headers) +
           "\r\n";
}

std::string post(std::string_view path, std::string_view body, std::string_view headers,
                 std::string_view type) {
    return "POST " + std::string(path) +
           " HTTP/1.1\r\nHost: site.test\r\nContent-Type: " + std::string(type) +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string(headers) +
           "\r\n" + std::string(body);
}

}  // namespace tessera::kernel::testing
