// What the scripts of a package show about how it will behave: signs of run-time deviations, and the
// edition it speaks.
#pragma once

#include "content/package.hpp"
#include "report/findings.hpp"
#include "scorm/deviations.hpp"

#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace content {

class Evidence {
public:
    struct Element;

    /// Looks through one script or page.
    void look_in(const Entry& file, std::string_view text);

    /// Whether some script calls the API of one edition, and none has a sign of the other's.
    bool speaks_only_12() const { return calls_12_ && !names_2004_; }
    bool speaks_only_2004() const { return calls_2004_ && !names_12_; }
    bool speaks() const { return names_12_ || names_2004_; }

    /// Adds the run-time tolerances of a package to its findings, by edition, tool and evidence.
    /// `starts` are the start pages of its SCOs.
    void decide(scorm::Edition edition, std::string_view tool, const std::set<const Entry*>& starts,
                Findings& findings) const;

private:
    void look_for_words(const Entry& file, std::string_view text);
    void look_for_word(const Entry& file, const Element& element, std::string_view word);
    void look_for_near(const Entry& file, std::string_view text);
    void look_for_arguments(const Entry& file, std::string_view text);
    void look_for_beginning(const Entry& file, std::string_view text);
    void look_for_points(const Entry& file, std::string_view text);
    void note(scorm::Deviation deviation, const Entry& file, const std::string& sign);
    std::string sign_of(scorm::Deviation deviation, const std::set<const Entry*>& starts) const;

    struct WrongWord {
        scorm::Deviation deviation;
        std::string element, right, sign;
    };

    bool calls_12_ = false, calls_2004_ = false;
    bool names_12_ = false, names_2004_ = false;  ///< as little as a sign of it
    std::array<std::string, static_cast<std::size_t>(scorm::Deviation::Count)> signs_;
    std::vector<WrongWord> wrong_words_;
    std::map<std::string, std::string> loose_calls_;  ///< function to sign
    std::set<std::string> right_calls_;               ///< functions called with an empty text
    std::set<std::string> right_words_;               ///< "lesson_status completed"
    /// Pages, with the name of a script they load; without one when they initialize by themselves.
    std::vector<std::pair<const Entry*, std::string>> beginning_pages_;
    std::set<std::string> beginning_scripts_;  ///< file names
};

}  // namespace content
