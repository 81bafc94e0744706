// Completion rules of packages: which is in force, changing it, and applying it to attempts that
// are there already.
#pragma once

#include "outcome.hpp"
#include "rule_document.hpp"

#include <atomic>

namespace tessera::elearning {

/// A rule with the version of all rules it was read at.
struct RuleInForce {
    CompletionRule rule;
    std::uint64_t version = 0;  ///< 0: not read yet
};

/// What came of applying a rule.
struct RuleApplied {
    std::int64_t completed = 0;
    bool more = false;  ///< a job goes on with the rest
};

/// Thread-safe.
class RuleService {
public:
    RuleService(Host& host, enrolment::Enrolments& enrolments, catalogue::Courses& catalogue,
                Outcomes& outcomes)
        : host_(host), enrolments_(enrolments), catalogue_(catalogue), outcomes_(outcomes) {}

    /// Grows whenever a rule changes, so that who keeps one knows when to read it again.
    std::uint64_t version() const { return version_.load(); }
    /// Of the package of that course; the default rule where there is none.
    RuleInForce in_force(Id<catalogue::Course> course);

    /// Error{NotFound} for an unknown package.
    CompletionRule rule(Reader& reader, Id<Package> package);
    /// For commits from now on.
    void save(const Principal& actor, Id<Package> package, const CompletionRule& rule);

    /// Attempts in progress that are complete by that rule, on any version of the package.
    /// Error{NotFound} for an unknown package. Three queries.
    std::vector<Id<Attempt>> would_complete(Reader& reader, Id<Package> package,
                                            const CompletionRule& rule);
    /// Completes them by the package's own rule, as commits would, in the name of `actor`. The
    /// first hundred at once, the others in a job. Nobody is un-completed, and the actor's own
    /// attempt is left out.
    RuleApplied apply(const Principal& actor, Id<Package> package);
    /// The job's part: all that are left. Ends when the package has another rule by then.
    void apply_rest(const JobContext& job);

private:
    std::int64_t complete(const Principal& actor, Id<Package> package, const CompletionRule& rule,
                          const std::vector<Id<Attempt>>& attempts);
    bool complete_one(Transaction& tx, const Principal& actor, const CompletionRule& rule,
                      Id<Attempt> id);

    Host& host_;
    enrolment::Enrolments& enrolments_;
    catalogue::Courses& catalogue_;
    Outcomes& outcomes_;
    std::atomic<std::uint64_t> version_{1};
};

inline constexpr const char* kApplyRuleJob = "elearning.apply-rule";

}  // namespace tessera::elearning
