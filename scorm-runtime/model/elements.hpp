// The two data models as tables: one row per element of SCORM 2004 (RTE 4.2) and SCORM 1.2
// (RTE 3.4). Validation, storage and serialisation (validators.cpp, cmi_data.cpp) read these rows;
// nothing about a single element is written anywhere else, except what moves between elements and
// the activity tree (api/transfer).
#pragma once

#include "scorm/values.hpp"

#include <array>
#include <span>

namespace scorm {

enum class Type : std::uint8_t {
    Group,  ///< holds other elements; `words` is its _children, empty when it has no such keyword
    Array,  ///< the same with records 0, 1, …; `limit` is how many
    Vocabulary,  ///< one of `words`, separated by '|'
    Text,        ///< at most `limit` characters
    Real,        ///< low to high
    // SCORM 2004, RTE 4.1.1.7
    LocalizedText,
    LongIdentifier,
    Language,
    Timestamp,     ///< time(second,10,0)
    TimeInterval,  ///< timeinterval(second,10,2)
    Response,      ///< learner_response of an interaction, by its type
    Pattern,       ///< a correct response of an interaction, by its type
    Result,        ///< a word or a number
    Navigation,    ///< adl.nav.request
    // SCORM 1.2, RTE 3.4.5
    Identifier,
    Decimal,
    BlankableDecimal,  ///< CMIDecimal or CMIBlank
    Integer,           ///< CMISInteger, low to high
    ClockTime,         ///< CMITime
    Timespan,
    Feedback
};

enum class Access : std::uint8_t { ReadOnly, WriteOnly, ReadWrite };

/// What the record of the outer array must have before this element may be set (error 408).
enum class Needs : std::uint8_t { Nothing, Id, IdAndType };

/// What the session does when content sets the element.
enum class Effect : std::uint8_t {
    None,        ///< nothing but storing; setting it twice is the same as the second time alone
    Record,      ///< stored in an array
    Append,      ///< added to what is stored
    Completion,  ///< the others report to the activity tree
    Success,
    Scaled,
    Raw,
    Min,
    Max,
    Progress,
    Status12,
    Shared  ///< adl.data
};

struct Element {
    std::string_view path;  ///< 'n' stands for an index
    Type type = Type::Group;
    Access access = Access::ReadOnly;
    std::uint32_t limit = 0;
    std::string_view words = {};
    /// The value before anything is set; without data() there is none (error 403).
    std::string_view initial = {};
    Needs needs = Needs::Nothing;
    Effect effect = Effect::None;
    bool unique = false;  ///< no other record of the array may have the same value (error 351)
    bool fixed = false;   ///< once set it may not become another value (error 351)
    Real low = Real::from_int(INT32_MIN);
    Real high = Real::from_int(INT32_MAX);
    /// The editions of SCORM 2004 that have this row.
    Edition first = Edition::Scorm2004_2;
    Edition last = Edition::Scorm2004_4;
};

/// Where an element is stored. Each array has a layout of its own for its records.
enum class Layout : std::uint8_t {
    Root,
    CommentsFromLearner,
    CommentsFromLms,
    Interactions,
    InteractionObjectives,
    CorrectResponses,
    Objectives,
    SharedData,
    Count
};

/// Elements that setting others looks at, found without their names.
enum class Known : std::uint8_t { InteractionId, InteractionType, ObjectiveId, Count };

struct Row {
    const Element* element = nullptr;
    Layout layout = Layout::Root;  ///< the layout whose records hold the element
    Layout array = Layout::Root;   ///< of an array: the layout of its records
    std::uint8_t slot = 0;         ///< position within the layout; leaves and arrays counted apart
};

/// A parsed element name.
struct Path {
    enum class Keyword : std::uint8_t { None, Children, Count, Version };

    const Row* row = nullptr;  ///< null when the model has no such element
    Keyword keyword = Keyword::None;
    bool known_category =
        false;                 ///< "cmi.core" of "cmi.core.unknown": SCORM 1.2 answers differently
    std::uint8_t indexes = 0;  ///< how many of index[] the name has
    std::uint32_t index[2] = {0, 0};
};

/// The rows of one edition with their look-up. Built by the compiler.
class Model {
public:
    static const Model& of(Edition edition);

    constexpr Model(std::span<const Element> elements, Edition edition);
    Model(const Model&) = delete;
    Model& operator=(const Model&) = delete;

    /// Finds the row of an element name in one pass, without allocation.
    Path parse(std::string_view name) const;

    std::span<const Row> rows() const { return {rows_, count_}; }

    /// The row of a pattern such as "cmi.interactions.n.id"; null when there is none.
    const Row* find(std::string_view pattern) const;

    const Row& row(Known known) const { return rows_[known_[static_cast<std::size_t>(known)]]; }

    /// The rows of what a layout's records hold, by slot.
    const Row& leaf(Layout layout, std::size_t slot) const;
    const Row& array(Layout layout, std::size_t slot) const;
    /// The row of the array whose records have this layout.
    const Row& array_of(Layout layout) const;
    std::size_t leaf_count(Layout layout) const;
    std::size_t array_count(Layout layout) const;

private:
    const Row* find(std::string_view pattern, std::size_t bucket) const;

    static constexpr std::size_t kMaxRows = 96;
    static constexpr std::size_t kMaxSlots = 32;
    static constexpr std::size_t kBuckets = 256;
    static constexpr std::size_t kLayouts = static_cast<std::size_t>(Layout::Count);

    struct Slots {
        std::uint8_t rows[kMaxSlots] = {};
        std::uint8_t count = 0;

        constexpr std::uint8_t add(std::size_t row) {
            rows[count] = static_cast<std::uint8_t>(row);
            return count++;
        }
    };

    Row rows_[kMaxRows];
    std::uint8_t hashed_[kBuckets] = {};  ///< row number + 1 by hash of the path, probed upwards
    std::size_t count_ = 0;
    std::uint8_t array_rows_[kLayouts] = {};  ///< by the layout of the records
    std::uint8_t known_[static_cast<std::size_t>(Known::Count)] = {};
    Slots leaves_[kLayouts];
    Slots arrays_[kLayouts];
};

/// The part of an element's path behind its array, or the whole path: its name within a record.
std::string_view record_name(const Row& row);

}  // namespace scorm
