#include "manifest/xml.hpp"

#include "manifest/encoding.hpp"
#include "manifest/text.hpp"
#include "zip/names.hpp"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <array>
#include <cstddef>
#include <new>
#include <utility>

namespace content::xml {
namespace {

std::string_view view(const xmlChar* text) {
    return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}

/// With an undeclared prefix libxml2 leaves "adlcp:location" whole in the name.
std::pair<std::string_view, std::string_view> split_prefix(std::string_view name) {
    const std::size_t colon = name.find(':');
    if (colon == std::string_view::npos) return {{}, name};
    return {name.substr(0, colon), name.substr(colon + 1)};
}

Vocabulary vocabulary_of(std::string_view name_space) {
    struct Row {
        std::string_view part;
        Vocabulary vocabulary;
    };
    static constexpr std::array<Row, 5> kRows = {{{"imscp", Vocabulary::Packaging},
                                                  {"adlcp", Vocabulary::Adlcp},
                                                  {"imsss", Vocabulary::Sequencing},
                                                  {"adlseq", Vocabulary::AdlSequencing},
                                                  {"adlnav", Vocabulary::AdlNavigation}}};
    for (const Row& row : kRows) {
        if (name_space.find(row.part) != std::string_view::npos) return row.vocabulary;
    }
    return Vocabulary::Unknown;
}

/// What the parser met that stops it; one per parse.
enum class Veto { None, Doctype, TooManyElements, LongAttribute, TooSlow };
struct Guard {
    Veto veto = Veto::None;
    Deadline* deadline = nullptr;
    std::size_t elements = 0;  // and attributes
};

// 20,000 items with plenty of sequencing are well below; libxml2 takes about 120 bytes for each.
constexpr std::size_t kMaxElements = 2'000'000;
// Attributes are names, identifiers and paths. Some are copied for every item that refers to them.
constexpr std::ptrdiff_t kMaxAttribute = 8'192;

void stop(xmlParserCtxtPtr parser, Veto veto) {
    static_cast<Guard*>(parser->_private)->veto = veto;
    xmlStopParser(parser);
}

// Entities are how XML attacks work (external files, billion laughs). No manifest needs them, so
// the parser stops where a DOCTYPE begins.
void refuse_doctype(void* context, const xmlChar*, const xmlChar*, const xmlChar*) {
    stop(static_cast<xmlParserCtxtPtr>(context), Veto::Doctype);
}

void start_element(void* context, const xmlChar* name, const xmlChar* prefix, const xmlChar* uri,
                   int namespaces, const xmlChar** namespace_list, int attributes, int defaulted,
                   const xmlChar** attribute_list) {
    auto* parser = static_cast<xmlParserCtxtPtr>(context);
    auto* guard = static_cast<Guard*>(parser->_private);
    guard->elements += 1 + static_cast<std::size_t>(attributes);
    if (guard->elements > kMaxElements) return stop(parser, Veto::TooManyElements);
    if (guard->deadline->passed()) return stop(parser, Veto::TooSlow);
    constexpr int kFields = 5;  // name, prefix, uri, begin and end of the value
    for (int i = 0; i < attributes; ++i) {
        const xmlChar** field = attribute_list + i * kFields;
        if (field[4] - field[3] > kMaxAttribute) return stop(parser, Veto::LongAttribute);
    }
    xmlSAX2StartElementNs(context, name, prefix, uri, namespaces, namespace_list, attributes,
                          defaulted, attribute_list);
}

/// True when the parser was stopped; says so.
bool report_veto(Veto veto, long line, Findings& findings) {
    const std::string where = "line " + std::to_string(line);
    switch (veto) {
        case Veto::None:
            return false;
        case Veto::Doctype:
            findings.error(
                "manifest.doctype",
                "The manifest has a DOCTYPE. SCORM manifests have none, and it can be used "
                "to attack the server. Remove the line that begins with <!DOCTYPE.",
                where);
            break;
        case Veto::TooManyElements:
            findings.error(
                "manifest.too-many-elements",
                "The manifest has more than 2,000,000 elements and attributes. Split the "
                "course into several packages.",
                where);
            break;
        case Veto::TooSlow:
            report_too_slow(findings, where);
            break;
        case Veto::LongAttribute:
            findings.error(
                "manifest.attribute-too-long",
                "An attribute in the manifest is longer than 8,192 bytes. Shorten it and "
                "export the course again.",
                where);
            break;
    }
    return true;
}

bool is_encoding_error(int code) {
    switch (code) {
        case XML_ERR_INVALID_CHAR:
        case XML_ERR_INVALID_ENCODING:
        case XML_ERR_UNKNOWN_ENCODING:
        case XML_ERR_UNSUPPORTED_ENCODING:
        case XML_ERR_MISSING_ENCODING:
        case XML_I18N_NO_NAME:
        case XML_I18N_NO_HANDLER:
        case XML_I18N_CONV_FAILED:
        case XML_I18N_NO_OUTPUT:
            return true;
        default:
            return false;
    }
}

void report_encoding(Findings& findings, const std::string& where) {
    findings.error("manifest.encoding",
                   "The manifest has letters that don't belong to the character set it says it is "
                   "written in. Save imsmanifest.xml as UTF-8, or export the course again.",
                   where);
}

void report_parse_error(const xmlError* error, Findings& findings) {
    const std::string where = error && error->line > 0 ? "line " + std::to_string(error->line) : "";
    if (error && is_encoding_error(error->code)) {
        report_encoding(findings, where);
        return;
    }
    const std::string message = error && error->message ? collapse(error->message) : "";
    if (message.find("xcessive depth") != std::string::npos) {
        findings.error("manifest.too-deep",
                       "The manifest's elements are nested more than 256 deep. Export the course "
                       "again with fewer levels.",
                       where);
        return;
    }
    findings.error("manifest.not-xml",
                   "The manifest can't be read: it is not well-formed XML" +
                       (message.empty() ? std::string() : " (" + message + ")") +
                       ". Export the course again.",
                   where);
}

}  // namespace

std::string_view Node::name() const {
    return node_ ? split_prefix(view(node_->name)).second : std::string_view();
}

bool Node::is(std::string_view local_name) const { return node_ && same(name(), local_name); }

std::string_view Node::name_space() const {
    return node_ && node_->ns ? view(node_->ns->href) : std::string_view();
}

Vocabulary Node::vocabulary() const {
    if (!node_) return Vocabulary::Unknown;
    const Vocabulary known = vocabulary_of(name_space());
    if (known != Vocabulary::Unknown) return known;
    const std::string_view prefix =
        node_->ns ? view(node_->ns->prefix) : split_prefix(view(node_->name)).first;
    return vocabulary_of(prefix);
}

std::vector<std::string> Node::declared_name_spaces() const {
    std::vector<std::string> result;
    for (const xmlNs* ns = node_ ? node_->nsDef : nullptr; ns; ns = ns->next) {
        result.emplace_back(view(ns->href));
    }
    return result;
}

namespace {
const xmlNode* element_from(const xmlNode* node) {
    while (node && node->type != XML_ELEMENT_NODE) node = node->next;
    return node;
}
}  // namespace

Node Node::first_child() const { return Node(node_ ? element_from(node_->children) : nullptr); }

Node Node::next() const { return Node(node_ ? element_from(node_->next) : nullptr); }

Node Node::parent() const {
    const xmlNode* up = node_ ? node_->parent : nullptr;
    return Node(up && up->type == XML_ELEMENT_NODE ? up : nullptr);
}

Node Node::child(std::string_view local_name) const {
    Node node = first_child();
    while (node && !node.is(local_name)) node = node.next();
    return node;
}

std::vector<Node> Node::children(std::string_view local_name) const {
    std::vector<Node> result;
    for (Node node = first_child(); node; node = node.next()) {
        if (node.is(local_name)) result.push_back(node);
    }
    return result;
}

std::optional<std::string> Node::attribute(std::string_view local_name) const {
    for (const xmlAttr* attr = node_ ? node_->properties : nullptr; attr; attr = attr->next) {
        if (!same(split_prefix(view(attr->name)).second, local_name)) continue;
        // Without a DOCTYPE the only entities are the built-in ones, so a value is plain text
        // nodes.
        std::string value;
        for (const xmlNode* part = attr->children; part; part = part->next) {
            value += view(part->content);
        }
        return value;
    }
    return {};
}

std::string Node::trimmed(std::string_view local_name) const {
    const auto value = attribute(local_name);
    return value ? std::string(trim(*value)) : std::string();
}

std::string Node::text() const {
    std::string result;
    const xmlNode* node = node_ ? node_->children : nullptr;
    while (node) {
        if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
            result += view(node->content);
        }
        if (node->type == XML_ELEMENT_NODE && node->children) {
            node = node->children;
            continue;
        }
        while (node != node_ && !node->next) node = node->parent;
        node = node == node_ ? nullptr : node->next;
    }
    return result;
}

