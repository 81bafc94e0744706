// The durable outbox: an event that a plugin handles after commit is a row per subscribing plugin,
// written in the publisher's transaction and removed when the plugin has handled it. So is one that
// it would have handled in the transaction if it had been running.
//
// After commit: at least once. In transaction: exactly once, in the transaction that removes the
// row. In order per plugin and subject: after a failure the later events of the same subject wait
// for it, all others go on.
#pragma once

#include "events/sink.hpp"
#include "tessera/database.hpp"
#include "tessera/host.hpp"
#include "tessera/id.hpp"

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace tessera::kernel {

/// An event that could not be delivered yet.
struct UndeliveredEvent {
    Id<struct OutboxRow> id;
    std::string plugin, event, payload, error;
    std::int64_t subject = 0;
    int attempts = 0;
    Instant created, next_attempt;
};

class Outbox {
public:
    Outbox(Database& db, const Clock& clock, IdSource& ids, Log& log);
    ~Outbox();
    Outbox(const Outbox&) = delete;
    Outbox& operator=(const Outbox&) = delete;

    /// Who handles events. Before the first one is published; `sink` outlives this.
    void set_sink(EventSink& sink) { sink_ = &sink; }
    /// Delivers in the transaction and writes the rows for after commit.
    void publish(Transaction& tx, const char* id, std::int64_t subject, const void* event,
                 std::string (*to_json)(const void*));

    /// The delivering thread. Only the server runs one, commands leave their events to it.
    void start();
    /// Waits for the handler that runs now, at most `limit`. False when it still runs: then neither
    /// this nor what it uses may be destroyed.
    bool stop(std::chrono::milliseconds limit = std::chrono::hours(24));
    /// Delivers what is due on the calling thread, start() not needed; returns how many were
    /// delivered. For commands that end with their events handled, and for tests.
    int deliver_due();

    /// For pages: how many wait, and those that failed before, oldest first.
    std::int64_t waiting();
    std::map<std::string, std::int64_t> waiting_by_plugin();
    std::vector<UndeliveredEvent> failing(int limit = 100);
    /// The plugin runs again: what waits for it is due now, also what failed before.
    void resume(std::string_view plugin);
    void retry_now(Id<OutboxRow> id);
    /// Gives an event up. False when it was delivered meanwhile.
    bool discard(Id<OutboxRow> id);

private:
    struct Due;
    struct Outcome;
    struct Event;
    void keep(Transaction& tx, const Event& event, std::int64_t id, const std::string& plugin,
              bool in_transaction);
    void deliver_in_transaction(Transaction& tx, const Event& event);
    std::vector<Due> fetch_due();
    Outcome deliver(const Due& due);
    bool hand_over(const Due& due);
    void settle(const std::vector<Outcome>& outcomes);
    void loop();
    void wake();

    Database& db_;
    const Clock& clock_;
    IdSource& ids_;
    Log& log_;
    EventSink* sink_ = nullptr;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool pending_ = false;
    bool stopping_ = false;
    bool ended_ = true;      ///< the thread
    std::mutex delivering_;  ///< one delivery at a time keeps the order
    std::thread thread_;
};

}  // namespace tessera::kernel
