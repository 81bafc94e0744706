// The completion rule of a package for those who look after it: a form that shows what a rule would
// do before it is saved, applying it to people in progress, and the same over REST.
#pragma once

#include "package_service.hpp"
#include "rule_service.hpp"

#include <nlohmann/json.hpp>

namespace tessera::elearning {

class RulePages {
public:
    RulePages(Host& host, PackageService& packages, RuleService& rules)
        : host_(host), packages_(packages), rules_(rules) {}

    void declare(Registrar& registrar);

private:
    /// What the form shows besides the rule that is stored.
    struct Shown {
        Json values;  ///< of the fields, as rule_json() names them
        std::vector<RuleProblem> problems;
        std::optional<CompletionRule> previewed;
        bool not_confirmed = false;
    };
    Response form(Request& request, const Shown& shown);
    Response change(Request& request);
    Response apply(Request& request);
    Response document(Request& request);
    Response replace(Request& request);

    Host& host_;
    PackageService& packages_;
    RuleService& rules_;
};

}  // namespace tessera::elearning
