// Typed reading of attributes and element text; a value that is none becomes a warning and the
// standard's default.
#pragma once

#include "manifest/xml.hpp"
#include "scorm/values.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace content {

class Values {
public:
    explicit Values(Findings& findings) : findings_(findings) {}

    /// Sets `into` when the attribute is there and valid.
    void flag(xml::Node node, std::string_view attribute, bool& into);
    void count(xml::Node node, std::string_view attribute, std::int32_t& into);
    /// A decimal between `low` and `high`.
    void real(xml::Node node, std::string_view attribute, int low, int high, scorm::Real& into);
    /// The same for the text of an element.
    void real_text(xml::Node element, int low, int high, scorm::Real& into);

    /// One of a table of {text, value}; compared without case.
    template <class Table, class T>
    bool token(xml::Node node, std::string_view attribute, const Table& table, T& into) {
        const auto written = node.attribute(attribute);
        return written && token_value(node, *written, attribute, table, into);
    }
    template <class Table, class T>
    bool token_value(xml::Node node, const std::string& written, std::string_view what,
                     const Table& table, T& into) {
        for (const auto& row : table) {
            if (equal(row.text, written)) {
                into = row.value;
                return true;
            }
        }
        bad_value(node, what, written);
        return false;
    }

    /// Counts one element of sequencing with its text; false, with an error, once there are too
    /// many.
    bool spend(xml::Node node, std::size_t characters);
    bool exhausted() const { return spent_ > kBudget; }

    void bad_value(xml::Node node, std::string_view what, const std::string& written);

    Findings& findings() { return findings_; }

private:
    static bool equal(std::string_view token, std::string_view written);

    // Bytes. Far above what 20,000 items need; as an item's sequencing can come from a shared
    // definition, the size of the manifest alone bounds nothing.
    static constexpr std::size_t kBudget = 64 << 20;

    Findings& findings_;
    std::size_t spent_ = 0;
};

/// One row of a table for Values::token.
template <class T>
struct Token {
    std::string_view text;
    T value;
};

}  // namespace content
