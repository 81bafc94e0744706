#include "content/package.hpp"
#include "manifest/edition.hpp"
#include "manifest/manifest.hpp"
#include "report/scripts.hpp"
#include "zip/index.hpp"
#include "zip/verify.hpp"

#include <new>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace content {
namespace {

void count_parts(const scorm::Course& course, Report& report) {
    report.activities = static_cast<std::uint32_t>(course.activities.size() - 1);
    for (const scorm::Activity& activity : course.activities) {
        if (activity.leaf()) ++(activity.sco ? report.scos : report.assets);
    }
}

void count_files(const zip::ZipIndex& index, Report& report) {
    report.entries = index.entries().size();
    for (const Entry& entry : index.entries()) report.total_bytes += entry.size;
}

Spoken spoken_by(const Scripts& scripts) {
    const Evidence& evidence = scripts.evidence;
    if (!evidence.speaks()) return Spoken::Nothing;
    // Of what was not read nothing is known.
    if (!scripts.scanned_all) return Spoken::Both;
    if (evidence.speaks_only_12()) return Spoken::Only12;
    return evidence.speaks_only_2004() ? Spoken::Only2004 : Spoken::Both;
}

std::optional<scorm::Course> read_package(const std::filesystem::path& path, const Limits& limits,
                                          Report& report, Findings& findings) {
    const auto index = zip::ZipIndex::read(path, limits, findings);
    if (!index) return {};
    count_files(*index, report);
    zip::verify(index->file(), index->entries(), findings);
    const Scripts scripts = read_scripts(*index);
    auto manifest = read_manifest(*index, limits, spoken_by(scripts), findings);
    if (!manifest) return {};
    report.title = manifest->course.title;
    report.edition = edition_name(manifest->course.edition);
    count_parts(manifest->course, report);
    report.tool = scripts.tool;
    report.reports =
        foretell_reports(manifest->course, scripts.words, scripts.scanned_all, findings);
    scripts.evidence.decide(manifest->course.edition, scripts.tool, manifest->sco_pages, findings);
    return std::move(manifest->course);
}

}  // namespace

Checked check(const std::filesystem::path& path, const Limits& limits) {
    Checked result;
    Findings findings;
    std::error_code ignored;  // a file that can't be opened is reported below
    if (const auto size = std::filesystem::file_size(path, ignored); !ignored) {
        result.report.zip_bytes = size;
    }
    try {
        result.course = read_package(path, limits, result.report, findings);
    } catch (const std::bad_alloc&) {
        findings.error(
            "zip.out-of-memory",
            "The server has not enough memory to read this package now. Try again later.");
    } catch (const std::runtime_error& error) {
        findings.error("zip.unreadable", error.what());
    }
    findings.finish(result.report);
    if (!result.report.playable()) result.course.reset();
    return result;
}

}  // namespace content
