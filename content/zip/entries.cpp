#include "zip/entries.hpp"

#include "zip/names.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace content::zip {
namespace {

constexpr std::uint64_t kRatioFrom = 1 << 20;  // smaller files may be as empty as they like

void report_name_fault(const SafeName& name, Findings& findings) {
    switch (name.fault) {
        case NameFault::Absolute:
            findings.error(
                "zip.path-absolute",
                "A file in the zip has an absolute path. Files of a course must lie inside "
                "the package. Export the course again.",
                name.name);
            break;
        case NameFault::Climbs:
            findings.error("zip.path-climbs",
                           "A file in the zip climbs out of the package with “..”. Such a zip can "
                           "overwrite files elsewhere and is never accepted.",
                           name.name);
            break;
        case NameFault::TooLong:
            findings.error("zip.name-too-long",
                           "A file in the zip has a path of more than 1,024 bytes. Shorten it and "
                           "export the course again.",
                           name.name);
            break;
        case NameFault::Empty:
        case NameFault::BadCharacter:
        case NameFault::NotUtf8:
            findings.error(
                "zip.name-invalid",
                "A file in the zip has a name that is empty or has characters that no file "
                "name may have. Rename it and export the course again.",
                name.name);
            break;
        case NameFault::None:
            break;
    }
}

void report_name_warnings(const SafeName& name, CodePage page, Findings& findings) {
    if (name.had_backslash) {
        findings.tolerate("backslash-paths", "zip.backslash",
                          "A path in the zip uses backslashes. They are read as slashes.",
                          name.name);
    }
    if (!name.from_code_page) return;
    if (page == CodePage::Cp437) {
        findings.tolerate("cp437-names", "zip.name-encoding",
                          "A file name is not in Unicode. It is read in the zip format's old "
                          "character set and may show wrong letters.",
                          name.name);
    } else {
        findings.tolerate("code-page-names", "zip.name-encoding",
                          "A file name is not in Unicode. It is read in " +
                              std::string(code_page_name(page)) +
                              ", in which the manifest's names are found.",
                          name.name);
    }
}

/// Everything about one record but its name and place; false when it is refused.
bool check_record(const Record& record, const std::string& name, const Limits& limits,
                  Findings& findings) {
    constexpr std::uint32_t kRegular = 0100000;
    if (record.encrypted()) {
        findings.error("zip.encrypted",
                       "This file is protected by a password. Export the course without one.",
                       name);
        return false;
    }
    if (record.unix_type() != 0 && record.unix_type() != kRegular) {
        findings.error(
            "zip.special-file",
            "This is a link or a device, not a file. Replace it by the file it points to "
            "and zip the course again.",
            name);
        return false;
    }
    if (record.method != 0 && record.method != 8) {
        findings.error("zip.method",
                       "This file is compressed in a way that browsers can't read (method " +
                           std::to_string(record.method) +
                           "). Zip the course with the ordinary method, Deflate.",
                       name);
        return false;
    }
    if (record.size > limits.entry_bytes) {
        findings.error("zip.entry-too-large",
                       "This file is " + size_text(record.size) + " big. At most " +
                           size_text(limits.entry_bytes) + " is accepted.",
                       name);
        return false;
    }
    if (record.size > kRatioFrom &&
        record.size / std::max<std::uint64_t>(record.compressed_size, 1) > limits.ratio) {
        findings.error("zip.bomb",
                       "This file is " + size_text(record.size) + " big but takes " +
                           size_text(record.compressed_size) +
                           " in the zip. Real course files never shrink that much.",
                       name);
        return false;
    }
    return true;
}

/// Two entries that share bytes are how a small zip unfolds into a huge one.
void check_overlaps(const std::vector<Entry>& entries, Findings& findings) {
    std::vector<const Entry*> by_offset;
    for (const Entry& entry : entries) {
        if (entry.compressed_size > 0) by_offset.push_back(&entry);
    }
    std::sort(by_offset.begin(), by_offset.end(),
              [](const Entry* a, const Entry* b) { return a->offset < b->offset; });
    for (std::size_t i = 1; i < by_offset.size(); ++i) {
        const Entry& before = *by_offset[i - 1];
        if (by_offset[i]->offset < before.offset + before.compressed_size) {
            findings.error("zip.overlap",
                           "Two files in the zip share the same bytes. The zip is damaged or was "
                           "made to mislead. Export the course again.",
                           by_offset[i]->name);
        }
    }
}

/// Drops a file that is there twice, refuses two different files of one name, and warns of names
/// that differ in capitals only.
std::vector<Entry> without_duplicates(std::vector<Entry> entries, Findings& findings) {
    std::vector<Entry> kept;
    kept.reserve(entries.size());  // `exact` points into it
    std::unordered_map<std::string, const Entry*> exact;
    std::unordered_map<std::string, std::string> folded;
    for (Entry& entry : entries) {
        const auto first = exact.find(entry.name);
        if (first == exact.end()) {
            const auto [other, unique] = folded.emplace(fold_case(entry.name), entry.name);
            if (!unique) {
                findings.warning("zip.name-differs-in-case",
                                 "Two files differ only in capital letters: the other is “" +
                                     other->second + "”. Pages that mean one may get the other.",
                                 entry.name);
            }
            kept.push_back(std::move(entry));
            exact.emplace(kept.back().name, &kept.back());
        } else if (first->second->crc32 == entry.crc32 && first->second->size == entry.size) {
            findings.tolerate("repeated-files", "zip.name-repeated",
                              "This file is in the zip twice, with the same contents. One is used.",
                              entry.name);
        } else {
            findings.error("zip.name-duplicate",
                           "Two different files in the zip have this name. Keep one and zip the "
                           "course again.",
                           entry.name);
        }
    }
    return kept;
}

/// Films and sounds that a learner moves about in: a compressed one has to be unpacked for that.
void check_media(const Entry& entry, Findings& findings) {
    constexpr std::uint64_t kLarge = 10 << 20;
    static constexpr std::array<std::string_view, 13> kEnds = {
        ".mp4", ".m4v", ".webm", ".mov", ".avi", ".ogv", ".mpg",
        ".mp3", ".m4a", ".ogg",  ".wav", ".wmv", ".flac"};
    if (entry.method == Method::Stored || entry.size < kLarge) return;
    const std::string name = fold_case(entry.name);
    const auto is_end = [&](std::string_view end) { return name.ends_with(end); };
    if (std::none_of(kEnds.begin(), kEnds.end(), is_end)) return;
    findings.warning("zip.media-compressed",
                     "A film or sound of " + size_text(entry.size) +
                         " is compressed in the zip, which saves next to nothing. The server has "
                         "to unpack it before anybody can move about in it. It plays, but zip it "
                         "without compression if you can.",
                     entry.name);
}

}  // namespace