long Node::line() const { return node_ ? xmlGetLineNo(const_cast<xmlNode*>(node_)) : 0; }

std::string Node::where() const { return "line " + std::to_string(line()); }

/// One run of the parser.
struct Document::Attempt {
    Attempt(const std::string& bytes, const char* encoding, Deadline& deadline)
        : parser(xmlNewParserCtxt(), xmlFreeParserCtxt) {
        if (!parser) throw std::bad_alloc();
        guard.deadline = &deadline;
        parser->_private = &guard;
        parser->sax->internalSubset = refuse_doctype;
        parser->sax->startElementNs = start_element;
        constexpr int kOptions = XML_PARSE_NONET | XML_PARSE_COMPACT | XML_PARSE_NOERROR |
                                 XML_PARSE_NOWARNING | XML_PARSE_BIG_LINES;
        document.doc_.reset(xmlCtxtReadMemory(parser.get(), bytes.data(),
                                              static_cast<int>(bytes.size()), nullptr, encoding,
                                              kOptions));
    }

    bool done() const { return document.doc_ && document.root(); }
    bool undeclared_prefix() const { return !parser->nsWellFormed; }
    long line() const { return parser->input ? parser->input->line : 1; }

    Guard guard;
    std::unique_ptr<xmlParserCtxt, void (*)(xmlParserCtxtPtr)> parser;
    Document document{nullptr};
};

