#include "http/worker.hpp"

#include "db/engine.hpp"
#include "log/log.hpp"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <random>

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tessera::kernel {
namespace {

using Phase = Connection::Phase;

/// Bodies up to this length are collected before a handler runs. SCORM 2004 allows 64,000
/// characters of suspend data, and its commit should fit.
constexpr std::size_t kSmallBody = 96 * 1024;
constexpr std::size_t kBuffer = kMaxHead + kSmallBody + 64;
constexpr std::int64_t kLingerMs = 3000;
constexpr unsigned kTurn = 32;  ///< steps for one connection before others get their turn

std::int64_t steady_us() {
    using namespace std::chrono;
    return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

/// An answer that is longer than known beforehand, in chunks.
class ChunkWriter : public BodyWriter {
public:
    ChunkWriter(Transport& transport, bool chunked) : transport_(transport), chunked_(chunked) {}

    void write(std::string_view bytes) override {
        if (bytes.empty()) return;
        if (!chunked_) {
            transport_.send(bytes);
            return;
        }
        char size[24];
        const int n = std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
        transport_.send({size, static_cast<std::size_t>(n)}, true);
        transport_.send(bytes, true);
        transport_.send("\r\n");
    }
    void end() {
        if (chunked_) transport_.send("0\r\n\r\n");
    }

private:
    Transport& transport_;
    const bool chunked_;
};

}  // namespace

Worker::Worker(HttpCore& core) : core_(core), buffer_(new char[kBuffer]) {
    std::random_device random;
    id_state_ = static_cast<std::uint64_t>(random()) << 32 | random();
}

void Worker::run(int wake) {
    while (!core_.quitting.load(std::memory_order_relaxed)) {
        if (Connection* waiting = core_.backlog.pop()) {
            serve(*waiting);
            continue;
        }
        epoll_event event{};
        core_.idle_workers.fetch_add(1, std::memory_order_relaxed);
        const int n = ::epoll_wait(core_.epoll, &event, 1, -1);
        core_.idle_workers.fetch_sub(1, std::memory_order_relaxed);
        if (n != 1) continue;
        if (event.data.u64 == kWakeTicket) {
            std::uint64_t count = 0;
            // Left standing when quitting, so that every worker sees it.
            if (!core_.quitting) [[maybe_unused]]
                const auto got = ::read(wake, &count, sizeof count);
            continue;
        }
        if (Connection* connection = core_.connections.claim(event.data.u64)) serve(*connection);
    }
}

void Worker::serve(Connection& connection) {
    if (connection.phase == Phase::Lingering) return linger(connection);
    begin_ = end_ = 0;
    end_ = core_.connections.restore(connection, buffer_.get());
    After after = After::NextRequest;
    if (connection.output) after = finish_output(connection);
    for (unsigned taken = 0; after == After::NextRequest; ++taken) {
        if (taken >= kTurn && give_way(connection)) return;
        after = take_request(connection);
    }
}

/// A client that always has a next request ready may not keep a worker from those who wait.
bool Worker::give_way(Connection& connection) {
    if (core_.backlog.size() == 0 || connection.phase != Phase::Idle) return false;
    if (!core_.connections.keep(connection, received())) return false;
    if (core_.backlog.push(connection)) return true;
    begin_ = 0;
    end_ = core_.connections.restore(connection, buffer_.get());
    return false;
}

/// Reads away what the client still sends after its last answer: closing a socket with unread bytes
/// would make TCP throw away the answer that is on its way.
void Worker::linger(Connection& connection) {
    for (;;) {
        const ssize_t got = ::recv(connection.fd, buffer_.get(), kBuffer, MSG_DONTWAIT);
        if (got > 0) continue;
        if (got < 0 && errno == EAGAIN) {
            core_.connections.park(connection, Connections::kReadable,
                                   connection.since + kLingerMs);
        } else {
            core_.connections.close(connection);
        }
        return;
    }
}

Worker::After Worker::close_politely(Connection& connection) {
    ::shutdown(connection.fd, SHUT_WR);
    connection.phase = Phase::Lingering;
    connection.since = steady_ms();
    linger(connection);
    return After::Closed;
}

/// Sends on what did not fit into the socket before.
Worker::After Worker::finish_output(Connection& connection) {
    Output& output = *connection.output;
    const Output::State state = output.send(connection.fd);
    const std::int64_t now = steady_ms();
    if (state == Output::State::Done) {
        connection.output.reset();
        if (connection.close_after_output) return close_politely(connection);
        connection.phase = Phase::Idle;
        return After::NextRequest;
    }
    const std::int64_t measured_ms = now - connection.since - core_.options.stall_time.count();
    const bool too_slow =
        measured_ms > 0 &&
        output.sent() < static_cast<std::uint64_t>(measured_ms) * core_.options.min_rate / 1000;
    if (state == Output::State::Failed || too_slow) {
        core_.connections.close(connection);
        return After::Closed;
    }
    core_.connections.keep(connection, received());
    core_.connections.park(connection, Connections::kWritable,
                           now + core_.options.stall_time.count());
    return After::Parked;
}

Worker::After Worker::park_waiting(Connection& connection, Phase phase) {
    if (connection.phase != phase) {
        connection.phase = phase;
        connection.since = steady_ms();
    }
    std::int64_t allowed = phase == Phase::Idle   ? core_.options.idle_time.count()
                           : phase == Phase::Head ? core_.options.header_time.count()
                                                  : core_.options.stall_time.count();
    // What has come buys time at the rate that is asked of large bodies, too.
    if (phase == Phase::Body && core_.options.min_rate > 0)
        allowed += static_cast<std::int64_t>(received().size()) * 1000 / core_.options.min_rate;
    if (phase == Phase::Idle && core_.draining) {
        core_.connections.close(connection);
        return After::Closed;
    }
    if (!core_.connections.keep(connection, received())) {
        core_.stats.overloaded();
        begin_ = end_;
        return send(connection, plain_answer(503, "The server is busy. Please try again.", 5),
                    false);
    }
    core_.connections.park(connection, Connections::kReadable, connection.since + allowed);
    return After::Parked;
}

Worker::After Worker::receive_more(Connection& connection, Phase phase) {
    if (begin_ > 0) {
        std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
    }
    const ssize_t got = ::recv(connection.fd, buffer_.get() + end_, kBuffer - end_, MSG_DONTWAIT);
    if (got > 0) {
        end_ += static_cast<std::size_t>(got);
        return After::NextRequest;
    }
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return park_waiting(connection, phase);
    core_.connections.close(connection);
    return After::Closed;
}

/// Answers the request at the start of the buffer, or gets more of it.
Worker::After Worker::take_request(Connection& connection) {
    if (begin_ == end_) return receive_more(connection, Phase::Idle);
    const HeadResult result = read_head(received(), head_);
    if (result.state == HeadResult::State::Incomplete) return receive_more(connection, Phase::Head);
    if (result.state == HeadResult::State::Refused) {
        core_.stats.refused_head();
        begin_ = end_;
        return send(connection, plain_answer(result.status, result.reason), false);
    }
    if (body_may_come(connection, received().substr(result.length)))
        return receive_more(connection, Phase::Body);
    return exchange(connection, result.length);
}

/// Whether the rest of a small body is waited for without a worker. A client that wants to be told
/// to continue is not kept waiting for that.
bool Worker::body_may_come(Connection& connection, std::string_view here) {
    if (connection.phase != Phase::Body) connection.chunks_seen = 0;
    if (head_.expects_continue || here.size() >= kSmallBody) return false;
    if (head_.chunked)
        return chunks_here(here, kSmallBody, connection.chunks_seen) == ChunksHere::Partly;
    const std::uint64_t length = head_.content_length.value_or(0);
    return here.size() < length && length <= kSmallBody;
}

std::string Worker::next_request_id() {
    id_state_ += 0x9E3779B97F4A7C15ull;  // splitmix64: unguessable is not needed, unique is
    std::uint64_t z = id_state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return id_text(static_cast<std::int64_t>((z ^ (z >> 31)) >> 1));
}

IpAddress Worker::client_address(const Connection& connection) const {
    const auto& trusted = core_.options.trusted_proxies;
    if (!any_contains(trusted, connection.address)) return connection.address;
    return client_of(connection.address, head_.lines("X-Forwarded-For"), trusted);
}

Worker::After Worker::exchange(Connection& connection, std::size_t head_length) {
    const std::int64_t started = steady_us();
    const std::uint64_t statements = statements_of_this_thread();
    const IpAddress address = client_address(connection);
    Transport transport(connection.fd, core_.transfers, same_client(address).text());
    BodyReader body(transport, head_, received().substr(head_length));
    const std::optional<Origin> origin = core_.pipeline.origin_of(head_);
    HttpRequest request({core_.gate, origin, address.text(), next_request_id(), core_.options.tmp,
                         core_.options.max_upload},
                        head_, body);
    const LogScope scope(request.request_id());

    After after = After::Closed;
    auto deliver = [&](Response&& response) {
        const bool files = !response.pieces.empty() && response.status < 400;
        const bool reusable = body.skip() && !core_.draining;
        Answer answer = make_answer(std::move(response), request,
                                    core_.pipeline.site(request.origin()), reusable);
        if (answer.stream) {
            const bool whole = stream(answer, transport);
            if (!whole) answer.keep_alive = false;
        }
        const std::int64_t took = steady_us() - started;
        core_.stats.answered(answer.status, took);
        log_request(request, answer, files, took, statements_of_this_thread() - statements);
        if (reusable) {
            // What follows the body is the next request; it may be in the body reader's own block.
            const std::string_view rest = body.after();
            begin_ = 0;
            end_ = rest.size();
            if (!rest.empty()) std::memmove(buffer_.get(), rest.data(), rest.size());
        } else {
            begin_ = end_ = 0;
        }
        after = send(connection, std::move(answer.output), answer.keep_alive);
    };
    try {
        core_.pipeline.run(request, deliver);
    } catch (const ClientGone&) {
        core_.stats.answered(499, steady_us() - started);
        core_.connections.close(connection);
        return After::Closed;
    } catch (const std::exception& e) {
        core_.gate.log().error("An answer could not be sent", {{"error", e.what()}});
        begin_ = end_ = 0;
        return send(connection, plain_answer(500, "Something went wrong on our side."), false);
    }
    return after;
}

bool Worker::stream(Answer& answer, Transport& transport) {
    transport.send(answer.output.head);
    answer.output = {};
    ChunkWriter writer(transport, answer.chunked);
    try {
        answer.stream(writer);
        writer.end();
        return true;
    } catch (const ClientGone&) {
        throw;
    } catch (const std::exception& e) {
        // The head has gone out; all that can be done is not to end the body well.
        core_.gate.log().error("A streamed answer broke off", {{"error", e.what()}});
        return false;
    }
}

Worker::After Worker::send(Connection& connection, Output&& output, bool keep_alive) {
    const Output::State state = output.send(connection.fd);
    if (state == Output::State::Failed) {
        core_.connections.close(connection);
        return After::Closed;
    }
    if (state == Output::State::Done) {
        connection.phase = Phase::Idle;
        connection.since = steady_ms();
        return keep_alive ? After::NextRequest : close_politely(connection);
    }
    connection.output = std::make_unique<Output>(std::move(output));
    connection.close_after_output = !keep_alive;
    connection.phase = Phase::Writing;
    connection.since = steady_ms();
    core_.connections.keep(connection, received());
    core_.connections.park(connection, Connections::kWritable,
                           connection.since + core_.options.stall_time.count());
    return After::Parked;
}

void Worker::log_request(const HttpRequest& request, const Answer& answer, bool files,
                         std::int64_t us, std::uint64_t queries) {
    if (files && !core_.options.log_files) return;
    TextArgs fields = {{"method", std::string(request.head().method)},
                       {"path", request.path_to_log()},
                       {"status", std::to_string(answer.status)},
                       {"us", std::to_string(us)},
                       {"queries", std::to_string(queries)},
                       {"client", std::string(request.client_address())}};
    if (request.credential() != HttpRequest::Credential::None) {
        fields.emplace_back("who", id_text(request.principal().account.value));
    }
    core_.gate.log().info("request", fields);
}

}  // namespace tessera::kernel
