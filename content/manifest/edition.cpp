#include "manifest/edition.hpp"

#include "manifest/text.hpp"
#include "report/format.hpp"
#include "zip/names.hpp"

#include <algorithm>

namespace content {
namespace {

using scorm::Edition;

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// The edition a schemaversion names, and whether that is the spelling of the standard.
struct Version {
    std::optional<Edition> edition;
    bool exact = false;
};

Version read_version(const std::string& written) {
    if (written == "1.2") return {Edition::Scorm12, true};
    if (written == "CAM 1.3") return {Edition::Scorm2004_2, true};
    if (written == "2004 3rd Edition") return {Edition::Scorm2004_3, true};
    if (written == "2004 4th Edition") return {Edition::Scorm2004_4, true};
    const std::string text = zip::fold_case(written);
    if (contains(text, "4th") || contains(text, "fourth")) return {Edition::Scorm2004_4, false};
    if (contains(text, "3rd") || contains(text, "third")) return {Edition::Scorm2004_3, false};
    if (contains(text, "2nd") || contains(text, "second") || contains(text, "1.3")) {
        return {Edition::Scorm2004_2, false};
    }
    if (contains(text, "2004")) return {Edition::Scorm2004_4, false};
    if (contains(text, "1.2")) return {Edition::Scorm12, false};
    return {};
}

/// What the namespaces say, on the root and on elements that declare their own.
void collect_name_spaces(xml::Node node, std::string& all, int depth) {
    for (const std::string& uri : node.declared_name_spaces()) all += uri + " ";
    if (depth == 0) return;
    for (xml::Node child = node.first_child(); child; child = child.next()) {
        collect_name_spaces(child, all, depth - 1);
    }
}

std::string name_spaces(xml::Node manifest) {
    std::string all;
    constexpr int kDown = 3;  // as far as a resource or a first-level item
    collect_name_spaces(manifest, all, kDown);
    return all;
}

/// A content package of IMS with nothing of SCORM's in it.
bool is_plain_content(const std::string& schema, const std::string& spaces) {
    return schema.starts_with("ims content") && !contains(spaces, "adl");
}

std::optional<Edition> from_name_spaces(const std::string& all) {
    if (contains(all, "adlcp_rootv1p2") || contains(all, "imscp_rootv1p1p2")) {
        return Edition::Scorm12;
    }
    if (contains(all, "adlcp_v1p3") || contains(all, "imsss") || contains(all, "adlseq")) {
        return Edition::Scorm2004_4;
    }
    return {};
}

}  // namespace

std::optional<Edition> detect_edition(xml::Node manifest, Findings& findings) {
    const xml::Node metadata = manifest.child("metadata");
    const xml::Node element = metadata.child("schemaversion");
    const std::string schema = collapse(metadata.child("schema").text());
    const std::string written = collapse(element.text());
    const std::string spaces = name_spaces(manifest);
    const std::optional<Edition> implied = from_name_spaces(spaces);
    // First of all: their versions have the numbers of SCORM's.
    if (const auto other = describe_standard(zip::fold_case(schema), zip::fold_case(spaces))) {
        findings.error("manifest.other-standard", *other,
                       (schema.empty() ? manifest : metadata.child("schema")).where());
        return {};
    }
    if (is_plain_content(zip::fold_case(schema), spaces)) {
        findings.warning(
            "manifest.content-package",
            "This is a content package (IMS) without SCORM. Its pages can be read, and "
            "a part is complete when it has been opened; nothing is reported. Export "
            "the course as SCORM if it is to report results.",
            manifest.where());
        return Edition::Scorm12;
    }
    const Version version = read_version(written);

    if (version.edition && version.exact) {
        if (implied && is_2004(*implied) != is_2004(*version.edition)) {
            findings.warning("manifest.version-mixed",
                             "The manifest says it is " + edition_name(*version.edition) +
                                 " but uses XML names of another edition. It is read as it says.",
                             element.where());
        }
        return version.edition;
    }
    // SCORM 1.2 makes the version optional (CAM 1.2, 2.3.2.1); SCORM 2004 does not.
    if (written.empty() && implied == Edition::Scorm12) return implied;
    const Edition edition = version.edition ? *version.edition : implied.value_or(Edition::Scorm12);
    const std::string taken = "It is read as " + edition_name(edition) + ".";
    if (written.empty()) {
        findings.tolerate(
            "edition-guessed", "manifest.no-version",
            "The manifest doesn't say which SCORM it is for (no schemaversion). " + taken,
            manifest.where());
    } else {
        findings.tolerate("edition-spelling", "manifest.version-spelling",
                          "The manifest gives its version as “" + written +
                              "”, which is not one of the standard's. " + taken,
                          element.where());
    }
    return edition;
}

std::string edition_name(Edition edition) {
    switch (edition) {
        case Edition::Scorm12:
            return "SCORM 1.2";
        case Edition::Scorm2004_2:
            return "SCORM 2004 2nd edition";
        case Edition::Scorm2004_3:
            return "SCORM 2004 3rd edition";
        case Edition::Scorm2004_4:
            return "SCORM 2004 4th edition";
    }
    return "";
}

}  // namespace content
