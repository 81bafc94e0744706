// The Index over a zip whose directory was read.
#pragma once

#include "content/package.hpp"
#include "report/findings.hpp"
#include "zip/file.hpp"
#include "zip/names.hpp"

#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace content::zip {

class ZipIndex final : public Index {
public:
    /// Reads the directory of the zip. Null, with an error among the findings, when it can't be
    /// used. Throws std::runtime_error with a sentence when the file can't be opened.
    static std::shared_ptr<const ZipIndex> read(const std::filesystem::path& path,
                                                const Limits& limits, CodePage page,
                                                Findings& findings);

    /// Whether the code page made a difference.
    bool has_code_page_names() const { return !code_page_names_.empty(); }
    /// likely_letters over all names that are not in Unicode.
    int letters_in(CodePage page) const;

    const Entry* find(std::string_view name) const override;
    const std::vector<Entry>& entries() const override { return entries_; }
    int fd() const override { return file_.fd(); }
    std::string read(const Entry& entry) const override;
    void read(const Entry& entry, const std::function<void(std::string_view)>& sink) const override;

    const File& file() const { return file_; }

    explicit ZipIndex(const std::filesystem::path& path) : file_(path) {}

private:
    File file_;
    std::vector<Entry> entries_;
    std::vector<std::string> code_page_names_;                    // as they stand in the zip
    std::unordered_map<std::string_view, const Entry*> by_name_;  // views into entries_
    std::unordered_map<std::string, const Entry*> by_folded_name_;
};

}  // namespace content::zip
