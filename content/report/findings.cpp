#include "report/findings.hpp"

#include "report/deviations.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>
#include <string_view>
#include <utility>

namespace content {
namespace {

/// Shortens what a sentence quotes: it comes from the package and can be of any length.
std::string with_short_quotes(const std::string& text) {
    static constexpr std::string_view kOpen = "“", kClose = "”";
    constexpr std::size_t kShown = 200;
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t open = text.find(kOpen, at);
        const std::size_t close = text.find(kClose, std::min(open, text.size()));
        if (close == std::string::npos) return result + text.substr(at);
        std::size_t shown = close;
        if (close - open > kShown) {
            shown = open + kShown;
            while ((static_cast<unsigned char>(text[shown]) & 0xc0) == 0x80) --shown;
        }
        result += text.substr(at, shown - at);
        if (shown < close) result += "…";
        result += kClose;
        at = close + kClose.size();
    }
    return result;
}

}  // namespace

void Findings::add(Severity severity, std::string code, const std::string& text,
                   std::string where) {
    if (severity == Severity::Error) ++errors_;
    const auto [known, is_new] = by_code_.emplace(code, findings_.size());
    if (is_new) {
        findings_.push_back({severity, std::move(code), with_short_quotes(text), std::move(where)});
        return;
    }
    Finding& finding = findings_[known->second];
    ++finding.count;
    if (severity == Severity::Error) finding.severity = severity;
    if (finding.more.size() < kPlaces)
        finding.more.push_back({with_short_quotes(text), std::move(where)});
}

void Findings::add(Findings&& other) {
    for (Finding& finding : other.findings_) {
        const auto [known, is_new] = by_code_.emplace(finding.code, findings_.size());
        if (is_new) {
            findings_.push_back(std::move(finding));
            continue;
        }
        Finding& here = findings_[known->second];
        here.count += finding.count;
        if (finding.severity == Severity::Error) here.severity = Severity::Error;
        here.more.push_back({std::move(finding.text), std::move(finding.where)});
        std::move(finding.more.begin(), finding.more.end(), std::back_inserter(here.more));
        if (here.more.size() > kPlaces) here.more.resize(kPlaces);
    }
    errors_ += other.errors_;
    std::move(other.tolerances_.begin(), other.tolerances_.end(), std::back_inserter(tolerances_));
}

std::size_t Findings::count(std::string_view code) const {
    const auto known = by_code_.find(code);
    return known == by_code_.end() ? 0 : findings_[known->second].count;
}

void Findings::error(std::string code, const std::string& text, std::string where) {
    add(Severity::Error, std::move(code), text, std::move(where));
}

void Findings::warning(std::string code, const std::string& text, std::string where) {
    add(Severity::Warning, std::move(code), text, std::move(where));
}

void Findings::tolerate(std::string_view name, std::string code, const std::string& text,
                        std::string where) {
    const auto known = [name](const Tolerance& one) { return one.name == name; };
    if (std::none_of(tolerances_.begin(), tolerances_.end(), known)) {
        for (const ReadingRow& row : kReadingRows) {
            if (row.name != name) continue;
            tolerances_.push_back({std::string(name), std::string(row.what),
                                   std::string(row.reason), with_short_quotes(text), true, false});
        }
    }
    warning(std::move(code), text, std::move(where));
}

void Findings::allow(const scorm::DeviationRow& row, const std::string& evidence, bool seen) {
    tolerances_.push_back({std::string(row.name), std::string(row.what), std::string(row.reason),
                           with_short_quotes(evidence), seen, true});
}

std::string Findings::first_error() const {
    for (const Finding& finding : findings_) {
        if (finding.severity == Severity::Error) return finding.text;
    }
    return {};
}

void Findings::finish(Report& report) {
    std::stable_sort(findings_.begin(), findings_.end(),
                     [](const Finding& a, const Finding& b) { return a.severity < b.severity; });
    report.findings = std::move(findings_);
    report.tolerances = std::move(tolerances_);
}

void report_too_slow(Findings& findings, std::string where) {
    findings.error(
        "package.too-slow",
        "Reading this package takes too long, so it was stopped. It may be damaged or made "
        "to mislead. Export the course again, or split it into several packages.",
        std::move(where));
}

std::string count_of(std::uint64_t number, const std::string& singular, const std::string& plural) {
    std::string digits = std::to_string(number);
    for (std::size_t end = digits.size(); end > 3; end -= 3) digits.insert(end - 3, ",");
    return digits + " " + (number == 1 ? singular : plural);
}

std::string size_text(std::uint64_t bytes) {
    if (bytes < 1024) return count_of(bytes, "byte", "bytes");
    static constexpr std::array<const char*, 4> kUnits = {"KB", "MB", "GB", "TB"};
    double value = static_cast<double>(bytes) / 1024;
    std::size_t unit = 0;
    while (value >= 1024 && unit + 1 < kUnits.size()) {
        value /= 1024;
        ++unit;
    }
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), unit == 0 ? "%.0f %s" : "%.1f %s", value, kUnits[unit]);
    return text.data();
}

}  // namespace content