std::optional<Document> Document::parse(const std::string& bytes, const Limits& limits,
                                        Deadline& deadline, Findings& findings) {
    static const bool initialised = (xmlInitParser(), true);  // once, whatever the thread
    (void)initialised;
    const Labelled labelled = label(bytes, findings);
    if (labelled.broken) {
        report_encoding(findings, {});
        return {};
    }
    if (const std::size_t line = crowded_line(labelled.bytes, limits.attributes)) {
        findings.error("manifest.too-many-attributes",
                       "An element in the manifest has more than " +
                           count_of(limits.attributes, "attribute", "attributes") +
                           ". No authoring tool writes that. Export the course again.",
                       "line " + std::to_string(line));
        return {};
    }
    auto attempt = std::make_unique<Attempt>(labelled.bytes, labelled.encoding, deadline);
    if (report_veto(attempt->guard.veto, attempt->line(), findings)) return {};
    const bool utf8 = labelled.encoding && std::string_view(labelled.encoding) == "UTF-8";
    if (const auto mended = attempt->done() || !utf8 ? std::nullopt : repaired(labelled.bytes)) {
        auto second = std::make_unique<Attempt>(*mended, labelled.encoding, deadline);
        if (report_veto(second->guard.veto, second->line(), findings)) return {};
        if (second->done()) {
            findings.tolerate("repaired-xml", "manifest.repaired",
                              "The manifest has signs that XML doesn't allow, such as “&” on its "
                              "own. They were mended. Look whether the titles are right.",
                              "line " + std::to_string(attempt->line()));
            attempt = std::move(second);
        }
    }
    if (!attempt->done()) {
        report_parse_error(xmlCtxtGetLastError(attempt->parser.get()), findings);
        return {};
    }
    if (attempt->undeclared_prefix()) {
        findings.tolerate(
            "undeclared-prefix", "manifest.undeclared-prefix",
            "The manifest uses an XML prefix that it doesn't declare. It is read by the "
            "prefix's usual meaning.");
    }
    return std::move(attempt->document);
}

Node Document::root() const { return Node(doc_ ? xmlDocGetRootElement(doc_.get()) : nullptr); }

void Document::Free::operator()(_xmlDoc* doc) const { xmlFreeDoc(doc); }

}  // namespace content::xml
