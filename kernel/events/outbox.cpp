#include "events/outbox.hpp"

#include "log/doing.hpp"
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
    bool in_transaction = false;
};

/// The event being published. Its JSON is made when somebody needs it.
struct Outbox::Event {
    const char* id;
    std::int64_t subject;
    const void* data;
    std::string (*to_json)(const void*);
    mutable std::string json{};

    const std::string& text() const {
        if (json.empty()) json = to_json(data);
        return json;
    }
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

void Outbox::publish(Transaction& tx, const char* id, std::int64_t subject, const void* data,
                     std::string (*to_json)(const void*)) {
    if (sink_ == nullptr)
        throw Error(ErrorKind::Internal, "events.sink", "Nobody delivers events yet.");
    const Event event{id, subject, data, to_json};
    for (const std::string& plugin : sink_->subscribers(id)) {
        keep(tx, event, ids_.next(), plugin, false);
    }
    deliver_in_transaction(tx, event);
}

void Outbox::keep(Transaction& tx, const Event& event, std::int64_t id, const std::string& plugin,
                  bool in_transaction) {
    const Instant now = clock_.now();
    tx.execute(
        "insert into kernel_outbox (id, plugin, event, subject, payload, created_at, next_attempt,"
        " in_transaction) values (?, ?, ?, ?, ?, ?, ?, ?)",
        id, plugin, event.id, event.subject, event.text(), now, now, in_transaction);
    tx.on_durable([this] { wake(); });
}

/// Handlers run now; for a plugin that can't, or that has earlier events of the subject before it, a
/// row is kept. Rows come first and their ids are taken before any handler runs: what handlers
/// publish in turn is later in the order.
void Outbox::deliver_in_transaction(Transaction& tx, const Event& event) {
    const std::vector<std::string> plugins = sink_->subscribers_in_transaction(event.id);
    if (plugins.empty()) return;
    const std::vector<std::string> running = sink_->running();
    std::vector<std::pair<std::string, std::int64_t>> now;
    for (const std::string& plugin : plugins) {
        const std::int64_t id = ids_.next();
        const bool can = std::find(running.begin(), running.end(), plugin) != running.end();
        const bool behind =
            tx.value<int>(
                  "select 1 from kernel_outbox where plugin = ? and subject = ? and "
                  "in_transaction = 1 limit 1",
                  plugin, event.subject)
                .has_value();
        if (can && !behind)
            now.emplace_back(plugin, id);
        else
            keep(tx, event, id, plugin, true);
    }
    for (const auto& [plugin, id] : now) {
        if (!sink_->deliver_in_transaction(tx, plugin, event.id, event.data))
            keep(tx, event, id, plugin, true);
    }
}

void Outbox::start() {
    stopping_ = false;
    ended_ = false;
    thread_ = std::thread([this] { loop(); });
}

bool Outbox::stop(std::chrono::milliseconds limit) {
    {
        std::unique_lock lock(mutex_);
        stopping_ = true;
        changed_.notify_all();
        if (!changed_.wait_for(lock, limit, [this] { return ended_; })) return false;
    }
    if (thread_.joinable()) thread_.join();
    return true;
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
        if (stopping_) {
            ended_ = true;
            changed_.notify_all();
            return;
        }
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

/// Only of plugins that run: thousands that wait for a stopped one must not keep others waiting.
std::vector<Outbox::Due> Outbox::fetch_due() {
    const std::vector<std::string> running = sink_->running();
    if (running.empty()) return {};
    const Instant now = clock_.now();
    std::vector<Param> params{now, now};
    std::string plugins;
    for (const std::string& plugin : running) {
        plugins += plugins.empty() ? "?" : ", ?";
        params.emplace_back(plugin);
    }
    params.emplace_back(kMostAtOnce);
    const std::string sql =
        "select o.id, o.plugin, o.event, o.subject, o.payload, o.attempts, o.in_transaction"
        " from kernel_outbox o where o.next_attempt <= ? and not exists (select 1 from"
        " kernel_outbox e where e.plugin = o.plugin and e.subject = o.subject and e.id < o.id and"
        " e.next_attempt > ?) and o.plugin in (" +
        plugins + ") order by o.id limit ?";
    return db_.read([&](Reader& reader) {
        std::vector<Due> due;
        for (Row row : reader.query_with(sql, params)) {
            due.push_back({row.get<std::int64_t>(0), row.get<std::string>(1),
                           row.get<std::string>(2), row.get<std::int64_t>(3),
                           row.get<std::string>(4), row.get<int>(5), row.get<bool>(6)});
        }
        return due;
    });
}

/// False when the plugin is not running. An in-transaction event and its row end together.
bool Outbox::hand_over(const Due& due) {
    if (!due.in_transaction) return sink_->deliver_after_commit(due.plugin, due.event, due.payload);
    struct NotRunning {};
    try {
        db_.write([&](Transaction& tx) {
            // Another process may have handled it.
            if (tx.execute("delete from kernel_outbox where id = ?", due.id) == 0) return;
            if (!sink_->deliver_waited(tx, due.plugin, due.event, due.payload)) throw NotRunning();
        });
    } catch (const NotRunning&) {
        return false;
    }
    return true;
}

Outbox::Outcome Outbox::deliver(const Due& due) {
    Outcome outcome{Outcome::Kind::Delivered, due.id, due.attempts, {}};
    const std::string name = "event-" + id_text(due.id);
    const LogScope scope(name);
    const Doing doing("event", due.event, due.plugin);
    try {
        if (!hand_over(due)) outcome.kind = Outcome::Kind::Waits;
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

std::map<std::string, std::int64_t> Outbox::waiting_by_plugin() {
    std::map<std::string, std::int64_t> counts;
    db_.read([&](Reader& reader) {
        counts.clear();
        for (Row row : reader.query("select plugin, count(*) from kernel_outbox group by plugin"))
            counts[row.get<std::string>(0)] = row.get<std::int64_t>(1);
    });
    return counts;
}

void Outbox::resume(std::string_view plugin) {
    const Instant now = clock_.now();
    const bool any = db_.read([&](Reader& reader) {
        return reader.value<int>("select 1 from kernel_outbox where plugin = ? limit 1", plugin)
            .has_value();
    });
    if (!any) return;
    db_.write([&](Transaction& tx) {
        tx.execute(
            "update kernel_outbox set next_attempt = ? where plugin = ? and next_attempt > ?", now,
            plugin, now);
        tx.on_durable([this] { wake(); });
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
