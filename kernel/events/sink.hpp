// What the outbox and the transactions ask of the registry of running plugins.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tessera {
class Transaction;
}

namespace tessera::kernel {

/// Thread-safe: transactions call it on the writer's thread, the outbox on its own. "Subscribers"
/// are plugin ids and include those that are not running now but handled the event when they last
/// were; these look-ups are in memory.
class EventSink {
public:
    virtual ~EventSink() = default;

    /// The plugins that run now.
    virtual std::vector<std::string> running() const = 0;
    /// Who handles the event in the publisher's transaction, running ones in the order they were
    /// set up.
    virtual std::vector<std::string> subscribers_in_transaction(std::string_view id) const = 0;
    /// Who handles the event after commit.
    virtual std::vector<std::string> subscribers(std::string_view id) const = 0;

    // The three that follow call the plugin's handlers of the event. False when it is not running
    // now: the event waits, and that is no failure.

    /// In the publisher's transaction. What a handler throws rolls it back.
    [[nodiscard]] virtual bool deliver_in_transaction(Transaction& tx, std::string_view plugin,
                                                      std::string_view id, const void* event) = 0;
    /// The same handlers for an event that had to wait, in a transaction of its own. What a handler
    /// throws is recorded and tried again later.
    [[nodiscard]] virtual bool deliver_waited(Transaction& tx, std::string_view plugin,
                                              std::string_view id, std::string_view json) = 0;
    /// After commit. What a handler throws is recorded and tried again later.
    [[nodiscard]] virtual bool deliver_after_commit(std::string_view plugin, std::string_view id,
                                                    std::string_view json) = 0;
};

}  // namespace tessera::kernel
