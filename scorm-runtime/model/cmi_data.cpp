#include "model/cmi_data.hpp"

#include "model/validators.hpp"

#include <algorithm>
#include <charconv>

namespace scorm {

namespace {

/// Types of interaction that have exactly one correct response, and those whose responses must
/// differ (RTE 4.2.9.1).
constexpr std::string_view kOneResponse = "true-false|likert|numeric|other";
constexpr std::string_view kDistinctResponses = "choice|sequencing";

}  // namespace

CmiData::CmiData(Edition edition, Tolerances tolerances)
    : model_(&Model::of(edition)),
      edition_(edition),
      tolerances_(tolerances),
      root_(make_record(Layout::Root)) {}

CmiData::Record CmiData::make_record(Layout layout) const {
    Record record;
    record.leaves.resize(model_->leaf_count(layout));
    record.arrays.resize(model_->array_count(layout));
    return record;
}

/// The records of a layout; for those inside another record, `outer` is that one's index. Null when
/// it does not exist.
const CmiData::Records* CmiData::records(Layout layout, std::size_t outer) const {
    const Row& array = model_->array_of(layout);
    if (array.layout == Layout::Root) return &root_.arrays[array.slot];
    const Records& holders = *records(array.layout, 0);
    return outer < holders.size() ? &holders[outer].arrays[array.slot] : nullptr;
}

/// The record that a path's indexes name.
const CmiData::Record* CmiData::record(Layout layout, const Path& path) const {
    if (layout == Layout::Root) return &root_;
    const Records* all = records(layout, path.index[0]);
    const std::size_t index = path.index[path.indexes - 1];
    return all != nullptr && index < all->size() ? &(*all)[index] : nullptr;
}

// --- GetValue
// --------------------------------------------------------------------------------------

CmiData::Answer CmiData::get(const Path& path) const {
    if (path.row == nullptr)
        return {path.known_category ? Error::UndefinedInCategory : Error::Undefined, {}};
    if (path.keyword != Path::Keyword::None) return get_keyword(path);
    const Type type = path.row->element->type;
    if (type == Type::Group || type == Type::Array) return {Error::NotALeaf, {}};
    return get_leaf(path);
}

CmiData::Answer CmiData::get_keyword(const Path& path) const {
    const Element& element = *path.row->element;
    const bool has_children = element.type == Type::Group || element.type == Type::Array;
    switch (path.keyword) {
        case Path::Keyword::Children:
            if (!has_children || element.words.empty()) return {Error::NoChildren, {}};
            return {Error::None, element.words};
        case Path::Keyword::Count:
            return count_of(path);
        default:
            if (element.path != "cmi") return {Error::NoVersion, {}};
            return {Error::None, is_2004(edition_) ? "1.0" : "3.4"};
    }
}

CmiData::Answer CmiData::count_of(const Path& path) const {
    if (path.row->element->type != Type::Array) return {Error::NoCount, {}};
    const Records* all = records(path.row->array, path.index[0]);
    // SCORM 1.2 content asks for the count inside the record that it is about to begin.
    const bool next_record =
        !is_2004(edition_) && path.indexes == 1 && path.index[0] == count(path.row->layout);
    if (all == nullptr && !next_record) return {beyond(path), {}};
    char digits[12];
    const std::size_t size = all == nullptr ? 0 : all->size();
    count_text_.assign(digits, std::to_chars(digits, digits + sizeof digits, size).ptr);
    return {Error::None, count_text_};
}

/// SCORM 1.2 calls everything in its write-only arrays write-only, whether it is there or not.
Error CmiData::beyond(const Path& path) const {
    const bool hidden = !is_2004(edition_) && path.row->element->path.starts_with("cmi.interact");
    return hidden ? Error::WriteOnly : Error::IndexBeyondCount;
}

CmiData::Answer CmiData::get_leaf(const Path& path) const {
    const Row& row = *path.row;
    if (row.element->access == Access::WriteOnly) return {Error::WriteOnly, {}};
    const Record* found = record(row.layout, path);
    if (found == nullptr) return {beyond(path), {}};
    const std::string_view value = status(row, found->leaves[row.slot]);
    // A shared bucket that was emptied counts as one that nobody has written.
    const bool emptied = row.element->effect == Effect::Shared && value.empty();
    if (value.data() == nullptr || emptied) return {Error::NoValue, {}};
    return {Error::None, value};
}

/// A leaf's value. The two statuses follow from a threshold alone when there is one (RTE 4.2.4.1,
/// 4.2.22.1), whatever the content set.
std::string_view CmiData::status(const Row& row, const Cell& cell) const {
    const auto by_threshold = [&](std::string_view threshold_of, std::string_view measure_of,
                                  std::string_view reached, std::string_view missed) {
        const auto threshold = Real::parse(stored(threshold_of));
        if (!threshold) return std::string_view();
        const auto measure = Real::parse(stored(measure_of));
        if (!measure) return std::string_view("unknown");
        return *measure >= *threshold ? reached : missed;
    };
    if (row.layout == Layout::Root && is_2004(edition_)) {
        std::string_view derived;
        if (row.element->effect == Effect::Completion)
            derived = by_threshold("cmi.completion_threshold", "cmi.progress_measure", "completed",
                                   "incomplete");
        if (row.element->effect == Effect::Success)
            derived =
                by_threshold("cmi.scaled_passing_score", "cmi.score.scaled", "passed", "failed");
        if (!derived.empty()) return derived;
    }
    return cell.is_set ? std::string_view(cell.text) : row.element->initial;
}

// --- SetValue
// --------------------------------------------------------------------------------------

Error CmiData::set(const Path& path, std::string_view value) {
    std::string rewritten;
    const Error error = judge(path, value, rewritten);
    if (error == Error::None) store(make_room(path), path.row->slot, value);
    return error;
}

Error CmiData::would_set(const Path& path, std::string_view value) const {
    std::string rewritten;
    return judge(path, value, rewritten);
}

/// Whether the table allows it. `value` becomes what is to be stored, kept in `rewritten` when that
/// is another text.
Error CmiData::judge(const Path& path, std::string_view& value, std::string& rewritten) const {
    Error error = check_access(path);
    if (error == Error::None) error = check_room(path);
    if (error == Error::None) error = check_needs(path);
    if (error == Error::None) error = check_one_response(path);
    if (error != Error::None) return error;

    if (tolerances_.any()) {
        rewritten = tolerated(*path.row->element, value, tolerances_);
        value = rewritten;
    }
    error = check_value(path, value);
    if (error == Error::None) error = check_others(path, value);
    if (path.row->element->effect == Effect::Append) {
        // Much content joins its texts itself.
        const std::string_view before = stored(path.row->element->path);
        if (before.empty() || !value.starts_with(before)) {
            rewritten = std::string(before) + std::string(value);
            value = rewritten;
        }
    }
    if (error == Error::None && bytes_ + value.size() > kMaxBytes) error = Error::StorageFull;
    return error;
}

Error CmiData::check_access(const Path& path) const {
    if (path.row == nullptr)
        return path.known_category ? Error::UndefinedInCategory : Error::Undefined;
    if (path.keyword != Path::Keyword::None) return Error::Keyword;
    const Element& element = *path.row->element;
    if (element.type == Type::Group || element.type == Type::Array) return Error::NotALeaf;
    return element.access == Access::ReadOnly ? Error::ReadOnly : Error::None;
}

/// Whether the record exists or may be made, and the one around it.
Error CmiData::check_room(const Path& path) const {
    const auto check = [this](Layout layout, const Records* all, std::size_t index) {
        const std::size_t size = all == nullptr ? 0 : all->size();
        if (index < size) return Error::None;
        if (index > size) return Error::IndexGap;
        return size < model_->array_of(layout).element->limit ? Error::None : Error::ArrayFull;
    };
    const Layout layout = path.row->layout;
    if (layout == Layout::Root) return Error::None;
    if (path.indexes == 2) {
        const Layout outer = model_->array_of(layout).layout;
        const Error error = check(outer, records(outer, 0), path.index[0]);
        if (error != Error::None) return error;
    }
    return check(layout, records(layout, path.index[0]), path.index[path.indexes - 1]);
}

Error CmiData::check_needs(const Path& path) const {
    const Needs needs = path.row->element->needs;
    if (needs == Needs::Nothing) return Error::None;
    const bool nested = path.indexes == 2;
    const Layout outer = nested ? model_->array_of(path.row->layout).layout : path.row->layout;
    const bool objectives = outer == Layout::Objectives;
    const Row& id = model_->row(objectives ? Known::ObjectiveId : Known::InteractionId);
    if (stored(id, path.index[0]).data() == nullptr) return Error::Dependency;
    if (needs == Needs::IdAndType && interaction_type(path).empty()) return Error::Dependency;
    return Error::None;
}

std::string_view CmiData::interaction_type(const Path& path) const {
    return stored(model_->row(Known::InteractionType), path.index[0]);
}

/// Types of question that have one correct response have no second one, whatever it says.
Error CmiData::check_one_response(const Path& path) const {
    const bool second = path.row->element->type == Type::Pattern && path.index[1] > 0;
    return second && is_word(kOneResponse, interaction_type(path)) ? Error::OnePatternOnly
                                                                   : Error::None;
}

Error CmiData::check_value(const Path& path, std::string_view value) const {
    const Element& element = *path.row->element;
    if (!json::valid_utf8(value)) return Error::Mismatch;
    const bool answer = element.type == Type::Response || element.type == Type::Pattern;
    const std::string_view type = answer ? interaction_type(path) : std::string_view();
    switch (scorm::check(element, value, type, tolerances_)) {
        case Verdict::Mismatch:
            return too_long(element, value, tolerances_) ? Error::TooLong : Error::Mismatch;
        case Verdict::OutOfRange:
            return Error::OutOfRange;
        case Verdict::Fits:
            break;
    }
    return Error::None;
}

/// Rules that look at other values: fixed and unique identifiers, correct responses.
Error CmiData::check_others(const Path& path, std::string_view value) const {
    const Row& row = *path.row;
    const bool pattern = row.element->type == Type::Pattern;
    const std::string_view type = pattern ? interaction_type(path) : std::string_view();
    const bool distinct = pattern ? is_word(kDistinctResponses, type) : row.element->unique;
    const std::size_t own = path.indexes == 0 ? 0 : path.index[path.indexes - 1];
    if (!distinct && !row.element->fixed) return Error::None;
    const Records* all = records(row.layout, path.index[0]);
    if (all == nullptr) return Error::None;
    for (std::size_t i = 0; i < all->size(); ++i) {
        const Cell& cell = (*all)[i].leaves[row.slot];
        if (!cell.is_set) continue;
        if (i == own && row.element->fixed && cell.text != value) return Error::Fixed;
        if (i != own && distinct && same_pattern(type, cell.text, value)) return Error::Duplicate;
    }
    return Error::None;
}

/// The record to set in, made if need be. What it belongs to is noted as changed.
CmiData::Record& CmiData::make_room(const Path& path) {
    const Layout layout = path.row->layout;
    if (layout == Layout::Root) return root_;
    const Row& array = model_->array_of(layout);
    Record* holder = &root_;
    if (path.indexes == 2) {
        Records& outer = root_.arrays[model_->array_of(array.layout).slot];
        if (path.index[0] == outer.size()) outer.push_back(make_record(array.layout));
        holder = &outer[path.index[0]];
        holder->changed = true;
        holder->json.clear();
    }
    Records& all = holder->arrays[array.slot];
    const std::size_t index = path.index[path.indexes - 1];
    if (index == all.size()) all.push_back(make_record(layout));
    return all[index];
}

void CmiData::store(Record& record, std::size_t slot, std::string_view value) {
    Cell& cell = record.leaves[slot];
    bytes_ += value.size();
    bytes_ -= cell.text.size();
    cell.text = value;
    cell.is_set = true;
    record.changed = true;
    record.json.clear();
}

// --- The session's own access
// ----------------------------------------------------------------------

const CmiData::Cell* CmiData::cell(const Row& row, std::size_t index) const {
    if (row.layout == Layout::Root) return &root_.leaves[row.slot];
    const Records* all = records(row.layout, 0);
    return index < all->size() ? &(*all)[index].leaves[row.slot] : nullptr;
}

const CmiData::Cell* CmiData::cell(std::string_view pattern, std::size_t index) const {
    const Row* row = model_->find(pattern);
    return row == nullptr ? nullptr : cell(*row, index);
}

std::string_view CmiData::stored(const Row& row, std::size_t index) const {
    const Cell* found = cell(row, index);
    return found != nullptr && found->is_set ? std::string_view(found->text) : std::string_view();
}

std::string_view CmiData::stored(std::string_view pattern, std::size_t index) const {
    const Row* row = model_->find(pattern);
    return row == nullptr ? std::string_view() : stored(*row, index);
}

std::string_view CmiData::value(std::string_view pattern, std::size_t index) const {
    const Cell* found = cell(pattern, index);
    return found == nullptr ? std::string_view() : status(*model_->find(pattern), *found);
}

void CmiData::put(std::string_view pattern, std::string_view value, std::size_t index) {
    const Row* row = model_->find(pattern);
    if (row == nullptr) return;
    if (row->layout == Layout::Root) {
        store(root_, row->slot, value);
        return;
    }
    Records& all = root_.arrays[model_->array_of(row->layout).slot];
    if (index >= all.size()) return;
    const bool changed = all[index].changed;
    store(all[index], row->slot, value);
    all[index].changed = changed;
}

void CmiData::clear(std::string_view pattern) {
    const Row* row = model_->find(pattern);
    if (row == nullptr || row->layout != Layout::Root) return;
    store(root_, row->slot, {});
    root_.leaves[row->slot].is_set = false;
}

std::size_t CmiData::count(Layout array) const { return records(array, 0)->size(); }

void CmiData::add_record(Layout array) {
    root_.arrays[model_->array_of(array).slot].push_back(make_record(array));
}

std::vector<std::uint32_t> CmiData::take_changed_interactions() {
    std::vector<std::uint32_t> changed;
    Records& all = root_.arrays[model_->array_of(Layout::Interactions).slot];
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].changed) changed.push_back(static_cast<std::uint32_t>(i));
        all[i].changed = false;
    }
    return changed;
}

}  // namespace scorm
