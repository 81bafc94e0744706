#include "rule_document.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tessera::elearning {
namespace {

std::vector<std::string> problems_of(const Json& document) {
    std::vector<RuleProblem> problems;
    read_rule(document, problems);
    std::vector<std::string> out;
    for (const RuleProblem& problem : problems) out.push_back(problem.field + " " + problem.key);
    return out;
}

using Problems = std::vector<std::string>;

TEST(RuleDocument, IsReadBack) {
    for (std::size_t i = 0; i < kCompleteWhen.size(); ++i) {
        CompletionRule rule;
        rule.when = static_cast<CompleteWhen>(i);
        rule.pass_mark = 80;
        if (rule.when == CompleteWhen::Time) rule.minutes = 45;
        rule.passed_completes = false;
        rule.failed_completes = true;
        EXPECT_EQ(stored_rule(rule_json(rule).dump()), rule);
    }
    EXPECT_EQ(stored_rule(""), CompletionRule());
    EXPECT_EQ(stored_rule("{}"), CompletionRule());
}

TEST(RuleDocument, ThatCantBeReadIsAnErrorOfOurs) {
    EXPECT_THROW(stored_rule("{"), Error);
    EXPECT_THROW(stored_rule(R"({"complete_when":"never"})"), Error);
}

TEST(RuleDocument, TellsAllThatDoesNotFit) {
    EXPECT_EQ(problems_of({{"complete_when", "soon"}, {"pass_mark", 101}, {"minutes", 0}}),
              (Problems{"complete_when elearning.error-complete-when",
                        "pass_mark elearning.error-pass-mark", "minutes elearning.error-minutes"}));
    EXPECT_EQ(
        problems_of({{"pass_mark", "80"}, {"failed_completes", 1}}),
        (Problems{"pass_mark elearning.error-pass-mark", "failed_completes elearning.error-flag"}));
    EXPECT_EQ(problems_of(Json::array()), Problems{"complete_when elearning.error-complete-when"});
}

TEST(RuleDocument, NeedsTheNumberOfItsRule) {
    EXPECT_EQ(problems_of({{"complete_when", "score"}}),
              Problems{"pass_mark elearning.error-pass-mark-needed"});
    EXPECT_EQ(problems_of({{"complete_when", "score"}, {"pass_mark", -1}}),
              Problems{"pass_mark elearning.error-pass-mark"});
    EXPECT_EQ(problems_of({{"complete_when", "time"}}),
              Problems{"minutes elearning.error-minutes-needed"});
    EXPECT_EQ(problems_of({{"complete_when", "opened"}}), Problems{});
}

TEST(RuleDocument, KeepsMinutesOnlyWhereTheyCount) {
    std::vector<RuleProblem> problems;
    EXPECT_EQ(read_rule({{"minutes", 30}}, problems).minutes, std::nullopt);
    EXPECT_TRUE(problems.empty());
}

TEST(RuleForm, TakesEmptyFieldsForNone) {
    Form form;
    form.fields = {{"complete_when", "score"},
                   {"pass_mark", " 75 "},
                   {"minutes", ""},
                   {"passed_completes", "1"}};
    form.normalise();
    std::vector<RuleProblem> problems;
    const CompletionRule rule = read_rule(rule_of_form(form), problems);
    EXPECT_TRUE(problems.empty());
    EXPECT_EQ(rule.pass_mark, 75);
    EXPECT_TRUE(rule.passed_completes);
    EXPECT_FALSE(rule.failed_completes);
    form.fields[1].second = "75%";
    form.normalise();
    EXPECT_EQ(problems_of(rule_of_form(form)), Problems{"pass_mark elearning.error-pass-mark"});
}

}  // namespace
}  // namespace tessera::elearning
