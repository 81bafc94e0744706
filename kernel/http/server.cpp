#include "http/server.hpp"

#include "http/worker.hpp"

#include <Poco/Net/ServerSocket.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tessera::kernel {
namespace {

constexpr int kTickMs = 100;  ///< how often deadlines and overload are looked at
constexpr int kAcceptBatch = 64;
constexpr int kListenQueue = 1024;
/// What a handler gets after its connection has been cut.
constexpr std::chrono::seconds kLastWords{2};

/// A file descriptor that is closed at the end.
class OwnFd {
public:
    explicit OwnFd(int fd) : fd_(fd) {
        if (fd < 0)
            throw Error(ErrorKind::Unavailable, "http.resources", "No file descriptor is left.");
    }
    ~OwnFd() { ::close(fd_); }
    OwnFd(const OwnFd&) = delete;
    OwnFd& operator=(const OwnFd&) = delete;
    int get() const { return fd_; }

private:
    const int fd_;
};

/// Raises the limit of open files to what the options need. Where that is not allowed, connections
/// and workers become as many as there is room for beside databases, logs and files that are sent:
/// otherwise visitors would take the files that serving them needs.
HttpOptions within_file_limit(HttpOptions options) {
    constexpr rlim_t kOthers = 64;
    constexpr rlim_t kOfWorker = 4;  // a database connection and a file that is sent
    constexpr rlim_t kLeast = 128;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return options;
    const rlim_t wanted = kOthers + kOfWorker * options.workers + options.max_connections;
    if (limit.rlim_cur < wanted) {
        limit.rlim_cur = std::min(limit.rlim_max, wanted);
        if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) ::getrlimit(RLIMIT_NOFILE, &limit);
    }
    const rlim_t files = limit.rlim_cur;
    if (files >= wanted) return options;
    if (files < kLeast) {
        throw Error(ErrorKind::Unavailable, "http.open-files",
                    "The limit of open files is " + std::to_string(files) +
                        ", and the server needs " + std::to_string(kLeast) +
                        " at least. Raise it (ulimit -n, LimitNOFILE=).");
    }
    const rlim_t for_workers = (files - kOthers) / 2;
    options.workers =
        static_cast<unsigned>(std::clamp<rlim_t>(for_workers / kOfWorker, 1, options.workers));
    options.max_connections = static_cast<unsigned>(
        std::min<rlim_t>(options.max_connections, files - kOthers - kOfWorker * options.workers));
    // No one address takes all of what is little.
    options.max_per_address =
        std::max(1u, std::min(options.max_per_address, options.max_connections / 2));
    return options;
}

IpAddress address_of(const sockaddr_storage& peer) {
    char text[INET6_ADDRSTRLEN] = "";
    const void* const part =
        peer.ss_family == AF_INET6
            ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in6*>(&peer)->sin6_addr)
            : &reinterpret_cast<const sockaddr_in*>(&peer)->sin_addr;
    ::inet_ntop(peer.ss_family, part, text, sizeof text);
    return IpAddress::parse(text).value_or(IpAddress());
}

Poco::Net::ServerSocket listen_on(const HttpOptions& options) {
    try {
        Poco::Net::ServerSocket socket;
        // Poco takes "reuse the address" for "share the port" as well, unless told otherwise.
        socket.bind(Poco::Net::SocketAddress(options.address, options.port), true, false);
        socket.listen(kListenQueue);
        socket.setBlocking(false);
        return socket;
    } catch (const Poco::Exception& e) {
        throw Error(ErrorKind::Unavailable, "http.listen",
                    "Can't listen on " + options.address + " port " + std::to_string(options.port) +
                        ": " + e.displayText() + ". Is another server running there?");
    }
}

/// Null when no file is left.
std::unique_ptr<OwnFd> spare_file() {
    const int fd = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    return fd < 0 ? nullptr : std::make_unique<OwnFd>(fd);
}

/// Whether the next request of a connection is GET /healthz, which is answered even when every
/// worker is busy.
bool asks_for_health(const Connection& connection) {
    if (connection.phase != Connection::Phase::Idle) return false;
    constexpr std::string_view kStart = "GET /healthz";
    char start[kStart.size() + 1];
    const ssize_t got = ::recv(connection.fd, start, sizeof start, MSG_PEEK | MSG_DONTWAIT);
    if (got != static_cast<ssize_t>(sizeof start)) return false;
    const char next = start[kStart.size()];
    return std::string_view(start, kStart.size()) == kStart && (next == ' ' || next == '?');
}

