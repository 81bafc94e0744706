// Access to the database: read(fn) and write(fn); nothing else touches SQL.
//
// The SQL is one portable subset (SQLite and PostgreSQL) with `?` placeholders. A write function
// does only what must be atomic: no I/O, no rendering, about a millisecond; many of them are
// committed together, and write() returns when its own is on disk. It may run more than once (retry
// after a serialization failure), so it changes nothing outside the transaction but what it
// assigns.
#pragma once

#include "tessera/error.hpp"
#include "tessera/event.hpp"
#include "tessera/id.hpp"
#include "tessera/time.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace tessera {

class Principal;

/// A bound value. Text and blobs are borrowed for the length of the call.
struct Param {
    enum class Kind : std::uint8_t { Null, Integer, Real, Text, Blob };
    Kind kind = Kind::Null;
    std::int64_t integer = 0;
    double real = 0;
    std::string_view text;

    Param() = default;
    Param(std::nullopt_t) {}
    Param(bool v) : kind(Kind::Integer), integer(v ? 1 : 0) {}
    Param(int v) : kind(Kind::Integer), integer(v) {}
    Param(std::int64_t v) : kind(Kind::Integer), integer(v) {}
    Param(double v) : kind(Kind::Real), real(v) {}
    Param(std::string_view v) : kind(Kind::Text), text(v) {}
    Param(const std::string& v) : kind(Kind::Text), text(v) {}
    Param(const char* v) : kind(Kind::Text), text(v) {}
    Param(Instant v) : kind(Kind::Integer), integer(v.ms) {}
    template <class Tag>
    Param(Id<Tag> v) : kind(Kind::Integer), integer(v.value) {}
    template <class T>
    Param(const std::optional<T>& v) : Param(v ? Param(*v) : Param()) {}
    static Param blob(std::string_view bytes) {
        Param p;
        p.kind = Kind::Blob;
        p.text = bytes;
        return p;
    }
};

/// A condition for a WHERE with `?` places and the values for them, which it owns.
struct Condition {
    std::string sql = "1 = 1";
    std::vector<std::variant<std::int64_t, std::string>> values{};
    /// False: of the rows it lets through some may still be refused (see Host::narrow).
    bool complete = true;

    /// Adds the values; `params` borrows from this condition.
    void bind(std::vector<Param>& params) const {
        for (const auto& value : values)
            std::visit([&](const auto& v) { params.emplace_back(v); }, value);
    }
};

/// One result set, implemented by the engine. Columns count from 0.
class Cursor {
public:
    virtual ~Cursor() = default;
    virtual bool next() = 0;
    virtual bool is_null(int column) const = 0;
    /// Throw DbError{Type} when the value is NULL or not of that type.
    virtual std::int64_t integer(int column) const = 0;
    virtual double real(int column) const = 0;
    virtual std::string_view text(int column) const = 0;  ///< also blobs; valid until next()
};

/// The current row. get<T>() checks NULL (use optional<T>) and range.
class Row {
public:
    explicit Row(const Cursor& cursor) : cursor_(&cursor) {}

    template <class T>
    T get(int column) const {
        return As<T>::read(*cursor_, column);
    }

private:
    template <class T>
    struct As;
    const Cursor* cursor_;
};

[[noreturn]] TESSERA_API void throw_narrowing(int column);

template <class T>
struct Row::As {
    static T read(const Cursor& c, int column) {
        if constexpr (std::is_same_v<T, bool>) {
            return c.integer(column) != 0;
        } else if constexpr (std::is_integral_v<T>) {
            const std::int64_t v = c.integer(column);
            if (static_cast<std::int64_t>(static_cast<T>(v)) != v) throw_narrowing(column);
            return static_cast<T>(v);
        } else if constexpr (std::is_floating_point_v<T>) {
            return static_cast<T>(c.real(column));
        } else if constexpr (std::is_same_v<T, Instant>) {
            return Instant{c.integer(column)};
        } else if constexpr (std::is_same_v<T, Date>) {
            auto date = Date::parse(c.text(column));
            if (!date) throw_narrowing(column);
            return *date;
        } else if constexpr (requires { T{}.value; }) {
            return T{c.integer(column)};
        } else {
            return T(c.text(column));
        }
    }
};
template <class T>
struct Row::As<std::optional<T>> {
    static std::optional<T> read(const Cursor& c, int column) {
        if (c.is_null(column)) return std::nullopt;
        return Row::As<T>::read(c, column);
    }
};

/// Iterates a result: for (Row row : reader.query(...)).
class Rows {
public:
    explicit Rows(std::unique_ptr<Cursor> cursor) : cursor_(std::move(cursor)) {}

    struct Sentinel {};
    class Iterator {
    public:
        explicit Iterator(Cursor* cursor) : cursor_(cursor), more_(cursor->next()) {}
        Row operator*() const { return Row(*cursor_); }
        Iterator& operator++() {
            more_ = cursor_->next();
            return *this;
        }
        bool operator!=(Sentinel) const { return more_; }

    private:
        Cursor* cursor_;
        bool more_;
    };
    Iterator begin() { return Iterator(cursor_.get()); }
    Sentinel end() { return {}; }

private:
    std::unique_ptr<Cursor> cursor_;
};