bool needs_code_page(const Record& record) {
    return !record.names_are_utf8() && !is_utf8(record.name);
}

std::vector<Entry> accept(const File& file, const std::vector<Record>& records,
                          const Limits& limits, CodePage page, Findings& findings) {
    std::vector<Entry> entries;
    entries.reserve(records.size());
    std::uint64_t total = 0;
    for (const Record& record : records) {
        SafeName name = safe_name(record.name, record.names_are_utf8(), page);
        if (name.fault != NameFault::None) {
            report_name_fault(name, findings);
            continue;
        }
        if (name.name.back() == '/') continue;
        report_name_warnings(name, page, findings);
        if (name.depth > limits.depth) {
            findings.error("zip.too-deep",
                           "This file lies more than " +
                               count_of(limits.depth, "folder", "folders") + " deep.",
                           name.name);
            continue;
        }
        if (!check_record(record, name.name, limits, findings)) continue;
        total += record.size;
        const auto offset = data_offset(file, record);
        if (!offset) {
            findings.error(
                "zip.damaged-entry",
                "The zip's table of contents names this file, but it is not there. Export "
                "the course again.",
                name.name);
            continue;
        }
        entries.push_back({std::move(name.name),
                           record.method == 0 ? Method::Stored : Method::Deflated, *offset,
                           record.compressed_size, record.size, record.crc32});
        check_media(entries.back(), findings);
    }
    if (total > limits.total_bytes) {
        findings.error("zip.total-too-large", "Unpacked, the course is " + size_text(total) +
                                                  ". At most " + size_text(limits.total_bytes) +
                                                  " is accepted.");
    }
    check_overlaps(entries, findings);
    return without_duplicates(std::move(entries), findings);
}

}  // namespace content::zip
