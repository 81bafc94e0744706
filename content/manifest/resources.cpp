#include "manifest/resources.hpp"

#include "manifest/text.hpp"
#include "zip/names.hpp"

#include <utility>

namespace content {

namespace {

/// A name as people write it: "My file.html" for "My%20file.html".
std::string readable(const std::string& name) {
    std::string decoded = percent_decode(name);
    return zip::is_utf8(decoded) ? decoded : name;
}

}  // namespace

Resources::Resources(xml::Node manifest, const Index& index, std::string folder, Deadline& deadline,
                     Findings& findings)
    : index_(index),
      folder_(std::move(folder)),
      deadline_(deadline),
      findings_(findings),
      list_(manifest.child("resources")) {
    add(list_);
    for (const xml::Node nested : manifest.children("manifest")) add(nested.child("resources"));
    for (const auto& [id, resource] : by_id_) by_folded_id_.emplace(zip::fold_case(id), &resource);
}

void Resources::add(xml::Node list) {
    for (const xml::Node node : list.children("resource")) {
        if (deadline_.passed()) return;
        const std::string id = node.trimmed("identifier");
        const std::string type = node.trimmed("scormType");
        if (!type.empty() && !same(type, "sco") && !same(type, "asset")) report_type(type, node);
        const bool is_new =
            by_id_
                .emplace(id, Resource{node.trimmed("href"), same(type, "sco"), !type.empty(), node})
                .second;
        if (!is_new) {
            findings_.warning("manifest.resource-repeated",
                              "Two resources are called “" + id + "”. The first is used.",
                              node.where());
        }
    }
}

void Resources::report_type(const std::string& type, xml::Node resource) {
    findings_.warning("manifest.scorm-type",
                      "A resource is of the unknown type “" + type +
                          "”. It is shown as a page that reports nothing.",
                      resource.where());
}

const Resource* Resources::find(const std::string& identifier) {
    if (const auto found = by_id_.find(identifier); found != by_id_.end()) return &found->second;
    const auto folded = by_folded_id_.find(zip::fold_case(identifier));
    if (folded == by_folded_id_.end()) return nullptr;
    const xml::Node node = folded->second->node;
    findings_.tolerate("identifier-case", "manifest.identifier-case",
                       "The manifest refers to the resource “" + identifier + "”; there is “" +
                           node.trimmed("identifier") +
                           "”, which differs in capital letters only. That one is used.",
                       node.where());
    return folded->second;
}

/// xml:base of the resource within that of all around it.
std::string Resources::base_of(xml::Node resource, bool loose) const {
    std::string base;
    for (xml::Node node = resource; node; node = node.parent()) {
        std::string own = node.trimmed("base");
        if (loose && !own.empty() && own.back() != '/' && own.back() != '\\') own += '/';
        base = join_base(own, base);
    }
    return base;
}

Resources::Found Resources::lookup(const std::string& path) const {
    const std::string written = folder_ + path, decoded = folder_ + percent_decode(path);
    const Entry* as_written = index_.find(written);
    if (as_written && as_written->name == written) return {as_written};
    const Entry* as_decoded = index_.find(decoded);
    if (as_decoded && as_decoded->name == decoded) return {as_decoded};
    return {as_decoded ? as_decoded : as_written, true};
}

Resources::Found Resources::locate(xml::Node resource, const std::string& href,
                                   Href& resolved) const {
    resolved = resolve(base_of(resource, false), href);
    if (resolved.kind != Href::Kind::Inside) return {};
    Found found = lookup(resolved.path);
    if (found.entry) return found;
    const Href loose = resolve(base_of(resource, true), href);
    if (loose.kind == Href::Kind::Inside && loose.path != resolved.path) {
        found = lookup(loose.path);
        found.loose_base = true;
        if (found.entry) resolved = loose;
    }
    if (found.entry) return found;
    const Href whole = resolve_name(base_of(resource, false), href);
    if (whole.kind != Href::Kind::Inside || whole.path == resolved.path) return {};
    found = lookup(whole.path);
    found.loose_base = false;
    found.whole = true;
    if (found.entry) resolved = whole;
    return found;
}

void Resources::report_tolerances(const Href& href, const Found& found, const std::string& written,
                                  const std::string& where) {
    if (href.had_backslash) {
        findings_.tolerate(
            "backslash-hrefs", "manifest.backslash",
            "The manifest writes “" + written + "” with backslashes. They are read as slashes.",
            where);
    }
    if (href.had_leading_slash) {
        findings_.tolerate("leading-slash-hrefs", "manifest.leading-slash",
                           "The manifest writes “" + written +
                               "” with a slash in front. It is read as a path inside the package.",
                           where);
    }
    if (found.loose_base) {
        findings_.tolerate(
            "xml-base-without-slash", "manifest.xml-base",
            "The folder given by xml:base doesn't end in a slash. It is read as if it "
            "did, because “" +
                written + "” is found there.",
            where);
    }
    if (found.whole) {
        findings_.tolerate("reserved-signs", "manifest.reserved-signs",
                           "The manifest writes “" + written +
                               "”, in which “#” or “?” are part of the file's name. They should "
                               "be %23 and %3F; the file is found all the same.",
                           where);
    }
    if (found.other_case) {
        findings_.tolerate(
            "file-name-case", "manifest.file-name-case",
            "The manifest names “" + written + "”, the zip has “" + found.entry->name +
                "”, which differs only in capital letters or in how accents are spelled. That "
                "file is used.",
            where);
    }
}

/// Of the files listed, the first that is a page; empty when there is none.
std::string Resources::first_page(const Resource& resource) {
    for (const xml::Node file : resource.node.children("file")) {
        const std::string href = file.trimmed("href");
        const std::string name = zip::fold_case(href.substr(0, href.find_first_of("?#")));
        const std::size_t point = name.rfind('.');
        if (point == std::string::npos || name.compare(point, 4, ".htm") != 0) continue;
        findings_.tolerate("first-file", "manifest.no-href-but-files",
                           "A resource has no start page (href). It starts with the first page in "
                           "its list of files, “" +
                               href + "”.",
                           resource.node.where());
        return href;
    }
    return {};
}

std::optional<Launch> Resources::launch(const Resource& resource, std::string_view parameters,
                                        const std::string& title) {
    const std::string where = resource.node.where();
    const std::string written = resource.href.empty() ? first_page(resource) : resource.href;
    if (written.empty()) {
        findings_.error("manifest.no-href",
                        "“" + title +
                            "” has no start page: its resource in the manifest has no href. "
                            "Give the part a start page and export the course again.",
                        where);
        return {};
    }
    Href href;
    const Found found = locate(resource.node, written, href);
    switch (href.kind) {
        case Href::Kind::Climbs:
            findings_.error("manifest.href-climbs",
                            "The start page of “" + title + "”, “" + written +
                                "”, lies outside the package. Put the file into the package.",
                            where);
            return {};
        case Href::Kind::BadScheme:
        case Href::Kind::Empty:
            findings_.error("manifest.href-invalid",
                            "The start page of “" + title + "”, “" + written +
                                "”, is neither a file of the package nor a web address.",
                            where);
            return {};
        case Href::Kind::Outside:
            findings_.warning(
                "manifest.outside",
                "“" + title + "” starts a page of another website (" + href.path +
                    "). It plays only while that site is up, and can't report a result.",
                where);
            add_parameters(href, parameters);
            return Launch{percent_encode_rest(href.path + href.query + href.fragment), nullptr};
        case Href::Kind::Inside:
            break;
    }
    if (!found.entry) {
        findings_.error("manifest.file-missing",
                        "“" + title + "” has no start page. The manifest names “" +
                            readable(folder_ + href.path) +
                            "”, and the zip has no such file. Add it or correct the "
                            "manifest.",
                        where);
        return {};
    }
    report_tolerances(href, found, written, where);
    add_parameters(href, parameters);
    return Launch{
        percent_encode_path(found.entry->name) + percent_encode_rest(href.query + href.fragment),
        found.entry};
}

bool Resources::has_page(const Resource& resource) const {
    if (resource.href.empty()) return false;
    Href href;
    const Found found = locate(resource.node, resource.href, href);
    return found.entry != nullptr || href.kind == Href::Kind::Outside;
}

void Resources::check_file(xml::Node resource, xml::Node file) {
    const std::string written = file.trimmed("href");
    if (written.empty()) return;
    Href href;
    const Found found = locate(resource, written, href);
    if (found.entry) {
        report_tolerances(href, found, written, file.where());
    } else if (href.kind != Href::Kind::Outside) {
        findings_.tolerate("listed-files-missing", "manifest.listed-file-missing",
                           "The manifest lists the file “" + readable(written) +
                               "”, and the zip has no such file. Pages that use it will lack it.",
                           file.where());
    }
}

void Resources::check_lists() {
    constexpr std::uint32_t kMost = 100'000;  // five times the files a package may have
    std::uint32_t listed = 0;
    for (const xml::Node node : list_.children("resource")) {
        for (xml::Node child = node.first_child(); child; child = child.next()) {
            if (++listed > kMost || deadline_.passed()) return;
            if (child.is("file")) check_file(node, child);
            if (child.is("dependency")) check_dependency(child);
        }
    }
}

void Resources::check_dependency(xml::Node dependency) {
    const std::string id = dependency.trimmed("identifierref");
    if (find(id)) return;
    findings_.warning("manifest.dependency-missing",
                      "A resource depends on “" + id + "”, which the manifest doesn't have.",
                      dependency.where());
}

}  // namespace content
