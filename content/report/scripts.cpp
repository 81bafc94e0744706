#include "report/scripts.hpp"

#include "report/deadline.hpp"
#include "report/tools.hpp"
#include "zip/names.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace content {
namespace {

bool is_script_or_page(const Entry& entry) {
    const std::string name = zip::fold_case(entry.name);
    for (const std::string_view end : {".js", ".mjs", ".html", ".htm", ".xhtml"}) {
        if (name.size() >= end.size() && name.substr(name.size() - end.size()) == end) return true;
    }
    return false;
}

bool is_page(const Entry& entry) {
    return zip::fold_case(entry.name).find(".htm") != std::string::npos;
}

std::vector<const Entry*> files_to_read(const Index& index) {
    std::vector<const Entry*> files;
    for (const Entry& entry : index.entries()) {
        if (is_script_or_page(entry)) files.push_back(&entry);
    }
    std::stable_sort(files.begin(), files.end(),
                     [](const Entry* a, const Entry* b) { return a->size < b->size; });
    return files;
}

/// Adapt's courses carry the scripts that report whether or not their author switched reporting on.
bool adapt_tracks(const Index& index) {
    constexpr std::uint64_t kMost = 1 << 20;
    for (const Entry& entry : index.entries()) {
        const std::string name = '/' + zip::fold_case(entry.name);
        if (!name.ends_with("/course/config.json") || entry.size > kMost) continue;
        const auto config = nlohmann::json::parse(index.read(entry), nullptr, false);
        if (!config.is_object()) return true;
        const auto spoor = config.find("_spoor");
        if (spoor == config.end() || !spoor->is_object()) return true;  // nothing is said
        const auto enabled = spoor->find("_isEnabled");
        return enabled != spoor->end() && enabled->is_boolean() && enabled->get<bool>();
    }
    return true;
}

}  // namespace

Scripts read_scripts(const Index& index, const Limits& limits) {
    Deadline deadline(limits.parse_time);
    Scripts scripts;
    scripts.tool = tool_by_files(index);
    std::uint64_t left = kScanBytes;
    for (const Entry* entry : files_to_read(index)) {
        if (entry->size > left || deadline.passed()) {
            scripts.scanned_all = false;
            break;
        }
        left -= entry->size;
        try {
            const std::string text = index.read(*entry);
            scripts.words.look_in(text);
            scripts.evidence.look_in(*entry, text);
            if (scripts.tool.empty() && is_page(*entry)) scripts.tool = tool_by_page(text);
        } catch (const std::runtime_error&) {
            scripts.scanned_all = false;  // damaged; reported where entries are verified
        }
    }
    try {
        scripts.switched_off = scripts.tool == "Adapt" && !adapt_tracks(index);
    } catch (const std::runtime_error&) {
        scripts.scanned_all = false;
    }
    return scripts;
}

}  // namespace content
