// Collects findings while a package is read.
//
// A broken package can be broken in ten thousand places; a person reads what is wrong once. Each code
// is one finding: its first place, the next kPlaces of them, and how many there are.
#pragma once

#include "content/package.hpp"
#include "scorm/deviations.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace content {

class Findings {
public:
    static constexpr std::size_t kPlaces = 200;

    void error(std::string code, const std::string& text, std::string where = {});
    void warning(std::string code, const std::string& text, std::string where = {});
    /// A warning about something that is read differently from what the standard asks; `name` is a
    /// row of deviations.hpp, recorded once in Report::tolerances with this text as its evidence.
    void tolerate(std::string_view name, std::string code, const std::string& text,
                  std::string where = {});
    /// Records a run-time tolerance. No warning: nothing is wrong that anybody has to know.
    /// `seen`: the package's own scripts show it.
    void allow(const scorm::DeviationRow& row, const std::string& evidence, bool seen);

    /// All of another collection.
    void add(Findings&& other);

    /// In how many places a code was found.
    std::size_t count(std::string_view code) const;
    bool has_errors() const { return errors_ > 0; }
    /// The text of the first error; empty when there is none.
    std::string first_error() const;

    /// Moves findings (errors first, in the order found) and tolerances into the report.
    void finish(Report& report);

private:
    void add(Severity severity, std::string code, const std::string& text, std::string where);

    std::vector<Finding> findings_;
    std::vector<Tolerance> tolerances_;
    std::map<std::string, std::size_t, std::less<>> by_code_;  // index in findings_
    std::size_t errors_ = 0;
};

/// The error of something that took longer than Limits::parse_time.
void report_too_slow(Findings& findings, std::string where = {});

/// "3 files", "1 file", "12,000 files".
std::string count_of(std::uint64_t number, const std::string& singular, const std::string& plural);
/// "412 bytes", "12 KB", "48.2 MB", "2.0 GB"; 1 MB is 1,048,576 bytes.
std::string size_text(std::uint64_t bytes);

}  // namespace content