void answer_health(int fd) {
    char unread[4096];
    while (::recv(fd, unread, sizeof unread, MSG_DONTWAIT) > 0) {
    }
    plain_answer(200, "ok", 0).send(fd);
    ::shutdown(fd, SHUT_WR);
}

/// Tells somebody whom nobody has time for, without waiting.
void turn_away(int fd, std::string_view sentence) {
    char unread[4096];  // closing with unread bytes would take the answer back
    while (::recv(fd, unread, sizeof unread, MSG_DONTWAIT) > 0) {
    }
    plain_answer(503, sentence, 5).send(fd);
    ::shutdown(fd, SHUT_WR);
}

}  // namespace

class HttpServer::Impl {
public:
    Impl(HttpOptions options, Gate& gate)
        : asked_connections_(options.max_connections),
          listener_(listen_on(options)),
          port_(listener_.address().port()),
          epoll_(::epoll_create1(EPOLL_CLOEXEC)),
          wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK | EFD_SEMAPHORE)),
          stop_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
          core_(within_file_limit(std::move(options)), gate, epoll_.get()) {
        if (core_.options.max_connections < asked_connections_) {
            gate.log().warning(
                "The limit of open files allows fewer connections than are asked for",
                {{"connections", std::to_string(core_.options.max_connections)},
                 {"workers", std::to_string(core_.options.workers)}});
        }
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = kWakeTicket;
        ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, wake_.get(), &event);
    }

    void start() {
        alive_ = core_.options.workers;
        for (unsigned i = 0; i < core_.options.workers; ++i) {
            workers_.emplace_back([this] {
                Worker(core_).run(wake_.get());
                const std::lock_guard lock(mutex_);
                --alive_;
                worker_ended_.notify_all();
            });
        }
        // Threads begin when the system likes; till then visitors would count as too many.
        for (int ms = 0; ms < 1000 && core_.idle_workers < core_.options.workers; ++ms)
            ::poll(nullptr, 0, 1);
        front_ = std::thread([this] { run_front(); });
    }

    bool stop() {
        if (!front_.joinable()) return workers_.empty();
        core_.draining = true;
        signal(stop_);
        front_.join();
        core_.connections.cut_all();
        core_.quitting = true;
        signal(wake_);
        {
            std::unique_lock lock(mutex_);
            if (!worker_ended_.wait_for(lock, kLastWords, [this] { return alive_ == 0; }))
                return false;
        }
        for (std::thread& worker : workers_) worker.join();
        workers_.clear();
        return true;
    }

    std::uint16_t port() const { return port_; }

    std::string metrics_text() const {
        return core_.stats.text({core_.connections.count(), core_.options.workers,
                                 core_.idle_workers, static_cast<unsigned>(core_.backlog.size())});
    }

