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

/// Thread-safe: transactions call it on the writer's thread, the outbox on its own.
class EventSink {
public:
    virtual ~EventSink() = default;

    /// Calls the in-transaction handlers of the event. What one throws rolls the transaction back.
    virtual void deliver_in_transaction(Transaction& tx, const char* id, std::int64_t subject,
                                        const void* event) = 0;
    /// The ids of the plugins that handle the event after commit, disabled ones included (their
    /// events wait for them). Called on the writer's thread: an in-memory look-up.
    virtual std::vector<std::string> subscribers(std::string_view id) const = 0;
    /// Calls the after-commit handlers of one plugin. False when the plugin is not running now: the
    /// event waits and that is no failure. What a handler throws is recorded and tried again later.
    [[nodiscard]] virtual bool deliver_after_commit(std::string_view plugin, std::string_view id,
                                                    std::string_view json) = 0;
};

}  // namespace tessera::kernel
