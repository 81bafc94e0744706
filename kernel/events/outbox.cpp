#include "events/outbox.hpp"

#include "log/log.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

namespace tessera::kernel {
namespace {

constexpr int kMostAtOnce = 100;
/// Events written by other programs (commands) are found by looking.
constexpr std::chrono::seconds kLookAround{2};
constexpr std::int64_t kFirstPauseMs = 1000;
constexpr std::int64_t kLongestPauseMs = 3'600'000;
constexpr std::size_t kMostOfError = 1000;

/// 1 s, 2 s, 4 s ... an hour.
std::int64_t pause_after(int attempts) {
    return std::min(kLongestPauseMs, kFirstPauseMs << std::min(attempts - 1, 12));
}

}  // namespace

struct Outbox::Due {
    std::int64_t id = 0;
    std::string plugin, event;
    std::int64_t subject = 0;
    std::string payload;
    int attempts = 0;
};

struct Outbox::Outcome {
    enum class Kind { Delivered, Waits, Failed };
    Kind kind = Kind::Delivered;
    std::int64_t id = 0;
    int attempts = 0;
    std::string error;
};

Outbox::Outbox(Database& db, const Clock& clock, IdSource& ids, Log& log)
    : db_(db), clock_(clock), ids_(ids), log_(log) {}

Outbox::~Outbox() { stop(); }

void Outbox::publish(Transaction& tx, const char* id, std::int64_t subject, const void* event,
                     std::string (*to_json)(const void*)) {
    if (sink_ == nullptr)
        throw Error(ErrorKind::Internal, "events.sink", "Nobody delivers events yet.");
    const std::vector<std::string> plugins = sink_->subscribers(id);
    if (!plugins.empty()) {
        const std::string json = to_json(event);
        const Instant now = clock_.now();
        for (const std::string& plugin : plugins) {
            tx.execute(
                "insert into kernel_outbox (id, plugin, event, subject, payload, created_at, "
                "next_attempt)"
                " values (?, ?, ?, ?, ?, ?, ?)",
                ids_.next(), plugin, id, subject, json, now, now);
        }
        tx.on_durable([this] { wake(); });
    }
    // After the rows: what the handlers publish in turn is later in the order.
    sink_->deliver_in_transaction(tx, id, subject, event);
}

void Outbox::start() {
    stopping_ = false;
    thread_ = std::thread([this] { loop(); });
}

void Outbox::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Outbox::wake() {
    {
        const std::lock_guard lock(mutex_);
        pending_ = true;
    }
    changed_.notify_all();
}

void Outbox::loop() {
    while (true) {
        int delivered = 0;
        try {
            delivered = deliver_due();
        } catch (const std::exception& error) {
            log_.error("outbox: the database failed", {{"error", error.what()}});
        }
        std::unique_lock lock(mutex_);
        if (delivered == 0)
            changed_.wait_for(lock, kLookAround, [this] { return pending_ || stopping_; });
        if (stopping_) return;
        pending_ = false;
    }
}

int Outbox::deliver_due() {
    const std::lock_guard one_at_a_time(delivering_);
    std::vector<Outcome> outcomes;
    std::set<std::pair<std::string, std::int64_t>>
        held;  // subjects with an event that was not delivered
    int delivered = 0;
    for (const Due& due : fetch_due()) {
        const auto subject = std::pair(due.plugin, due.subject);
        if (held.contains(subject)) continue;
        outcomes.push_back(deliver(due));
        if (outcomes.back().kind == Outcome::Kind::Delivered)
            ++delivered;
        else
            held.insert(subject);
        const std::lock_guard lock(mutex_);
        if (stopping_) break;
    }
    if (!outcomes.empty()) settle(outcomes);
    return delivered;
}

std::vector<Outbox::Due> Outbox::fetch_due() {
    const Instant now = clock_.now();
    return db_.read([&](Reader& reader) {
        return reader.all(
            [](Row row) {
                return Due{row.get<std::int64_t>(0), row.get<std::string>(1),
                           row.get<std::string>(2),  row.get<std::int64_t>(3),
                           row.get<std::string>(4),  row.get<int>(5)};
            },
            "select o.id, o.plugin, o.event, o.subject, o.payload, o.attempts from kernel_outbox o"
            " where o.next_attempt <= ? and not exists (select 1 from kernel_outbox e where"
            " e.plugin = o.plugin and e.subject = o.subject and e.id < o.id and e.next_attempt > ?)"
            " order by o.id limit ?",
            now, now, kMostAtOnce);
    });
}

Outbox::Outcome Outbox::deliver(const Due& due) {
    Outcome outcome{Outcome::Kind::Delivered, due.id, due.attempts, {}};
    const std::string name = "event-" + id_text(due.id);
    const LogScope scope(name);
    try {
        if (!sink_->deliver_after_commit(due.plugin, due.event, due.payload))
            outcome.kind = Outcome::Kind::Waits;
        return outcome;
    } catch (const std::exception& error) {
        outcome.error = std::string(error.what()).substr(0, kMostOfError);
    } catch (...) {
        outcome.error = "The handler has thrown something that is no exception.";
    }
    outcome.kind = Outcome::Kind::Failed;
    ++outcome.attempts;
    log_.warning("event not delivered", {{"event", due.event},
                                         {"plugin", due.plugin},
                                         {"attempt", std::to_string(outcome.attempts)},
                                         {"error", outcome.error}});
    return outcome;
}

void Outbox::settle(const std::vector<Outcome>& outcomes) {
    const Instant now = clock_.now();
    db_.write([&](Transaction& tx) {
        for (const Outcome& outcome : outcomes) {
            switch (outcome.kind) {
                case Outcome::Kind::Delivered:
                    tx.execute("delete from kernel_outbox where id = ?", outcome.id);
                    break;
                case Outcome::Kind::Waits:
                    tx.execute("update kernel_outbox set next_attempt = ? where id = ?",
                               now + 5 * kFirstPauseMs, outcome.id);
                    break;
                case Outcome::Kind::Failed:
                    tx.execute(
                        "update kernel_outbox set attempts = ?, error = ?, next_attempt = ? where "
                        "id = ?",
                        outcome.attempts, outcome.error, now + pause_after(outcome.attempts),
                        outcome.id);
                    break;
            }
        }
    });
}

std::int64_t Outbox::waiting() {
    return db_.read([](Reader& reader) {
        return reader.value<std::int64_t>("select count(*) from kernel_outbox").value_or(0);
    });
}

std::vector<UndeliveredEvent> Outbox::failing(int limit) {
    return db_.read([&](Reader& reader) {
        return reader.all(
            [](Row row) {
                UndeliveredEvent event;
                event.id = row.get<Id<OutboxRow>>(0);
                event.plugin = row.get<std::string>(1);
                event.event = row.get<std::string>(2);
                event.subject = row.get<std::int64_t>(3);
                event.payload = row.get<std::string>(4);
                event.attempts = row.get<int>(5);
                event.error = row.get<std::string>(6);
                event.created = row.get<Instant>(7);
                event.next_attempt = row.get<Instant>(8);
                return event;
            },
            "select id, plugin, event, subject, payload, attempts, error, created_at, next_attempt"
            " from kernel_outbox where attempts > 0 order by id limit ?",
            limit);
    });
}

void Outbox::retry_now(Id<OutboxRow> id) {
    const Instant now = clock_.now();
    db_.write([&](Transaction& tx) {
        tx.execute("update kernel_outbox set next_attempt = ? where id = ?", now, id);
        tx.on_durable([this] { wake(); });
    });
}

bool Outbox::discard(Id<OutboxRow> id) {
    return db_.write([&](Transaction& tx) {
        tx.on_durable([this] { wake(); });
        return tx.execute("delete from kernel_outbox where id = ?", id) == 1;
    });
}

}  // namespace tessera::kernel
