// Reads imsss:sequencing (CAM 5.1, SN 3) with the ADL extensions into scorm::Sequencing.
#pragma once

#include "manifest/values.hpp"
#include "scorm/course.hpp"

#include <map>
#include <string>

namespace content {

class SequencingReader {
public:
    /// Knows the manifest's sequencingCollection from here on.
    SequencingReader(xml::Node manifest, Findings& findings);

    /// The sequencing of one item or organization; `element` may be nothing. An element of the item
    /// replaces the same element of the collection's definition whole.
    scorm::Sequencing read(xml::Node element);

private:
    /// The element called `name` that counts, or nothing.
    xml::Node part(xml::Node own, xml::Node shared, std::string_view name) const;
    xml::Node objectives_of(xml::Node own, xml::Node shared, bool adl) const;
    xml::Node shared_definition(xml::Node element);

    void read_controls(xml::Node mode, scorm::ControlModes& into);
    void read_rules(xml::Node rules, scorm::Sequencing& into);
    void read_rule(xml::Node rule, scorm::Sequencing& into);
    std::vector<scorm::Condition> read_conditions(xml::Node conditions, std::string_view name);
    void report_dropped_rule(xml::Node rule);
    void read_limits(xml::Node limits, scorm::LimitConditions& into);
    void read_rollup(xml::Node rules, scorm::Sequencing& into);
    void read_rollup_rule(xml::Node node, scorm::Sequencing& into);
    void read_rollup_considerations(xml::Node node, scorm::RollupConsiderations& into);
    void read_randomization(xml::Node node, scorm::Randomization& into);
    void read_delivery(xml::Node node, scorm::DeliveryControls& into);

    Values values_;
    std::map<std::string, xml::Node> collection_;
};

/// Reads imsss:objectives and adlseq:objectives, either of which may be nothing. The result begins
/// with the primary objective and is never empty.
std::vector<scorm::Objective> read_objectives(xml::Node imsss, xml::Node adlseq, Values& values);

}  // namespace content
