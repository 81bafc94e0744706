// The run-time data of one activity's attempt: what GetValue and SetValue see, stored and checked
// as the element table says.
#pragma once

#include "model/elements.hpp"
#include "model/errors.hpp"
#include "model/json.hpp"
#include "model/tolerant.hpp"

#include <vector>

namespace scorm {

class CmiData {
public:
    /// Most that one activity may store, in bytes: many times the suspend_data and 250 interactions
    /// that the specification asks for.
    static constexpr std::size_t kMaxBytes = std::size_t{4} * 1024 * 1024;

    CmiData(Edition edition, Tolerances tolerances);

    struct Answer {
        Error error = Error::None;
        std::string_view value;
    };

    /// What content asks for. The value stays valid until the next change.
    Answer get(const Path& path) const;

    /// Sets what content wants set if the table allows it; else nothing changes.
    Error set(const Path& path, std::string_view value);
    /// What set() would answer.
    Error would_set(const Path& path, std::string_view value) const;

    // --- the session's own access: no rules but the layout
    // ----------------------------------------- Leaves are named by their pattern ("cmi.exit",
    // "cmi.objectives.n.id") and the record's index.

    /// The value that was set or put; a view without data() when there is none.
    std::string_view stored(std::string_view pattern, std::size_t index = 0) const;
    /// The same, or the table's initial value.
    std::string_view value(std::string_view pattern, std::size_t index = 0) const;
    void put(std::string_view pattern, std::string_view value, std::size_t index = 0);
    void clear(std::string_view pattern);

    std::size_t count(Layout array) const;
    void add_record(Layout array);

    /// The interactions set since the last call, in order.
    std::vector<std::uint32_t> take_changed_interactions();

    /// What content may set, as JSON. What it may only read is not stored: the session puts it
    /// again.
    void write(json::Writer& out) const;
    /// Reads what write() wrote into an empty object. False when it is no such thing.
    bool read(json::Value state);

private:
    struct Cell {
        std::string text;
        bool is_set = false;
    };

    struct Record {
        std::vector<Cell> leaves;
        std::vector<std::vector<Record>> arrays;
        bool changed = false;      ///< since take_changed_interactions()
        mutable std::string json;  ///< as written last time; empty when something changed
    };
    using Records = std::vector<Record>;

    Record make_record(Layout layout) const;
    const Records* records(Layout layout, std::size_t outer) const;
    const Record* record(Layout layout, const Path& path) const;
    const Cell* cell(const Row& row, std::size_t index) const;
    const Cell* cell(std::string_view pattern, std::size_t index) const;
    std::string_view stored(const Row& row, std::size_t index) const;

    Answer get_keyword(const Path& path) const;
    Answer get_leaf(const Path& path) const;
    Answer count_of(const Path& path) const;
    Error beyond(const Path& path) const;
    std::string_view status(const Row& row, const Cell& cell) const;

    Error judge(const Path& path, std::string_view& value, std::string& rewritten) const;
    Error check_access(const Path& path) const;
    Error check_room(const Path& path) const;
    Error check_needs(const Path& path) const;
    Error check_one_response(const Path& path) const;
    Error check_value(const Path& path, std::string_view value) const;
    Error check_others(const Path& path, std::string_view value) const;
    std::string_view interaction_type(const Path& path) const;
    Record& make_room(const Path& path);
    void store(Record& record, std::size_t slot, std::string_view value);

    void write_record(json::Writer& out, const Record& record, Layout layout) const;
    bool read_record(json::Value in, Record& record, Layout layout);

    const Model* model_;
    Edition edition_;
    Tolerances tolerances_;
    std::size_t bytes_ = 0;
    Record root_;
    mutable std::string count_text_;
};

}  // namespace scorm
