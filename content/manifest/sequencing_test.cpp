#include "manifest/test_manifest.hpp"

#include <gtest/gtest.h>

namespace content::test {
namespace {

using namespace scorm;

/// The sequencing of an item with the given inside of imsss:sequencing.
Checked check_item(const std::string& inside, const std::string& attributes = {},
                   const std::string& collection = {}) {
    return check_2004(
        "<item identifier='A' identifierref='R1'><title>A</title><imsss:sequencing " + attributes +
            ">" + inside + "</imsss:sequencing></item>",
        {}, "<imsss:sequencingCollection>" + collection + "</imsss:sequencingCollection>");
}

const Sequencing& sequencing(const Checked& checked) {
    return checked.course.value().activities.at(1).sequencing;
}

TEST(SequencingXml, WithoutItTheDefaultsHold) {
    const Checked checked = check_2004(kItems);
    const Sequencing& s = sequencing(checked);
    EXPECT_TRUE(s.control.choice);
    EXPECT_TRUE(s.control.choice_exit);
    EXPECT_FALSE(s.control.flow);
    EXPECT_TRUE(s.pre_rules.empty());
    ASSERT_EQ(s.objectives.size(), 1u);
    EXPECT_TRUE(s.objectives[0].primary);
    EXPECT_EQ(s.objectives[0].id, "");
    EXPECT_TRUE(s.delivery.tracked);
}

TEST(SequencingXml, ControlModesAndSmallElementsAreRead) {
    const Checked checked = check_item(R"(
        <imsss:controlMode choice="false" choiceExit="false" flow="true" forwardOnly="1"
            useCurrentAttemptObjectiveInfo="false" useCurrentAttemptProgressInfo="0"/>
        <imsss:limitConditions attemptLimit="3" attemptAbsoluteDurationLimit="PT45M"/>
        <imsss:randomizationControls randomizationTiming="once" selectCount="2"
            reorderChildren="true" selectionTiming="onEachNewAttempt"/>
        <imsss:deliveryControls tracked="false" completionSetByContent="true" objectiveSetByContent="true"/>
        <adlseq:constrainedChoiceConsiderations preventActivation="true" constrainChoice="true"/>
        <adlseq:rollupConsiderations requiredForSatisfied="ifAttempted" requiredForNotSatisfied="ifNotSkipped"
            requiredForCompleted="ifNotSuspended" requiredForIncomplete="always"
            measureSatisfactionIfActive="false"/>)");
    const Sequencing& s = sequencing(checked);
    EXPECT_FALSE(s.control.choice || s.control.choice_exit);
    EXPECT_TRUE(s.control.flow && s.control.forward_only);
    EXPECT_FALSE(s.control.use_current_attempt_objective_info);
    EXPECT_FALSE(s.control.use_current_attempt_progress_info);
    EXPECT_EQ(s.limits.attempt_limit, 3);
    EXPECT_EQ(s.limits.attempt_absolute_duration, 45 * 60 * 1000);
    EXPECT_EQ(s.limits.attempt_absolute_duration_text, "PT45M");
    EXPECT_EQ(s.randomization.randomization, SelectionTiming::Once);
    EXPECT_EQ(s.randomization.selection, SelectionTiming::OnEachNewAttempt);
    EXPECT_EQ(s.randomization.select_count, 2);
    EXPECT_TRUE(s.randomization.randomize_children);
    EXPECT_FALSE(s.delivery.tracked);
    EXPECT_TRUE(s.delivery.completion_set_by_content && s.delivery.objective_set_by_content);
    EXPECT_TRUE(s.constrained_choice.prevent_activation && s.constrained_choice.constrain_choice);
    EXPECT_EQ(s.rollup_considerations.satisfied, RequiredFor::IfAttempted);
    EXPECT_EQ(s.rollup_considerations.not_satisfied, RequiredFor::IfNotSkipped);
    EXPECT_EQ(s.rollup_considerations.completed, RequiredFor::IfNotSuspended);
    EXPECT_FALSE(s.rollup_considerations.measure_satisfaction_if_active);
    EXPECT_TRUE(checked.report.findings.empty()) << to_text(checked.report);
}

TEST(SequencingXml, RulesAreRead) {
    const Checked checked = check_item(R"(<imsss:sequencingRules>
        <imsss:preConditionRule>
          <imsss:ruleConditions conditionCombination="any">
            <imsss:ruleCondition condition="objectiveMeasureGreaterThan" operator="not"
                referencedObjective=" obj%20one " measureThreshold="-0.5"/>
            <imsss:ruleCondition condition="always"/>
          </imsss:ruleConditions><imsss:ruleAction action="hiddenFromChoice"/>
        </imsss:preConditionRule>
        <imsss:exitConditionRule><imsss:ruleConditions><imsss:ruleCondition condition="completed"/>
          </imsss:ruleConditions><imsss:ruleAction action="exit"/></imsss:exitConditionRule>
        <imsss:postConditionRule><imsss:ruleConditions><imsss:ruleCondition condition="attempted"/>
          </imsss:ruleConditions><imsss:ruleAction action="retryAll"/></imsss:postConditionRule>
      </imsss:sequencingRules>)");
    const Sequencing& s = sequencing(checked);
    ASSERT_EQ(s.pre_rules.size(), 1u);
    EXPECT_FALSE(s.pre_rules[0].all);
    EXPECT_EQ(s.pre_rules[0].action, RuleAction::HiddenFromChoice);
    ASSERT_EQ(s.pre_rules[0].conditions.size(), 2u);
    const Condition& first = s.pre_rules[0].conditions[0];
    EXPECT_EQ(first.kind, ConditionKind::ObjectiveMeasureGreaterThan);
    EXPECT_TRUE(first.negated);
    EXPECT_EQ(first.objective, "obj one");
    EXPECT_EQ(first.measure_threshold.text(), "-0.5");
    ASSERT_EQ(s.exit_rules.size(), 1u);
    EXPECT_TRUE(s.exit_rules[0].all);
    ASSERT_EQ(s.post_rules.size(), 1u);
    EXPECT_EQ(s.post_rules[0].action, RuleAction::RetryAll);
}

TEST(SequencingXml, ARuleThatIsNotUnderstoodIsLeftOutWithAWarning) {
    const Checked checked = check_item(R"(<imsss:sequencingRules>
        <imsss:preConditionRule><imsss:ruleConditions><imsss:ruleCondition condition="satisfied"/>
          <imsss:ruleCondition condition="moonIsFull"/></imsss:ruleConditions>
          <imsss:ruleAction action="skip"/></imsss:preConditionRule>
        <imsss:preConditionRule><imsss:ruleConditions><imsss:ruleCondition condition="satisfied"/>
          </imsss:ruleConditions><imsss:ruleAction action="exit"/></imsss:preConditionRule>
        <imsss:postConditionRule><imsss:ruleAction action="retry"/></imsss:postConditionRule>
      </imsss:sequencingRules>)");
    EXPECT_TRUE(sequencing(checked).pre_rules.empty());
    EXPECT_TRUE(sequencing(checked).post_rules.empty());
    EXPECT_TRUE(has_warning(checked, "manifest.rule-left-out"));
    EXPECT_TRUE(has_warning(checked, "manifest.bad-value"));
}

TEST(SequencingXml, RollupIsRead) {
    const Checked checked = check_item(R"(
        <imsss:rollupRules rollupObjectiveSatisfied="false" rollupProgressCompletion="false"
            objectiveMeasureWeight="0.25">
          <imsss:rollupRule childActivitySet="atLeastPercent" minimumPercent="0.5" minimumCount="2">
            <imsss:rollupConditions><imsss:rollupCondition operator="not" condition="satisfied"/>
            </imsss:rollupConditions><imsss:rollupAction action="notSatisfied"/></imsss:rollupRule>
        </imsss:rollupRules>)");
    const Sequencing& s = sequencing(checked);
    EXPECT_FALSE(s.rollup.objective_satisfied || s.rollup.progress_completion);
    EXPECT_EQ(s.rollup.objective_measure_weight.text(), "0.25");
    ASSERT_EQ(s.rollup_rules.size(), 1u);
    EXPECT_EQ(s.rollup_rules[0].children, RollupChildren::AtLeastPercent);
    EXPECT_EQ(s.rollup_rules[0].minimum_percent.text(), "0.5");
    EXPECT_EQ(s.rollup_rules[0].minimum_count, 2);
    EXPECT_FALSE(s.rollup_rules[0].all);  // the default for roll-up is any
    EXPECT_TRUE(s.rollup_rules[0].conditions[0].negated);
    EXPECT_EQ(s.rollup_rules[0].action, RollupAction::NotSatisfied);
}

TEST(SequencingXml, ObjectivesAndTheirMapsAreRead) {
    const Checked checked = check_item(R"(
        <imsss:objectives>
          <imsss:primaryObjective objectiveID=" main%20one" satisfiedByMeasure="true">
            <imsss:minNormalizedMeasure> 0.6 </imsss:minNormalizedMeasure>
            <imsss:mapInfo targetObjectiveID="G1" readSatisfiedStatus="false" writeNormalizedMeasure="true"/>
          </imsss:primaryObjective>
          <imsss:objective objectiveID="second"><imsss:mapInfo targetObjectiveID="G3"/></imsss:objective>
          <imsss:objective objectiveID="second"/>
          <imsss:objective/>
        </imsss:objectives>
        <adlseq:objectives>
          <adlseq:objective objectiveID="main one">
            <adlseq:mapInfo targetObjectiveID="G1" writeRawScore="true" readCompletionStatus="false"/>
            <adlseq:mapInfo targetObjectiveID="G2" writeCompletionStatus="true"/>
          </adlseq:objective>
          <adlseq:objective objectiveID="nobody"/>
        </adlseq:objectives>)");
    const Sequencing& s = sequencing(checked);
    ASSERT_EQ(s.objectives.size(), 2u);
    const Objective& main = s.objectives[0];
    EXPECT_TRUE(main.primary);
    EXPECT_EQ(main.id, "main one");
    EXPECT_TRUE(main.satisfied_by_measure);
    EXPECT_EQ(main.minimum_satisfied_normalized_measure.text(), "0.6");
    ASSERT_EQ(main.maps.size(), 2u);
    EXPECT_EQ(main.maps[0].target, "G1");
    EXPECT_FALSE(main.maps[0].read_satisfied);
    EXPECT_TRUE(main.maps[0].read_measure);
    EXPECT_TRUE(main.maps[0].write_measure);
    EXPECT_TRUE(main.maps[0].write_raw);
    EXPECT_FALSE(main.maps[0].read_completion);
    EXPECT_TRUE(main.maps[1].write_completion);
    EXPECT_TRUE(main.maps[1].read_completion);
    EXPECT_FALSE(main.maps[1].read_satisfied) << "adlseq:mapInfo does not speak about satisfaction";
    EXPECT_EQ(s.objectives[1].id, "second");
    EXPECT_FALSE(s.objectives[1].primary);
    ASSERT_EQ(s.objectives[1].maps.size(), 1u);
    EXPECT_TRUE(s.objectives[1].maps[0].read_satisfied);
    EXPECT_FALSE(s.objectives[1].maps[0].read_completion) << "nor imsss:mapInfo about completion";
    EXPECT_TRUE(has_warning(checked, "manifest.objective-repeated"));
    EXPECT_TRUE(has_warning(checked, "manifest.objective-no-id"));
    EXPECT_TRUE(has_warning(checked, "manifest.objective-unknown"));
}

TEST(SequencingXml, AnElementOfTheItemReplacesTheCollectionsWhole) {
    const Checked checked = check_item(
        R"(<imsss:controlMode flow="true"/>
           <adlseq:objectives><adlseq:objective objectiveID="shared"><adlseq:mapInfo
               targetObjectiveID="G" writeRawScore="true"/></adlseq:objective></adlseq:objectives>)",
        "IDRef=' S1 '",
        R"(<imsss:sequencing ID=" S1">
             <imsss:controlMode choice="false" forwardOnly="true"/>
             <imsss:limitConditions attemptLimit="2"/>
             <imsss:objectives><imsss:primaryObjective objectiveID="shared"/></imsss:objectives>
           </imsss:sequencing>)");
    const Sequencing& s = sequencing(checked);
    EXPECT_TRUE(s.control.flow);
    EXPECT_TRUE(s.control.choice) << "attributes are not merged";
    EXPECT_FALSE(s.control.forward_only);
    EXPECT_EQ(s.limits.attempt_limit, 2) << "elements the item lacks come from the collection";
    EXPECT_EQ(s.objectives[0].id, "shared")
        << "adlseq:objectives does not replace imsss:objectives";
    ASSERT_EQ(s.objectives[0].maps.size(), 1u);
    EXPECT_TRUE(s.objectives[0].maps[0].write_raw);
    EXPECT_TRUE(checked.report.findings.empty()) << to_text(checked.report);
}

TEST(SequencingXml, AMissingCollectionEntryIsAWarning) {
    EXPECT_TRUE(has_warning(check_item("", "IDRef='gone'"), "manifest.sequencing-missing"));
}

TEST(SequencingXml, ValuesOutOfRangeFallBackToTheDefault) {
    const Checked checked = check_item(R"(
        <imsss:controlMode flow="maybe"/>
        <imsss:limitConditions attemptLimit="-2" attemptAbsoluteDurationLimit="soon"/>
        <imsss:rollupRules objectiveMeasureWeight="7"/>)");
    EXPECT_FALSE(sequencing(checked).control.flow);
    EXPECT_FALSE(sequencing(checked).limits.attempt_limit.has_value());
    EXPECT_FALSE(sequencing(checked).limits.attempt_absolute_duration.has_value());
    EXPECT_EQ(sequencing(checked).rollup.objective_measure_weight, Real::from_int(1));
    ASSERT_EQ(checked.report.findings.size(), 1u);
    EXPECT_EQ(checked.report.findings[0].count, 4u);
}

}  // namespace
}  // namespace content::test
