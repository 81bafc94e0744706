#include "manifest/values.hpp"

#include "manifest/text.hpp"

namespace content {

void Values::bad_value(xml::Node node, std::string_view what, const std::string& written) {
    findings_.warning("manifest.bad-value",
                      "“" + collapse(written) + "” is not a value that " + std::string(what) +
                          " of " + std::string(node.name()) +
                          " can have. It is left out, so the standard's own value applies.",
                      node.where());
}

bool Values::spend(xml::Node node, std::size_t characters) {
    constexpr std::size_t kPerElement = 128;
    const bool enough_before = !exhausted();
    spent_ += kPerElement + characters;
    if (enough_before && exhausted()) {
        findings_.error("manifest.too-much-sequencing",
                        "The course has more sequencing rules and objectives than can be handled. "
                        "Split it into several packages.",
                        node.where());
    }
    return !exhausted();
}

bool Values::equal(std::string_view token, std::string_view written) {
    return same(token, trim(written));
}

void Values::flag(xml::Node node, std::string_view attribute, bool& into) {
    const auto written = node.attribute(attribute);
    if (!written) return;
    if (const auto value = parse_bool(*written))
        into = *value;
    else
        bad_value(node, attribute, *written);
}

void Values::count(xml::Node node, std::string_view attribute, std::int32_t& into) {
    const auto written = node.attribute(attribute);
    if (!written) return;
    if (const auto value = parse_count(*written))
        into = *value;
    else
        bad_value(node, attribute, *written);
}

void Values::real(xml::Node node, std::string_view attribute, int low, int high,
                  scorm::Real& into) {
    const auto written = node.attribute(attribute);
    if (!written) return;
    const auto value = scorm::Real::parse(trim(*written));
    const bool fits =
        value && *value >= scorm::Real::from_int(low) && *value <= scorm::Real::from_int(high);
    if (fits)
        into = *value;
    else
        bad_value(node, attribute, *written);
}

void Values::real_text(xml::Node element, int low, int high, scorm::Real& into) {
    if (!element) return;
    const std::string written = element.text();
    const auto value = scorm::Real::parse(trim(written));
    const bool fits =
        value && *value >= scorm::Real::from_int(low) && *value <= scorm::Real::from_int(high);
    if (fits)
        into = *value;
    else
        bad_value(element, "the text", written);
}

}  // namespace content
