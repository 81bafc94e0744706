#include "report/tracking.hpp"

#include "report/findings.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace content {
namespace {

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// RTE 1.2, 3.4.4: content that sets no status is completed when it finishes.
bool completed_by_ending(const ResultWords& words) {
    return !words.lesson_status && words.begins_12 && words.ends_12;
}

Reports judge(const scorm::Course& course, const ResultWords& words) {
    Reports reports;
    if (!is_2004(course.edition)) {
        const bool mastery =
            std::any_of(course.activities.begin(), course.activities.end(),
                        [](const scorm::Activity& a) { return !a.mastery_score.empty(); });
        const bool says_passed = words.passed;
        reports.completion = words.lesson_status || completed_by_ending(words);
        reports.score = words.raw;
        reports.success = (words.lesson_status && says_passed) || (words.raw && mastery);
        return reports;
    }
    bool by_measure = false, by_progress = false;
    for (const scorm::Activity& activity : course.activities) {
        by_measure |= activity.sequencing.objectives.front().satisfied_by_measure;
        by_progress |= activity.completion_threshold.completed_by_measure;
    }
    reports.completion = words.completion || (by_progress && words.progress);
    reports.success = words.success || (by_measure && words.scaled);
    reports.score = words.scaled || words.raw;
    return reports;
}

std::string sentence(const scorm::Course& course, const Reports& reports, const Seen& seen) {
    if (seen.switched_off) {
        return "It was made with reporting switched off, and reports nothing.";
    }
    std::vector<std::string> parts;
    const bool by_ending = !is_2004(course.edition) && completed_by_ending(seen.words);
    if (reports.completion && !by_ending) parts.emplace_back("when it is complete");
    if (reports.success) parts.emplace_back("a pass or a fail");
    if (reports.score) parts.emplace_back("a score");
    std::string text = "It reports ";
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) text += i + 1 == parts.size() ? " and " : ", ";
        text += parts[i];
    }
    if (parts.empty()) {
        text = by_ending ? "It sets no status, and SCORM 1.2 counts a part as complete when it ends"
                         : "No script in the package reports a result";
    }
    text += ", as far as its scripts show";
    if (!seen.scanned_all)
        text += " (only the first " + size_text(kScanBytes) + " of them were read)";
    return text + ".";
}

void warn(const Reports& reports, bool switched_off, Findings& findings) {
    if (switched_off) {
        findings.warning(
            "reports.switched-off",
            "This course was made with Adapt, and its tracking is switched off (_spoor "
            "in course/config.json): it reports nothing. Switch Spoor on in Adapt and "
            "export it again, or give it a completion rule.");
    } else if (!reports.any()) {
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

void ResultWords::look_in(std::string_view text) {
    const auto find = [text](bool& found, std::string_view word) {
        found = found || has(text, word);
    };
    find(lesson_status, "lesson_status");
    find(begins_12, "LMSInitialize");
    find(ends_12, "LMSFinish");
    for (const char* word :
         {"\"passed\"", "'passed'", "\"Passed\"", "'Passed'", "\"PASSED\"", "'PASSED'"})
        find(passed, word);
    find(completion, "completion_status");
    find(success, "success_status");
    find(progress, "progress_measure");
    find(raw, "score.raw");
    find(scaled, "score.scaled");
    // Put together from two pieces: `${element.score}.raw`.
    raw = raw || (has(text, ".score") && has(text, ".raw"));
}

Reports foretell_reports(const scorm::Course& course, const Seen& seen, Findings& findings) {
    const auto& activities = course.activities;
    const bool any_sco = std::any_of(activities.begin(), activities.end(),
                                     [](const scorm::Activity& activity) { return activity.sco; });
    if (!any_sco) {
        Reports reports;
        reports.text =
            "It has pages only and reports nothing itself. A part is complete when it has been "
            "opened.";
        return reports;
    }
    Reports reports = seen.switched_off ? Reports() : judge(course, seen.words);
    reports.text = sentence(course, reports, seen);
    // Else pages may be missing from the scan.
    if (!findings.has_errors()) warn(reports, seen.switched_off, findings);
    return reports;
}

}  // namespace content
