// The HTTP server.
#pragma once

#include "http/gate.hpp"
#include "http/ip.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace tessera::kernel {

/// The defaults suit a server of two to sixteen cores with most of its users idle.
struct HttpOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  ///< 0: any free one, see HttpServer::port()
    std::filesystem::path tmp;  ///< where uploads are written; on the file system of the file store

    /// Threads that run handlers. Many commits wait for the disk at once, so more than cores.
    unsigned workers = 64;
    /// Requests that may wait for a worker; the next one is answered 503 with Retry-After.
    unsigned queue = 1000;
    unsigned max_connections = 15000;  ///< fewer where the limit of open files is too low
    unsigned max_per_address = 256;
    /// Not counted against max_per_address: on this machine runs the proxy, if there is one.
    std::vector<IpNetwork> uncounted = {*IpNetwork::parse("127.0.0.0/8"), *IpNetwork::parse("::1")};
    /// Proxies in front: their X-Forwarded-For is believed (see client_of()), and they are not
    /// counted either.
    std::vector<IpNetwork> trusted_proxies;

    std::chrono::milliseconds header_time{5000};  ///< from the first byte to the end of the header
    std::chrono::milliseconds idle_time{60000};   ///< between two requests
    std::chrono::milliseconds stall_time{20000};  ///< no byte of a body moves, either way
    std::uint32_t min_rate =
        1024;  ///< bytes/s of a body, averaged from its start, after stall_time
    std::chrono::milliseconds drain_time{10000};  ///< how long stop() lets running requests finish

    std::uint64_t max_upload = 4ull << 30;  ///< whatever a handler allows
    /// A line in the log also for every file that was sent well. Each page brings dozens.
    bool log_files = false;
};

/// Listens from the constructor on (so that a taken port is reported at once), serves from start()
/// to stop().
class HttpServer {
public:
    /// Throws Error{Unavailable} with a sentence: "http.listen" when the address can't be had,
    /// "http.files" when too few files may be open.
    HttpServer(HttpOptions options, Gate& gate);
    /// Stops.
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    void start();
    /// Takes no new connections, closes the idle ones, lets running requests finish within
    /// drain_time, then cuts the rest and returns. False when a handler still runs two seconds
    /// later; what it uses may then not be destroyed. May be called twice.
    bool stop();

    std::uint16_t port() const;
    /// Connections, requests by status, latency histogram and overload as Prometheus text, for
    /// /metrics.
    std::string metrics_text() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace tessera::kernel
