#include "rule_document.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace tessera::elearning {

namespace {

/// A whole number in the range, nothing when there is none, a problem otherwise.
std::optional<int> number(const Json& document, const char* field, int most, const char* key,
                          std::vector<RuleProblem>& problems) {
    const auto found = document.find(field);
    if (found == document.end() || found->is_null()) return std::nullopt;
    if (found->is_number_integer()) {
        const auto value = found->get<std::int64_t>();
        if (value >= 1 && value <= most) return static_cast<int>(value);
    }
    problems.push_back({field, key});
    return std::nullopt;
}

bool flag(const Json& document, const char* field, bool otherwise,
          std::vector<RuleProblem>& problems) {
    const auto found = document.find(field);
    if (found == document.end()) return otherwise;
    if (found->is_boolean()) return found->get<bool>();
    problems.push_back({field, "elearning.error-flag"});
    return otherwise;
}

CompleteWhen when_of(const Json& document, std::vector<RuleProblem>& problems) {
    const auto found = document.find("complete_when");
    if (found == document.end()) return CompleteWhen::Reported;
    if (found->is_string()) {
        const auto& text = found->get_ref<const std::string&>();
        const auto* const known = std::find(kCompleteWhen.begin(), kCompleteWhen.end(), text);
        if (known != kCompleteWhen.end())
            return static_cast<CompleteWhen>(known - kCompleteWhen.begin());
    }
    problems.push_back({"complete_when", "elearning.error-complete-when"});
    return CompleteWhen::Reported;
}

bool told(const std::vector<RuleProblem>& problems, std::string_view field) {
    return std::any_of(problems.begin(), problems.end(),
                       [&](const RuleProblem& problem) { return problem.field == field; });
}

}  // namespace

CompletionRule read_rule(const Json& document, std::vector<RuleProblem>& problems) {
    CompletionRule rule;
    if (!document.is_object()) {
        problems.push_back({"complete_when", "elearning.error-complete-when"});
        return rule;
    }
    rule.when = when_of(document, problems);
    rule.pass_mark = number(document, "pass_mark", 100, "elearning.error-pass-mark", problems);
    rule.minutes = number(document, "minutes", kMostMinutes, "elearning.error-minutes", problems);
    rule.passed_completes = flag(document, "passed_completes", true, problems);
    rule.failed_completes = flag(document, "failed_completes", false, problems);
    if (rule.when == CompleteWhen::Score && !rule.pass_mark && !told(problems, "pass_mark"))
        problems.push_back({"pass_mark", "elearning.error-pass-mark-needed"});
    if (rule.when == CompleteWhen::Time && !rule.minutes && !told(problems, "minutes"))
        problems.push_back({"minutes", "elearning.error-minutes-needed"});
    if (rule.when != CompleteWhen::Time) rule.minutes.reset();
    return rule;
}

Json rule_of_form(const Form& form) {
    const auto number = [&](const char* field) -> Json {
        const std::string_view text = form[field];
        if (text.empty()) return nullptr;
        int value = 0;
        const char* const end = text.data() + text.size();
        const auto [stop, failure] = std::from_chars(text.data(), end, value);
        if (failure == std::errc() && stop == end) return value;
        return text;
    };
    return {{"complete_when", form["complete_when"]},
            {"pass_mark", number("pass_mark")},
            {"minutes", number("minutes")},
            {"passed_completes", form.has("passed_completes")},
            {"failed_completes", form.has("failed_completes")}};
}

Json rule_json(const CompletionRule& rule) {
    return {{"complete_when", when_text(rule.when)},
            {"pass_mark", rule.pass_mark ? Json(*rule.pass_mark) : Json(nullptr)},
            {"minutes", rule.minutes ? Json(*rule.minutes) : Json(nullptr)},
            {"passed_completes", rule.passed_completes},
            {"failed_completes", rule.failed_completes}};
}

CompletionRule stored_rule(std::string_view text) {
    if (text.empty()) return {};
    std::vector<RuleProblem> problems;
    const CompletionRule rule = read_rule(Json::parse(text, nullptr, false), problems);
    if (problems.empty()) return rule;
    throw Error(ErrorKind::Internal, "elearning.rule", "A stored completion rule can't be read.");
}

}  // namespace tessera::elearning
