// A parsed XML document, read-only, with what a manifest reader asks of it. Hides libxml2.
//
// Names are compared without regard to case and by their local part: authoring tools write
// "scormtype" and "scormType", and declare namespaces wrongly in every possible way. Where two
// vocabularies share a name (objectives), vocabulary() tells them apart.
#pragma once

#include "content/package.hpp"
#include "report/deadline.hpp"
#include "report/findings.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct _xmlDoc;   // NOLINT(bugprone-reserved-identifier): libxml2's own name
struct _xmlNode;  // NOLINT(bugprone-reserved-identifier)

namespace content::xml {

/// The XML vocabularies of a SCORM manifest, recognised in any edition's namespace.
enum class Vocabulary { Unknown, Packaging, Adlcp, Sequencing, AdlSequencing, AdlNavigation };

/// An element, or nothing. Asking nothing gives nothing, so paths need no checks. Valid as long as
/// its Document.
class Node {
public:
    Node() = default;
    explicit Node(const _xmlNode* node) : node_(node) {}

    explicit operator bool() const { return node_ != nullptr; }
    friend bool operator==(Node, Node) = default;

    std::string_view name() const;
    bool is(std::string_view local_name) const;
    Vocabulary vocabulary() const;
    /// The namespace's address, empty when there is none.
    std::string_view name_space() const;
    /// The namespaces declared on this very element.
    std::vector<std::string> declared_name_spaces() const;

    Node first_child() const;
    Node next() const;
    Node parent() const;
    Node child(std::string_view local_name) const;
    std::vector<Node> children(std::string_view local_name) const;

    /// The value as written; nothing when the attribute is missing.
    std::optional<std::string> attribute(std::string_view local_name) const;
    /// The value without white space around it, empty when the attribute is missing.
    std::string trimmed(std::string_view local_name) const;
    /// All text below the element, as written.
    std::string text() const;

    long line() const;
    std::string where() const;  ///< "line 12"

private:
    const _xmlNode* node_ = nullptr;
};

class Document {
public:
    /// Parses untrusted XML: any DOCTYPE is refused, nothing is loaded; size, depth, attributes of an
    /// element and time are limited. Nothing, with an error among the findings, when it can't be
    /// read.
    static std::optional<Document> parse(const std::string& bytes, const Limits& limits,
                                         Deadline& deadline, Findings& findings);

    Node root() const;

private:
    struct Attempt;
    explicit Document(_xmlDoc* doc) : doc_(doc) {}
    struct Free {
        void operator()(_xmlDoc* doc) const;
    };
    std::unique_ptr<_xmlDoc, Free> doc_;
};

}  // namespace content::xml
