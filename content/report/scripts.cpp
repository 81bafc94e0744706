#include "report/scripts.hpp"

#include "report/tools.hpp"
#include "zip/names.hpp"

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

std::vector<const Entry*> files_to_read(const Index& index) {
    std::vector<const Entry*> files;
    for (const Entry& entry : index.entries()) {
        if (is_script_or_page(entry)) files.push_back(&entry);
    }
    std::stable_sort(files.begin(), files.end(),
                     [](const Entry* a, const Entry* b) { return a->size < b->size; });
    return files;
}

}  // namespace

Scripts read_scripts(const Index& index) {
    Scripts scripts;
    scripts.tool = tool_by_files(index);
    std::uint64_t left = kScanBytes;
    for (const Entry* entry : files_to_read(index)) {
        if (entry->size > left) {
            scripts.scanned_all = false;
            break;
        }
        left -= entry->size;
        try {
            const std::string text = index.read(*entry);
            scripts.words.look_in(text);
            scripts.evidence.look_in(*entry, text);
            if (scripts.tool.empty()) scripts.tool = tool_by_page(text);
        } catch (const std::runtime_error&) {
            scripts.scanned_all = false;  // damaged; reported where entries are verified
        }
    }
    return scripts;
}

}  // namespace content
