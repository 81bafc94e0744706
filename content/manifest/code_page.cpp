#include "manifest/code_page.hpp"

#include "manifest/manifest.hpp"
#include "report/loads.hpp"

#include <limits>
#include <stdexcept>
#include <tuple>

namespace content {
namespace {

/// How many files are asked for under names that the index has not: by the manifest, by its pages.
std::pair<std::size_t, std::size_t> missing(const Index& index, const Limits& limits) {
    Findings findings;
    // A guess, made several times: it must not cost more than reading the package does.
    Limits quick = limits;
    quick.parse_time /= 10;
    const auto manifest = read_manifest(index, quick, Spoken::Both, findings);
    const std::size_t by_manifest = findings.count("manifest.file-missing") +
                                    findings.count("manifest.listed-file-missing") +
                                    findings.count("manifest.cluster-page-missing");
    if (!manifest) return {by_manifest, 0};
    const Loads loads = follow_pages(index, manifest->pages, quick);
    return {by_manifest, loads.missing.size()};
}

}  // namespace

std::shared_ptr<const zip::ZipIndex> read_index(const std::filesystem::path& path,
                                                const Limits& limits, Findings& findings) {
    Findings first_findings;
    auto first = zip::ZipIndex::read(path, limits, zip::kCodePages[0], first_findings);
    if (!first || !first->has_code_page_names()) {
        findings.add(std::move(first_findings));
        return first;
    }
    zip::CodePage best = zip::kCodePages[0];
    std::tuple<std::size_t, std::size_t, int> least;
    for (const zip::CodePage page : zip::kCodePages) {
        Findings ignored;
        const auto index = zip::ZipIndex::read(path, limits, page, ignored);
        if (!index) continue;  // two names that differ become the same
        const auto [by_manifest, by_pages] = missing(*index, limits);
        const std::tuple cost{by_manifest, by_pages, -index->letters_in(page)};
        if (page != zip::kCodePages[0] && cost >= least) continue;
        least = cost;
        best = page;
    }
    return zip::ZipIndex::read(path, limits, best, findings);
}

std::shared_ptr<const Index> Index::open(const std::filesystem::path& path) {
    // The package was checked when it was imported, under the limits of that day.
    Limits none;
    none.zip_bytes = none.entries = none.entry_bytes = none.total_bytes =
        std::numeric_limits<std::uint64_t>::max();
    none.ratio = none.depth = std::numeric_limits<std::uint32_t>::max();
    Findings findings;
    auto index = read_index(path, none, findings);
    if (!index) throw std::runtime_error(findings.first_error());
    return index;
}

}  // namespace content