/// Dates are bound as text; this makes the text live as long as the call.
template <class T>
decltype(auto) bindable(const T& value) {
    if constexpr (std::is_same_v<T, Date>) {
        return value.text();
    } else if constexpr (std::is_same_v<T, std::optional<Date>>) {
        return value ? std::optional<std::string>(value->text()) : std::nullopt;
    } else {
        return (value);
    }
}

/// What may be asked of the database inside read() or write().
class Reader {
public:
    virtual ~Reader() = default;

    template <class... A>
    Rows query(std::string_view sql, const A&... args) {
        return bind([&](std::span<const Param> params) { return Rows(run(sql, params)); },
                    bindable(args)...);
    }
    /// The first row mapped by `map`, or nothing.
    template <class F, class... A>
    auto first(F&& map, std::string_view sql, const A&... args)
        -> std::optional<std::invoke_result_t<F, Row>> {
        for (Row row : query(sql, args...)) return map(row);
        return std::nullopt;
    }
    /// The first column of the first row, or nothing.
    template <class T, class... A>
    std::optional<T> value(std::string_view sql, const A&... args) {
        for (Row row : query(sql, args...)) return row.get<T>(0);
        return std::nullopt;
    }
    /// All rows mapped by `map`.
    template <class F, class... A>
    auto all(F&& map, std::string_view sql, const A&... args)
        -> std::vector<std::invoke_result_t<F, Row>> {
        std::vector<std::invoke_result_t<F, Row>> result;
        for (Row row : query(sql, args...)) result.push_back(map(row));
        return result;
    }
    /// For statements built at run time.
    Rows query_with(std::string_view sql, std::span<const Param> params) {
        return Rows(run(sql, params));
    }

protected:
    template <class F, class... A>
    static auto bind(F&& call, const A&... args) {
        if constexpr (sizeof...(A) == 0) {
            return call(std::span<const Param>());
        } else {
            const Param params[] = {Param(args)...};
            return call(std::span<const Param>(params));
        }
    }
    /// The cursor reads lazily: one that is left open ends with its transaction.
    virtual std::unique_ptr<Cursor> run(std::string_view sql, std::span<const Param> params) = 0;
};

/// What goes into the audit trail: who is taken from `actor`.
struct AuditEntry {
    std::string action;   ///< "competencies.award"
    std::string subject;  ///< what it was done to: "person:0123456789ABC"
    std::string before;   ///< JSON or empty
    std::string after;    ///< JSON or empty
};

/// A write transaction. Events published in it reach in-transaction handlers at once and the others
/// after commit, or nobody when it rolls back.
class Transaction : public Reader {
public:
    /// Runs a statement and returns the number of rows it changed.
    template <class... A>
    std::int64_t execute(std::string_view sql, const A&... args) {
        return bind([&](std::span<const Param> params) { return change(sql, params); },
                    bindable(args)...);
    }

    /// Every plugin that handles the event gets it, a stopped one when it runs again.
    template <class E>
    void publish(const E& event) {
        publish_raw(E::kId, event.subject(), &event,
                    [](const void* data) { return event_to_json(*static_cast<const E*>(data)); });
    }

    virtual void audit(const Principal& actor, const AuditEntry& entry) = 0;
    /// Puts a job into the durable queue; `job` is declared in the manifest. Due at `run_at`, or
    /// now.
    virtual void enqueue(std::string_view job, std::string_view payload_json,
                         std::optional<Instant> run_at = std::nullopt) = 0;
    /// Runs `fn` on the writer's thread once the transaction is on disk, before write() returns.
    /// For keeping memory in step with the tables; must not throw and must be quick.
    virtual void on_durable(std::function<void()> fn) = 0;

protected:
    virtual std::int64_t change(std::string_view sql, std::span<const Param> params) = 0;
    virtual void publish_raw(const char* id, std::int64_t subject, const void* event,
                             std::string (*to_json)(const void*)) = 0;
};

/// Thread-safe. Exceptions thrown by `fn` roll its work back and come out of the call.
class Database {
public:
    virtual ~Database() = default;

    /// A consistent snapshot for reading.
    template <class F>
    auto read(F&& fn) -> std::invoke_result_t<F, Reader&> {
        return returning<Reader>(fn,
                                 [this](const std::function<void(Reader&)>& f) { run_read(f); });
    }
    /// Returns when the result is on disk.
    template <class F>
    auto write(F&& fn) -> std::invoke_result_t<F, Transaction&> {
        return returning<Transaction>(
            fn, [this](const std::function<void(Transaction&)>& f) { run_write(f); });
    }

protected:
    virtual void run_read(const std::function<void(Reader&)>& fn) = 0;
    virtual void run_write(const std::function<void(Transaction&)>& fn) = 0;

private:
    template <class Tx, class F, class Run>
    static auto returning(F& fn, Run run) -> std::invoke_result_t<F, Tx&> {
        using Result = std::invoke_result_t<F, Tx&>;
        if constexpr (std::is_void_v<Result>) {
            run([&](Tx& tx) { fn(tx); });
        } else {
            std::optional<Result> result;
            run([&](Tx& tx) { result.emplace(fn(tx)); });
            return std::move(*result);
        }
    }
};

}  // namespace tessera
