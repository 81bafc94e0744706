// What is measured: something that stores a row durably before it returns.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

class Writer {
public:
    virtual ~Writer() = default;
    /// Called from many threads.
    virtual void insert(std::int64_t id) = 0;
    virtual std::uint64_t commits() const = 0;
};

inline constexpr const char* kTable =
    "create table row (id integer primary key, person integer not null, course integer not null,"
    " state text not null, score real not null, note text not null, a integer, b integer, c "
    "integer,"
    " d integer) strict";
inline constexpr const char* kInsert =
    "insert into row (id, person, course, state, score, note, a, b, c, d)"
    " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
inline constexpr const char* kState = "incomplete";
inline constexpr const char* kNote = "a text of middling length, as a suspend datum may be";

std::unique_ptr<Writer> raw_writer(const std::filesystem::path& file);

/// One thread that nobody waits for, `per_commit` rows in each commit. On a quiet machine no
/// writer can exceed it; on a busy one many callers get a larger share of the processors than it.
class Loop {
public:
    virtual ~Loop() = default;
    virtual double rows_per_second(int per_commit, double seconds) = 0;
};

std::unique_ptr<Loop> raw_loop(const std::filesystem::path& file);
