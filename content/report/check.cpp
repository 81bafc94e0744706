#include "content/package.hpp"
#include "manifest/code_page.hpp"
#include "manifest/edition.hpp"
#include "manifest/manifest.hpp"
#include "manifest/titles.hpp"
#include "report/loads.hpp"
#include "report/scripts.hpp"
#include "zip/index.hpp"
#include "zip/verify.hpp"

#include <exception>
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

void read_title(const Manifest& manifest, Report& report) {
    const scorm::Activity& root = manifest.course.activities[0];
    report.title = manifest.course.title;
    report.title_source = manifest.title_source;
    if (report.title_source != TitleSource::Manifest)
        report.title_doubt = TitleDoubt::Missing;
    else if (is_default_title(report.title, root.identifier, report.tool))
        report.title_doubt = TitleDoubt::Default;
}

/// What the one who watches has thrown. No std::exception, so that nothing here takes it for a fault
/// of the package.
struct Stopped {
    std::exception_ptr why;
};

std::optional<scorm::Course> read_package(const std::filesystem::path& path, const Limits& limits,
                                          const Watch& watch, Report& report, Findings& findings) {
    const auto index = read_index(path, limits, findings);
    if (!index) return {};
    count_files(*index, report);
    zip::verify(index->file(), index->entries(), findings, [&](std::uint64_t done) {
        try {
            if (watch) watch(done, report.total_bytes);
        } catch (...) {
            throw Stopped{std::current_exception()};
        }
    });
    const Scripts scripts = read_scripts(*index, limits);
    auto manifest = read_manifest(*index, limits, spoken_by(scripts), findings);
    if (!manifest) return {};
    report.tool = scripts.tool;
    read_title(*manifest, report);
    report.edition = edition_name(manifest->course.edition);
    count_parts(manifest->course, report);
    report.reports = foretell_reports(
        manifest->course, {scripts.words, scripts.switched_off, scripts.scanned_all}, findings);
    report_loads(*index, follow_pages(*index, manifest->pages, limits), findings);
    scripts.evidence.decide(manifest->course.edition, scripts.tool, manifest->sco_pages, findings);
    return std::move(manifest->course);
}

}  // namespace

Checked check(const std::filesystem::path& path, const Limits& limits, const Watch& watch) {
    Checked result;
    Findings findings;
    std::error_code ignored;  // a file that can't be opened is reported below
    if (const auto size = std::filesystem::file_size(path, ignored); !ignored) {
        result.report.zip_bytes = size;
    }
    try {
        result.course = read_package(path, limits, watch, result.report, findings);
    } catch (const Stopped& stopped) {
        std::rethrow_exception(stopped.why);
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
