#include "manifest/manifest.hpp"

#include "manifest/activities.hpp"
#include "manifest/edition.hpp"
#include "manifest/text.hpp"
#include "manifest/titles.hpp"
#include "manifest/xml.hpp"
#include "report/deadline.hpp"
#include "report/format.hpp"
#include "zip/names.hpp"

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <utility>

namespace content {
namespace {

constexpr std::string_view kName = "imsmanifest.xml";

struct Place {
    const Entry* entry = nullptr;
    std::string folder;  // "" or "course/"
};

/// The manifests in folders that are the fewest levels down.
std::vector<const Entry*> nearest_manifests(const Index& index) {
    std::vector<const Entry*> nearest;
    std::ptrdiff_t least = 0;
    for (const Entry& entry : index.entries()) {
        const std::size_t slash = entry.name.rfind('/');
        if (slash == std::string::npos) continue;
        if (entry.name.substr(0, entry.name.find('/')) == "__MACOSX") continue;
        if (!same(std::string_view(entry.name).substr(slash + 1), kName)) continue;
        const std::ptrdiff_t depth = std::count(entry.name.begin(), entry.name.end(), '/');
        if (!nearest.empty() && depth > least) continue;
        if (depth < least) nearest.clear();
        least = depth;
        nearest.push_back(&entry);
    }
    return nearest;
}

/// The manifest at the root, or else the only one of those that are the fewest folders down.
std::optional<Place> find_manifest(const Index& index, Findings& findings) {
    if (const Entry* entry = index.find(kName)) {
        if (entry->name != kName) {
            findings.tolerate("manifest-name-case", "manifest.name-case",
                              "The manifest is called “" + entry->name +
                                  "”, not imsmanifest.xml. It is read all the same.",
                              entry->name);
        }
        return Place{entry, ""};
    }
    const std::vector<const Entry*> nested = nearest_manifests(index);
    if (nested.empty()) {
        const Format format = describe_zip(index);
        findings.error(format.code, format.text, format.where);
        return {};
    }
    if (nested.size() > 1) {
        findings.error("manifest.several",
                       "The zip holds " + std::to_string(nested.size()) +
                           " packages, each in a folder of its own. Upload them one by one.",
                       nested[1]->name);
        return {};
    }
    const std::string& name = nested[0]->name;
    findings.tolerate("manifest-in-folder", "manifest.in-folder",
                      "The manifest lies in a folder of the zip, not at its root. The folder is "
                      "read as the package.",
                      name);
    return Place{nested[0], name.substr(0, name.rfind('/') + 1)};
}

std::optional<std::string> read_bytes(const Index& index, const Entry& entry, const Limits& limits,
                                      Findings& findings) {
    if (entry.size > limits.manifest_bytes) {
        findings.error("manifest.too-large",
                       "The manifest is " + size_text(entry.size) + " big. At most " +
                           size_text(limits.manifest_bytes) + " is accepted.",
                       entry.name);
        return {};
    }
    try {
        return index.read(entry);
    } catch (const std::runtime_error& error) {
        findings.error("manifest.unreadable", error.what(), entry.name);
        return {};
    }
}

/// True when the root is a manifest that can be read on.
bool check_root(xml::Node root, Findings& findings) {
    if (!root.is("manifest")) {
        findings.error("manifest.wrong-root",
                       "The manifest begins with the element “" + std::string(root.name()) +
                           "” where “manifest” is expected. Export the course as SCORM.",
                       root.where());
        return false;
    }
    if (root.vocabulary() != xml::Vocabulary::Packaging) {
        findings.tolerate(
            "wrong-namespace", "manifest.wrong-namespace",
            "The manifest is not in the XML namespace of content packaging. It is read as "
            "if it were.",
            root.where());
    }
    if (const xml::Node nested = root.child("manifest")) {
        findings.tolerate(
            "sub-manifest", "manifest.sub-manifest",
            "The manifest has another manifest inside. Of that one only the resources are used; "
            "its parts are not played. If parts are missing, export each course as a package of "
            "its own.",
            nested.where());
    }
    return true;
}

/// The default organization, or else the first.
xml::Node choose_organization(xml::Node manifest, Findings& findings) {
    const xml::Node organizations = manifest.child("organizations");
    const std::vector<xml::Node> all = organizations.children("organization");
    if (all.empty()) {
        findings.error(
            "manifest.no-organization",
            "The manifest has no organization, so there is no course to play. It may be a "
            "package of resources only. Export the course for delivery by an LMS.",
            (organizations ? organizations : manifest).where());
        return {};
    }
    const std::string wanted = organizations.trimmed("default");
    xml::Node fallback;
    for (const xml::Node node : all) {
        const bool has_parts = static_cast<bool>(node.child("item"));
        if (!wanted.empty() && node.trimmed("identifier") == wanted &&
            (has_parts || all.size() == 1))
            return node;
        if (has_parts && !fallback) fallback = node;
    }
    findings.tolerate(
        "first-organization", "manifest.default-organization",
        (wanted.empty() ? "The manifest doesn't say which organization is its default."
                        : "The manifest's default organization “" + wanted +
                              "” doesn't exist or has no parts.") +
            std::string(" The first one that has parts is played."),
        organizations.where());
    return fallback ? fallback : all.front();
}

/// The edition the package is played in: content that speaks only the other one would find nobody to
/// speak to.
scorm::Edition played_edition(scorm::Edition edition, Spoken spoken, Findings& findings) {
    const bool wrong = is_2004(edition) ? spoken == Spoken::Only12 : spoken == Spoken::Only2004;
    if (!wrong) return edition;
    const scorm::Edition played =
        is_2004(edition) ? scorm::Edition::Scorm12 : scorm::Edition::Scorm2004_4;
    findings.tolerate("edition-by-scripts", "manifest.edition-by-scripts",
                      "The manifest is " + edition_name(edition) +
                          " but all scripts in the package speak " + edition_name(played) +
                          ". It is played as that. Try it once before people are enrolled.");
    return played;
}

/// Resources without a type are pages that report nothing, unless there is nothing else and the
/// scripts want to report.
void type_scos(const std::vector<std::size_t>& untyped, Spoken spoken, Manifest& manifest,
               const ActivityReader& reader, Findings& findings) {
    auto& activities = manifest.course.activities;
    const bool any_sco = std::any_of(activities.begin(), activities.end(),
                                     [](const scorm::Activity& activity) { return activity.sco; });
    if (any_sco || untyped.empty() || spoken == Spoken::Nothing) return;
    for (const std::size_t index : untyped) activities[index].sco = true;
    manifest.sco_pages = reader.pages();
    findings.tolerate("untyped-scos", "manifest.no-scorm-type",
                      "The manifest doesn't say which resources are SCOs (adlcp:scormtype). As the "
                      "scripts speak to an LMS, all of unknown type are taken for SCOs.");
}

/// The run-time opens what it can't decide about.
void check_prerequisites(const scorm::Course& course, Findings& findings) {
    for (const std::size_t index : scorm::unreadable_prerequisites(course)) {
        const scorm::Activity& activity = course.activities[index];
        findings.warning(
            "manifest.bad-prerequisites",
            "The prerequisites of “" + activity.title + "”, “" + activity.prerequisites +
                "”, can't be read or name a part that doesn't exist. They are left out, "
                "so the part is open from the start.");
    }
}

/// What the manifest calls the course; else its description, else its first page.
void name_course(xml::Node root, xml::Node organization, const Entry* first_page, Titles& titles,
                 Manifest& manifest, Findings& findings) {
    std::string& title = manifest.course.activities[0].title;
    if (!title.empty()) {
        manifest.title_source = TitleSource::Manifest;
    } else {
        const auto found = titles.of_course(root, organization, first_page);
        title = found.title;
        manifest.title_source = found.source;
        findings.warning("manifest.no-course-title",
                         title.empty()
                             ? "The course has no title in the manifest. Give it one."
                             : "The course has no title in the manifest. It is called “" + title +
                                   "”, as its first page or its description says. Is that right?",
                         organization.where());
    }
    manifest.course.title = title;
}

void read_global_flags(xml::Node organization, scorm::Course& course, Findings& findings) {
    Values values(findings);
    values.flag(organization, "objectivesGlobalToSystem", course.objectives_global_to_system);
    values.flag(organization, "sharedDataGlobalToSystem", course.shared_data_global_to_system);
}

}  // namespace

std::optional<Manifest> read_manifest(const Index& index, const Limits& limits, Spoken spoken,
                                      Findings& findings) {
    const auto place = find_manifest(index, findings);
    if (!place) return {};
    const auto bytes = read_bytes(index, *place->entry, limits, findings);
    if (!bytes) return {};
    Deadline deadline(limits.parse_time);
    const auto document = xml::Document::parse(*bytes, limits, deadline, findings);
    if (!document) return {};
    const xml::Node root = document->root();
    if (!check_root(root, findings)) return {};
    const auto written = detect_edition(root, findings);
    if (!written) return {};
    const scorm::Edition edition = played_edition(*written, spoken, findings);
    const xml::Node organization = choose_organization(root, findings);
    if (!organization) return {};

    Manifest result;
    result.course.edition = edition;
    if (is_2004(edition)) read_global_flags(organization, result.course, findings);
    Resources resources(root, index, place->folder, deadline, findings);
    SequencingReader sequencing(root, findings);
    Titles titles(index, place->folder, limits, deadline);
    ActivityReader reader(edition, !is_2004(*written), resources, sequencing, titles, limits,
                          deadline, findings);
    result.course.activities = reader.read(organization);
    name_course(root, organization, reader.first_page(), titles, result, findings);
    result.sco_pages = reader.sco_pages();
    result.pages = reader.pages();
    type_scos(reader.untyped(), spoken, result, reader, findings);
    if (result.course.activities.size() == 1 && !findings.has_errors()) {
        findings.error("manifest.no-items",
                       "The course has no part that can be played. Export it again.",
                       organization.where());
    }
    if (!is_2004(edition)) check_prerequisites(result.course, findings);
    resources.check_lists();
    if (deadline.passed()) report_too_slow(findings);
    return result;
}

}  // namespace content