private:
    /// Accepts, evicts, and steps in when no worker is free. Ends when draining is done.
    void run_front() {
        std::int64_t next_tick = 0;
        while (!core_.draining) {
            pollfd entries[] = {{listener_.impl()->sockfd(), POLLIN, 0}, {stop_.get(), POLLIN, 0}};
            ::poll(entries, 2, kTickMs);
            if ((entries[0].revents & POLLIN) != 0) accept_some();
            const std::int64_t now = steady_ms();
            if (now < next_tick) continue;
            next_tick = now + kTickMs;
            evict_expired(now);
            if (core_.idle_workers == 0) queue_ready();
        }
        drain();
    }

    void accept_some() {
        for (int i = 0; i < kAcceptBatch; ++i) {
            sockaddr_storage peer{};
            socklen_t length = sizeof peer;
            const int fd = ::accept4(listener_.impl()->sockfd(), reinterpret_cast<sockaddr*>(&peer),
                                     &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (fd < 0) {
                if (errno == EMFILE || errno == ENFILE) turn_away_one();
                return;
            }
            const int on = 1;
            ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            Connection* connection = core_.connections.open(fd, address_of(peer));
            if (connection == nullptr) {
                core_.stats.overloaded();
                turn_away(fd, "There are too many connections. Please try again in a moment.");
                ::close(fd);
                continue;
            }
            connection->since = steady_ms();
            core_.connections.park(*connection, Connections::kReadable,
                                   connection->since + core_.options.idle_time.count());
        }
    }

    /// No file is left for a connection. It would stay in the queue of the listener and make every
    /// poll return at once, so the spare file is given up for as long as it takes to turn it away.
    void turn_away_one() {
        core_.stats.overloaded();
        spare_.reset();
        const int fd =
            ::accept4(listener_.impl()->sockfd(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0) {
            turn_away(fd, "There are too many connections. Please try again in a moment.");
            ::close(fd);
        }
        spare_ = spare_file();
        if (fd < 0 || !spare_) ::poll(nullptr, 0, kTickMs);  // somebody else took it meanwhile
    }

    void evict_expired(std::int64_t now) {
        core_.connections.claim_expired(now, [this](Connection& connection) {
            if (connection.phase == Connection::Phase::Head ||
                connection.phase == Connection::Phase::Body) {
                plain_answer(408, "The request took too long to arrive.").send(connection.fd);
            }
            if (connection.phase != Connection::Phase::Idle) core_.stats.evicted();
            core_.connections.close(connection);
        });
    }

    /// All workers are busy: lines up what is ready, and turns away what finds no room.
    void queue_ready() {
        constexpr int kBatch = 256;
        epoll_event events[kBatch];
        // What keeps its place is ready again at once, so the rounds are counted.
        const unsigned rounds = core_.options.max_connections / kBatch + 1;
        int n = kBatch;
        for (unsigned round = 0; n == kBatch && round < rounds; ++round) {
            n = ::epoll_wait(epoll_.get(), events, kBatch, 0);
            for (int i = 0; i < n; ++i) queue_or_refuse(events[i].data.u64);
        }
    }

    void queue_or_refuse(std::uint64_t ticket) {
        if (ticket == kWakeTicket) return;
        Connection* connection = core_.connections.claim(ticket);
        if (connection == nullptr) return;
        if (asks_for_health(*connection)) {
            answer_health(connection->fd);
            core_.connections.close(*connection);
            return;
        }
        if (core_.backlog.push(*connection)) {
            signal(wake_);  // a worker may have become idle meanwhile
        } else if (connection->phase == Connection::Phase::Idle) {
            core_.stats.overloaded();
            turn_away(connection->fd, "The server is busy. Please try again in a moment.");
            core_.connections.close(*connection);
        } else {
            // In the middle of something: it keeps its place until there is room.
            core_.connections.park(
                *connection, connection->output ? Connections::kWritable : Connections::kReadable,
                connection->since + core_.options.stall_time.count());
        }
    }

    void drain() {
        listener_.close();
        const std::int64_t until = steady_ms() + core_.options.drain_time.count();
        while (core_.connections.count() > 0 && steady_ms() < until) {
            for (const auto phase : {Connection::Phase::Idle, Connection::Phase::Lingering}) {
                core_.connections.claim_phase(
                    phase, [this](Connection& connection) { core_.connections.close(connection); });
            }
            evict_expired(steady_ms());
            ::poll(nullptr, 0, 10);
        }
    }

    static void signal(const OwnFd& event) {
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(event.get(), &one, sizeof one);
    }

    const unsigned asked_connections_;
    Poco::Net::ServerSocket listener_;
    const std::uint16_t port_;
    OwnFd epoll_, wake_, stop_;
    std::unique_ptr<OwnFd> spare_ = spare_file();  ///< see turn_away_one()
    HttpCore core_;
    std::mutex mutex_;
    std::condition_variable worker_ended_;
    unsigned alive_ = 0;  ///< workers
    std::vector<std::thread> workers_;
    std::thread front_;
};

HttpServer::HttpServer(HttpOptions options, Gate& gate)
    : impl_(std::make_unique<Impl>(std::move(options), gate)) {}
HttpServer::~HttpServer() {
    if (!stop()) impl_.release();  // a handler still uses it
}
void HttpServer::start() { impl_->start(); }
bool HttpServer::stop() { return impl_->stop(); }
std::uint16_t HttpServer::port() const { return impl_->port(); }
std::string HttpServer::metrics_text() const { return impl_->metrics_text(); }

}  // namespace tessera::kernel
