// The compliance index: every required competency of every employment, in memory.
//
// Employments stand in the order of the organisation tree (their unit's path), so a unit with
// everything below it is one range; the cells of one employment stand together. Status on any date
// is a scan over the range. What changes after loading goes into a small overlay by person, which
// every reader looks into and which is folded in when it has grown.
//
// Loading takes a while, and people change meanwhile. So a load has two ends: mark() before the
// snapshot is taken, load() with what was read from it. What change() was told since the mark is
// put on top of the snapshot, so that nothing of it is lost.
#pragma once

#include "cells.hpp"

#include <functional>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tessera::compliance {

/// An employment with its cells, as load() and change() take it.
struct Entry {
    std::int64_t employment = 0, person = 0, manager = 0;
    std::string unit_path;
    std::vector<Cell> cells;
};

/// Thread-safe: many readers, one writer.
class Index {
public:
    /// A snapshot is about to be taken: from now on changes are remembered until load().
    void mark();
    /// Replaces everything by the snapshot and the changes since the mark.
    void load(std::vector<Entry> entries);
    /// Replaces all entries of a person.
    void change(std::int64_t person, std::vector<Entry> entries);

    /// The cells of a person's employment; empty when it is not known.
    std::vector<Cell> cells(std::int64_t person, std::int64_t employment) const;
    /// Counts of a unit with everything below it on a day.
    Counts counts(std::string_view unit_path, Horizon horizon) const;
    /// Visits every entry; for checking the index against the tables.
    void each(const std::function<void(const Entry&)>& visit) const;

private:
    struct Line {
        std::int64_t employment, person, manager;
        std::uint32_t path;   ///< index into paths_
        std::uint32_t first;  ///< first cell; the next line's first is the end
    };

    // The caller holds the mutex.
    void build(std::vector<Entry> entries);
    void visit_all(const std::function<void(const Entry&)>& visit) const;
    Entry entry_of(std::size_t line) const;
    const std::vector<Entry>* overlay_of(std::int64_t person) const;

    mutable std::shared_mutex mutex_;
    std::vector<std::string> paths_;  ///< sorted, each once
    std::vector<Line> lines_;         ///< by path; one more at the end
    std::vector<std::int64_t> competencies_;
    std::vector<std::int32_t> levels_;
    std::vector<std::int32_t> last_days_;
    std::unordered_map<std::int64_t, std::uint32_t> line_of_;  ///< by employment
    /// Entries of people who changed after loading; their lines above no longer count.
    std::unordered_map<std::int64_t, std::vector<Entry>> overlay_;
    /// Between mark() and load(): the last change of each person.
    bool marked_ = false;
    std::unordered_map<std::int64_t, std::vector<Entry>> since_mark_;
};

}  // namespace tessera::compliance
