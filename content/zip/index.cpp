#include "zip/index.hpp"

#include "zip/compose.hpp"
#include "zip/directory.hpp"
#include "zip/entries.hpp"
#include "zip/inflate.hpp"
#include "zip/names.hpp"

#include <stdexcept>

namespace content {
namespace zip {

std::shared_ptr<const ZipIndex> ZipIndex::read(const std::filesystem::path& path,
                                               const Limits& limits, CodePage page,
                                               Findings& findings) {
    auto index = std::make_shared<ZipIndex>(path);
    if (index->file_.size() > limits.zip_bytes) {
        findings.error("zip.too-large", "The zip is " + size_text(index->file_.size()) +
                                            " big. At most " + size_text(limits.zip_bytes) +
                                            " is accepted.");
        return nullptr;
    }
    const auto records = read_directory(index->file_, limits, findings);
    if (!records) return nullptr;
    index->entries_ = accept(index->file_, *records, limits, page, findings);
    if (findings.has_errors()) return nullptr;
    for (const Record& record : *records) {
        if (needs_code_page(record)) index->code_page_names_.push_back(record.name);
    }
    for (const Entry& entry : index->entries_) {
        index->by_name_.emplace(entry.name, &entry);
        index->by_folded_name_.emplace(fold_case(composed(entry.name)), &entry);
    }
    return index;
}

int ZipIndex::letters_in(CodePage page) const {
    int letters = 0;
    for (const std::string& name : code_page_names_) letters += likely_letters(name, page);
    return letters;
}

const Entry* ZipIndex::find(std::string_view name) const {
    if (const auto exact = by_name_.find(name); exact != by_name_.end()) return exact->second;
    const auto folded = by_folded_name_.find(fold_case(composed(name)));
    return folded == by_folded_name_.end() ? nullptr : folded->second;
}

std::string ZipIndex::read(const Entry& entry) const {
    std::string bytes;
    read(entry, [&bytes](std::string_view piece) { bytes += piece; });
    return bytes;
}

void ZipIndex::read(const Entry& entry, const std::function<void(std::string_view)>& sink) const {
    Inflater inflater(file_);
    if (inflater.run(entry, sink) != Damage::None) {
        throw std::runtime_error("The file “" + entry.name + "” in the package is damaged.");
    }
}

}  // namespace zip
}  // namespace content
