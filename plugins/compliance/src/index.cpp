#include "index.hpp"

#include <algorithm>
#include <mutex>

namespace tessera::compliance {

namespace {

/// The overlay is folded in when it holds this many people and a sixteenth of all lines.
constexpr std::size_t kFoldFrom = 1'000;

}  // namespace

void Index::mark() {
    const std::unique_lock lock(mutex_);
    marked_ = true;
    since_mark_.clear();
}

void Index::load(std::vector<Entry> entries) {
    const std::unique_lock lock(mutex_);
    build(std::move(entries));
    overlay_ = std::move(since_mark_);
    since_mark_.clear();
    marked_ = false;
}

void Index::build(std::vector<Entry> entries) {
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return a.unit_path != b.unit_path ? a.unit_path < b.unit_path : a.employment < b.employment;
    });
    paths_.clear();
    lines_.clear();
    competencies_.clear();
    levels_.clear();
    last_days_.clear();
    line_of_.clear();
    overlay_.clear();
    for (const Entry& entry : entries) {
        if (paths_.empty() || paths_.back() != entry.unit_path) paths_.push_back(entry.unit_path);
        line_of_[entry.employment] = static_cast<std::uint32_t>(lines_.size());
        lines_.push_back({entry.employment, entry.person, entry.manager,
                          static_cast<std::uint32_t>(paths_.size() - 1),
                          static_cast<std::uint32_t>(last_days_.size())});
        for (const Cell& cell : entry.cells) {
            competencies_.push_back(cell.competency);
            levels_.push_back(cell.level);
            last_days_.push_back(cell.last_day);
        }
    }
    lines_.push_back({0, 0, 0, static_cast<std::uint32_t>(paths_.size()),
                      static_cast<std::uint32_t>(last_days_.size())});
}

void Index::change(std::int64_t person, std::vector<Entry> entries) {
    const std::unique_lock lock(mutex_);
    if (marked_) since_mark_[person] = entries;
    overlay_[person] = std::move(entries);
    if (overlay_.size() < kFoldFrom || overlay_.size() * 16 < lines_.size()) return;
    std::vector<Entry> all;
    visit_all([&](const Entry& entry) { all.push_back(entry); });
    build(std::move(all));
}

const std::vector<Entry>* Index::overlay_of(std::int64_t person) const {
    const auto found = overlay_.find(person);
    return found == overlay_.end() ? nullptr : &found->second;
}

Entry Index::entry_of(std::size_t line) const {
    Entry entry{lines_[line].employment,
                lines_[line].person,
                lines_[line].manager,
                paths_[lines_[line].path],
                {}};
    for (std::uint32_t i = lines_[line].first; i < lines_[line + 1].first; ++i) {
        entry.cells.push_back({competencies_[i], levels_[i], last_days_[i]});
    }
    return entry;
}

std::vector<Cell> Index::cells(std::int64_t person, std::int64_t employment) const {
    std::shared_lock lock(mutex_);
    if (const auto* entries = overlay_of(person)) {
        for (const Entry& entry : *entries) {
            if (entry.employment == employment) return entry.cells;
        }
        return {};
    }
    const auto found = line_of_.find(employment);
    return found == line_of_.end() ? std::vector<Cell>() : entry_of(found->second).cells;
}

Counts Index::counts(std::string_view unit_path, Horizon horizon) const {
    std::shared_lock lock(mutex_);
    Counts counts;
    const auto below = [&](std::string_view path) {
        return path.substr(0, unit_path.size()) == unit_path;
    };
    const auto first = std::lower_bound(paths_.begin(), paths_.end(), unit_path);
    const auto last = std::partition_point(first, paths_.end(), below);
    const auto from = static_cast<std::uint32_t>(first - paths_.begin());
    const auto to = static_cast<std::uint32_t>(last - paths_.begin());
    auto line = std::partition_point(lines_.begin(), lines_.end(),
                                     [&](const Line& l) { return l.path < from; });
    for (; line != lines_.end() && line->path < to; ++line) {
        if (overlay_of(line->person) != nullptr) continue;
        for (std::uint32_t i = line->first; i < (line + 1)->first; ++i)
            counts.add(status_of(last_days_[i], horizon));
    }
    for (const auto& [person, entries] : overlay_) {
        for (const Entry& entry : entries) {
            if (!below(entry.unit_path)) continue;
            for (const Cell& cell : entry.cells) counts.add(status_of(cell.last_day, horizon));
        }
    }
    return counts;
}

void Index::each(const std::function<void(const Entry&)>& visit) const {
    std::shared_lock lock(mutex_);
    visit_all(visit);
}

void Index::visit_all(const std::function<void(const Entry&)>& visit) const {
    for (std::size_t line = 0; line + 1 < lines_.size(); ++line) {
        if (overlay_of(lines_[line].person) == nullptr) visit(entry_of(line));
    }
    for (const auto& [person, entries] : overlay_) {
        for (const Entry& entry : entries) visit(entry);
    }
}

}  // namespace tessera::compliance
