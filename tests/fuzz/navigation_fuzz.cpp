// Any course with any sequencing, and any requests of learner and content: no crash, no endless loop, the
// server's replay agrees, and what may be chosen can be, unless a rule of the course puts another request
// in its place. (Continue is offered wherever there is flow.)
#include "playing.hpp"

#include <fuzzer/FuzzedDataProvider.h>
#include <algorithm>

namespace {

using namespace scorm;

template <class T>
T one_of(FuzzedDataProvider& in, T last) {
    return static_cast<T>(in.ConsumeIntegralInRange(0, static_cast<int>(last)));
}

Real share(FuzzedDataProvider& in) {
    return {in.ConsumeIntegralInRange(-10, 10) * Real::kOne / 10};
}

std::vector<Condition> conditions(FuzzedDataProvider& in) {
    std::vector<Condition> list(in.ConsumeIntegralInRange<std::size_t>(1, 2));
    for (Condition& condition : list) {
        condition.kind = one_of(in, ConditionKind::Always);
        condition.negated = in.ConsumeBool();
        condition.objective = in.ConsumeBool() ? "second" : "";
        condition.measure_threshold = share(in);
    }
    return list;
}

std::vector<SequencingRule> rules(FuzzedDataProvider& in, RuleAction from, RuleAction to) {
    std::vector<SequencingRule> list(in.ConsumeIntegralInRange<std::size_t>(0, 2));
    for (SequencingRule& rule : list) {
        rule.all = in.ConsumeBool();
        rule.conditions = conditions(in);
        rule.action = static_cast<RuleAction>(
            in.ConsumeIntegralInRange(static_cast<int>(from), static_cast<int>(to)));
    }
    return list;
}

std::vector<RollupRule> rollup_rules(FuzzedDataProvider& in) {
    std::vector<RollupRule> list(in.ConsumeIntegralInRange<std::size_t>(0, 2));
    for (RollupRule& rule : list) {
        rule.children = one_of(in, RollupChildren::AtLeastPercent);
        rule.minimum_count = in.ConsumeIntegralInRange(0, 4);
        rule.minimum_percent = share(in);
        rule.all = in.ConsumeBool();
        rule.conditions = conditions(in);
        rule.action = one_of(in, RollupAction::Incomplete);
    }
    return list;
}

std::vector<Objective> objectives(FuzzedDataProvider& in) {
    std::vector<Objective> list(2);
    list[0].primary = true;
    list[1].id = "second";
    for (Objective& objective : list) {
        objective.satisfied_by_measure = in.ConsumeBool();
        objective.minimum_satisfied_normalized_measure = share(in);
        if (!in.ConsumeBool()) continue;
        ObjectiveMap map;
        map.target = in.ConsumeBool() ? "one" : "two";
        map.read_satisfied = in.ConsumeBool();
        map.read_measure = in.ConsumeBool();
        map.write_satisfied = in.ConsumeBool();
        map.write_measure = in.ConsumeBool();
        map.write_completion = in.ConsumeBool();
        objective.maps.push_back(map);
    }
    return list;
}

void sequence(FuzzedDataProvider& in, bool with_rules, Sequencing& sequencing) {
    ControlModes& control = sequencing.control;
    control.choice = in.ConsumeBool();
    control.choice_exit = in.ConsumeBool();
    control.flow = in.ConsumeBool();
    control.forward_only = in.ConsumeIntegralInRange(0, 3) == 0;
    control.use_current_attempt_objective_info = in.ConsumeBool();
    control.use_current_attempt_progress_info = in.ConsumeBool();
    sequencing.constrained_choice = {in.ConsumeBool(), in.ConsumeBool()};
    sequencing.pre_rules = rules(in, RuleAction::Skip, RuleAction::StopForwardTraversal);
    if (with_rules) {
        sequencing.post_rules = rules(in, RuleAction::ExitParent, RuleAction::Previous);
        sequencing.exit_rules = rules(in, RuleAction::Exit, RuleAction::Exit);
    }
    if (in.ConsumeBool()) sequencing.limits.attempt_limit = in.ConsumeIntegralInRange(0, 3);
    sequencing.rollup_rules = rollup_rules(in);
    sequencing.rollup = {in.ConsumeBool(), in.ConsumeBool(), share(in)};
    auto& considerations = sequencing.rollup_considerations;
    considerations.satisfied = one_of(in, RequiredFor::IfNotSuspended);
    considerations.completed = one_of(in, RequiredFor::IfNotSuspended);
    considerations.measure_satisfaction_if_active = in.ConsumeBool();
    sequencing.randomization = {one_of(in, SelectionTiming::OnEachNewAttempt),
                                in.ConsumeIntegralInRange(0, 3),
                                one_of(in, SelectionTiming::OnEachNewAttempt), in.ConsumeBool()};
    sequencing.delivery = {in.ConsumeIntegralInRange(0, 3) != 0, in.ConsumeBool(),
                           in.ConsumeBool()};
    sequencing.objectives = objectives(in);
}

Course course(FuzzedDataProvider& in) {
    Course course;
    course.objectives_global_to_system = in.ConsumeBool();
    const bool with_rules = in.ConsumeBool();
    const auto size = in.ConsumeIntegralInRange<std::size_t>(2, 12);
    std::int32_t depth_end = 0;  // the last activity, whose ancestors may get the next child
    for (std::size_t i = 0; i < size; ++i) {
        Activity activity;
        activity.identifier = activity.title = "a" + std::to_string(i);
        if (i > 0) {
            std::int32_t parent = depth_end;
            for (int up = in.ConsumeIntegralInRange(0, 3); up > 0 && parent > 0; --up)
                parent = course.activities[static_cast<std::size_t>(parent)].parent;
            activity.parent = parent;
        }
        activity.visible = in.ConsumeIntegralInRange(0, 7) != 0;
        activity.completion_threshold.completed_by_measure = in.ConsumeBool();
        activity.hide_continue = in.ConsumeIntegralInRange(0, 7) == 0;
        sequence(in, with_rules, activity.sequencing);
        depth_end = static_cast<std::int32_t>(i);
        course.activities.push_back(std::move(activity));
    }
    std::vector<bool> cluster(size, false);
    for (const Activity& activity : course.activities)
        if (activity.parent >= 0) cluster[static_cast<std::size_t>(activity.parent)] = true;
    for (std::size_t i = 0; i < size; ++i) {
        if (cluster[i]) continue;
        course.activities[i].sco = in.ConsumeIntegralInRange(0, 3) != 0;
        course.activities[i].href = course.activities[i].identifier + ".html";
    }
    return course;
}

/// What a content does that wants to be done.
void play(fuzz::Attempt& attempt, FuzzedDataProvider& in) {
    const auto call = [&](Function function, const char* first = "", const char* second = "") {
        attempt.session->call(function, first, second, attempt.tick());
    };
    call(Function::Initialize);
    if (in.ConsumeBool()) call(Function::SetValue, "cmi.completion_status", "completed");
    if (in.ConsumeBool()) call(Function::SetValue, "cmi.success_status", "passed");
    if (in.ConsumeBool()) call(Function::SetValue, "cmi.score.scaled", "0.4");
    if (in.ConsumeBool()) call(Function::SetValue, "cmi.exit", "suspend");
    if (in.ConsumeBool()) call(Function::Terminate);
}

void check_enabled(fuzz::Attempt& attempt, Navigation request, std::int32_t target, bool enabled) {
    const std::string before = attempt.session->state();
    attempt.session->unload(attempt.tick());
    attempt.session->navigate(request, target, attempt.tick());
    const std::string exception = attempt.session->view().exception;
    if (enabled && !exception.empty())
        attempt.fail("an enabled request was refused",
                     std::to_string(static_cast<int>(request)) + " " + std::to_string(target) +
                         " " + exception,
                     before);
}

void request(fuzz::Attempt& attempt, const Course& course, FuzzedDataProvider& in) {
    const View view = attempt.session->view();
    const auto request = static_cast<Navigation>(in.ConsumeIntegralInRange(
        static_cast<int>(Navigation::Continue), static_cast<int>(Navigation::SuspendAll)));
    const auto last = static_cast<std::int32_t>(course.activities.size()) - 1;
    const std::int32_t target = in.ConsumeIntegralInRange(0, last);
    const auto has_rules = [](const Activity& activity) {
        return !activity.sequencing.post_rules.empty() || !activity.sequencing.exit_rules.empty();
    };
    bool enabled = false;
    if (request == Navigation::Previous) enabled = view.previous == ControlState::Enabled;
    if (request == Navigation::Choice)
        enabled = std::any_of(view.toc.begin(), view.toc.end(), [&](const TocEntry& entry) {
            return entry.activity == target && entry.choosable;
        });
    if (std::any_of(course.activities.begin(), course.activities.end(), has_rules)) enabled = false;
    check_enabled(attempt, request, target, enabled);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedDataProvider in(data, size);
    const Course played = course(in);
    Opening opening;
    opening.learner = {"p1", "Okafor, Amara", "en"};
    opening.seed = in.ConsumeIntegral<std::uint64_t>();
    fuzz::Attempt attempt(played, opening);
    attempt.session->launch(attempt.tick());
    for (int n = 0; n < 40 && in.remaining_bytes() > 0; ++n) {
        if (attempt.session->view().state == PlayerState::Running) play(attempt, in);
        request(attempt, played, in);
        const PlayerState state = attempt.session->view().state;
        if (state == PlayerState::Ended || state == PlayerState::Suspended) {
            attempt.reopen();
            attempt.session->launch(attempt.tick());
        }
        in.ConsumeBool() ? attempt.commit() : attempt.reopen();
    }
    return 0;
}
