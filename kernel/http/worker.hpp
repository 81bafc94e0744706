// One thread that runs handlers: takes a connection that has something to do, does all it can do
// without waiting for the client, and parks it again.
//
// Headers and small bodies are collected without blocking, so a client that sends slowly costs
// memory for what it has sent and no thread; so does one that reads slowly (see Output). Only
// bodies larger than kSmallBody, those of clients that want to be told to continue, and streamed
// answers make a worker wait, within TransferLimits.
#pragma once

#include "http/core.hpp"

#include <memory>
#include <string>

namespace tessera::kernel {

class Worker {
public:
    explicit Worker(HttpCore& core);
    /// Serves until the core is quitting. `wake` is the event counter that announces the backlog.
    void run(int wake);

private:
    enum class After : std::uint8_t { NextRequest, Parked, Closed };

    void serve(Connection& connection);
    void linger(Connection& connection);
    After finish_output(Connection& connection);
    After take_request(Connection& connection);
    bool give_way(Connection& connection);
    bool body_may_come(Connection& connection, std::string_view here);
    After receive_more(Connection& connection, Connection::Phase phase);
    After park_waiting(Connection& connection, Connection::Phase phase);
    After exchange(Connection& connection, std::size_t head_length);
    After send(Connection& connection, Output&& output, bool keep_alive);
    /// The rest of an answer that streams. False when the connection is of no more use.
    bool stream(Answer& answer, Transport& transport);
    After close_politely(Connection& connection);
    IpAddress client_address(const Connection& connection) const;
    std::string next_request_id();
    void log_request(const HttpRequest& request, const Answer& answer, bool files, std::int64_t us,
                     std::uint64_t queries);

    std::string_view received() const { return {buffer_.get() + begin_, end_ - begin_}; }

    HttpCore& core_;
    std::unique_ptr<char[]> buffer_;
    std::size_t begin_ = 0, end_ = 0;  ///< what was received and not yet used
    RequestHead head_;
    std::uint64_t id_state_;
};

}  // namespace tessera::kernel
