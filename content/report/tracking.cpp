#include "report/tracking.hpp"

#include "zip/names.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace content {
namespace {

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// A word looked for in scripts; `found` collects over all of them.
struct Word {
    std::string_view text;
    bool found = false;
};

/// The ends of the elements' names, because scripts often put "cmi.core." in front themselves.
struct Words {
    Word lesson_status{"lesson_status"}, passed{"\"passed\""}, passed_single{"'passed'"};
    Word completion{"completion_status"}, success{"success_status"}, progress{"progress_measure"};
    Word raw{"score.raw"}, scaled{"score.scaled"};

    void look_in(std::string_view text) {
        for (Word* word : {&lesson_status, &passed, &passed_single, &completion, &success,
                           &progress, &raw, &scaled}) {
            word->found = word->found || has(text, word->text);
        }
        // Put together from two pieces: `${element.score}.raw`.
        raw.found = raw.found || (has(text, ".score") && has(text, ".raw"));
    }
};

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// Start pages first, then scripts, then other pages.
std::vector<const Entry*> files_to_scan(const Index& index, const Manifest& manifest) {
    std::vector<const Entry*> files(manifest.sco_pages.begin(), manifest.sco_pages.end());
    std::vector<const Entry*> pages;
    for (const Entry& entry : index.entries()) {
        if (manifest.sco_pages.count(&entry) > 0) continue;
        const std::string name = zip::fold_case(entry.name);
        if (ends_with(name, ".js") || ends_with(name, ".mjs")) files.push_back(&entry);
        if (ends_with(name, ".html") || ends_with(name, ".htm")) pages.push_back(&entry);
    }
    files.insert(files.end(), pages.begin(), pages.end());
    return files;
}

/// Scans up to the limit; false when something was left unread.
bool scan(const Index& index, const Manifest& manifest, Words& words) {
    std::uint64_t left = kScanBytes;
    bool all = true;
    for (const Entry* entry : files_to_scan(index, manifest)) {
        if (entry->size > left) {
            all = false;
            continue;
        }
        left -= entry->size;
        try {
            words.look_in(index.read(*entry));
        } catch (const std::runtime_error&) {
            all = false;  // damaged; reported where entries are verified
        }
    }
    return all;
}

Reports judge(const scorm::Course& course, const Words& words) {
    Reports reports;
    if (!is_2004(course.edition)) {
        const bool mastery =
            std::any_of(course.activities.begin(), course.activities.end(),
                        [](const scorm::Activity& a) { return !a.mastery_score.empty(); });
        const bool says_passed = words.passed.found || words.passed_single.found;
        reports.completion = words.lesson_status.found;
        reports.score = words.raw.found;
        reports.success =
            (words.lesson_status.found && says_passed) || (words.raw.found && mastery);
        return reports;
    }
    bool by_measure = false, by_progress = false;
    for (const scorm::Activity& activity : course.activities) {
        by_measure |= activity.sequencing.objectives.front().satisfied_by_measure;
        by_progress |= activity.completion_threshold.completed_by_measure;
    }
    reports.completion = words.completion.found || (by_progress && words.progress.found);
    reports.success = words.success.found || (by_measure && words.scaled.found);
    reports.score = words.scaled.found || words.raw.found;
    return reports;
}

std::string sentence(const Reports& reports, bool scanned_all) {
    std::vector<std::string> parts;
    if (reports.completion) parts.emplace_back("when it is complete");
    if (reports.success) parts.emplace_back("a pass or a fail");
    if (reports.score) parts.emplace_back("a score");
    std::string text = "It reports ";
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) text += i + 1 == parts.size() ? " and " : ", ";
        text += parts[i];
    }
    if (parts.empty()) text = "No script in the package reports a result";
    text += ", as far as its scripts show";
    if (!scanned_all) text += " (only the first " + size_text(kScanBytes) + " of them were read)";
    return text + ".";
}

void warn(const Reports& reports, Findings& findings) {
    if (!reports.completion && !reports.success && !reports.score) {
        findings.warning("reports.nothing",
                         "No script in the package reports a result. Learners would stay at “in "
                         "progress”. Try the course, and give it a completion rule if it does so.");
    } else if (!reports.completion) {
        findings.warning("reports.no-completion",
                         "The course never says that it is complete. Learners may stay at “in "
                         "progress”. Give it a completion rule.");
    }
}

}  // namespace

Reports foretell_reports(const Index& index, const Manifest& manifest, Findings& findings) {
    const auto& activities = manifest.course.activities;
    const bool any_sco = std::any_of(activities.begin(), activities.end(),
                                     [](const scorm::Activity& activity) { return activity.sco; });
    if (!any_sco) {
        Reports reports;
        reports.text =
            "It has pages only and reports nothing itself. A part is complete when it has been "
            "opened.";
        return reports;
    }
    Words words;
    const bool scanned_all = scan(index, manifest, words);
    Reports reports = judge(manifest.course, words);
    reports.text = sentence(reports, scanned_all);
    if (!findings.has_errors()) warn(reports, findings);  // else pages may be missing from the scan
    return reports;
}

}  // namespace content
