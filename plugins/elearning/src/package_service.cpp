#include "package_service.hpp"

#include "version_store.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tessera::elearning {

namespace {

constexpr int kSameTitles = 1000;

std::string subject_of(Id<Package> package) { return "package:" + package.text(); }

std::string title_of(const NewPackage& zip, const content::Report& report) {
    if (!zip.title.empty()) return shortened(zip.title, kTitleBytes);
    if (!report.title.empty()) return shortened(report.title, kTitleBytes);
    const auto stem = std::filesystem::path(zip.file_name).stem().string();
    return stem.empty() ? "Untitled package" : shortened(stem, kTitleBytes);
}

VersionRecord version_of(const content::Checked& checked) {
    VersionRecord version;
    const content::Report& report = checked.report;
    version.title = shortened(report.title, kTitleBytes);
    version.edition = report.edition;
    version.zip_bytes = static_cast<std::int64_t>(report.zip_bytes);
    version.warnings = static_cast<std::int64_t>(report.findings.size());
    version.parts =
        std::count_if(checked.course->activities.begin(), checked.course->activities.end(),
                      [](const scorm::Activity& activity) { return activity.leaf(); });
    return version;
}

/// Titles in the structure too: the player shows them.
scorm::Course titled(scorm::Course course, const std::string& title) {
    if (course.title.empty()) course.title = course.activities.front().title = title;
    return course;
}

/// Undoes the transaction.
struct NotWanted {};

}  // namespace

std::string shortened(std::string text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
    text.resize(bytes);
    return text;
}

Imported PackageService::import(const Principal& actor, const NewPackage& zip) {
    check_site(actor, kPackages);
    const content::Checked checked = content::check(zip.file);
    if (!checked.course) {
        Imported refused;
        refused.report = checked.report;
        return refused;
    }
    const std::string sha256 = zip.keep();
    try {
        return host_.db().write(
            [&](Transaction& tx) { return put(tx, actor, zip, checked, sha256); });
    } catch (...) {
        if (!has_file(sha256)) host_.files().remove(sha256);
        throw;
    }
}

bool PackageService::store(const Principal& actor, const NewPackage& zip,
                           const content::Checked& checked, const std::string& sha256,
                           const std::function<bool(Transaction&, const Imported&)>& and_then) {
    try {
        host_.db().write([&](Transaction& tx) {
            if (!and_then(tx, put(tx, actor, zip, checked, sha256))) throw NotWanted();
        });
    } catch (const NotWanted&) {
        return false;
    }
    return true;
}

/// Asked for by name, an earlier version becomes the one in use again.
Imported PackageService::known_again(Transaction& tx, const Principal& actor, const NewPackage& zip,
                                     const PackageRecord& package, const VersionRecord& known) {
    Imported result;
    result.known = true;
    result.package = package.id;
    result.course = package.course;
    if (zip.draft) return result;
    if (!package.published()) {
        publish_draft(tx, actor, package, "");
    } else if (zip.course && known.id != package.version) {
        store::use_version(tx, package.id, known.id);
        store::end_moves(tx, package.id, host_.clock().now());
        courses_.note_editor(tx, Trusted(actor), package.course, "package");
        tx.audit(actor, {"elearning.use-version", subject_of(package.id), "",
                         Json{{"version", known.number}}.dump()});
    }
    return result;
}

Imported PackageService::put(Transaction& tx, const Principal& actor, const NewPackage& zip,
                             const content::Checked& checked, const std::string& sha256) {
    VersionRecord version = version_of(checked);
    version.sha256 = sha256;
    version.file_name = shortened(zip.file_name, kTitleBytes);
    version.imported_by = actor.name;
    version.imported_by_person = actor.person;
    version.imported_by_account = actor.account;
    version.draft = zip.draft;
    const std::string title = title_of(zip, checked.report);
    if (version.title.empty()) version.title = title;
    const VersionDocuments documents{scorm::to_json(titled(*checked.course, title)),
                                     content::to_json(checked.report)};
    Imported result;
    auto course = zip.course;
    if (course && !courses_.course(tx, *course))
        throw invalid("course", "There is no such course.");
    if (!course && !zip.title.empty()) course = courses_.course_by_title(tx, zip.title);
    auto package =
        course ? store::package_of_course(tx, *course) : store::package_of_file(tx, sha256);
    if (package) {
        if (const auto known = store::version_of_file(tx, package->id, sha256)) {
            NewPackage wanted = zip;
            wanted.course = course;
            result = known_again(tx, actor, wanted, *package, *known);
            result.report = checked.report;
            return result;
        }
    }
    version.id = host_.ids().make<PackageVersion>();
    version.imported = host_.clock().now();
    // Of a draft nobody has a version yet.
    const bool use = !zip.draft || !package || !package->published();
    if (package) {
        result.next = true;
        version.number = store::versions(tx, package->id).front().number + 1;
        if (use) store::end_moves(tx, package->id, version.imported);
        if (use) package->version = version.id;
    } else {
        package.emplace();
        package->id = host_.ids().make<Package>();
        package->course = course ? *course : make_course(tx, actor, title, !zip.draft);
        package->version = version.id;
        package->created = version.imported;
        package->draft = !zip.draft ? "" : course ? "way" : "course";
        version.number = 1;
        store::insert(tx, *package);
        if (!zip.draft) courses_.add_offering(tx, Trusted(actor), package->course, "elearning");
    }
    courses_.note_editor(tx, Trusted(actor), package->course, "package");
    version.package = package->id;
    store::insert(tx, version, documents);
    store::set_tolerances(tx, version.id, content::run_time_tolerances(checked.report));
    if (use && result.next) store::use_version(tx, package->id, version.id);
    if (!zip.draft && !package->published()) publish_draft(tx, actor, *package, "");
    tx.audit(actor,
             {"elearning.import", subject_of(package->id), "",
              Json{{"file", sha256}, {"version", version.number}, {"draft", zip.draft}}.dump()});
    result.report = checked.report;
    result.package = package->id;
    result.course = package->course;
    return result;
}

void PackageService::publish_draft(Transaction& tx, const Principal& actor,
                                   const PackageRecord& package, const std::string& title) {
    if (!title.empty()) {
        store::set_title(tx, package.version, title);
        if (package.draft == "course") courses_.rename(tx, Trusted(actor), package.course, title);
    }
    if (package.draft == "course") courses_.set_active(tx, Trusted(actor), package.course, true);
    courses_.add_offering(tx, Trusted(actor), package.course, "elearning");
    store::publish(tx, package.id);
    store::use_version(tx, package.id, package.version);
    tx.audit(actor, {"elearning.publish", subject_of(package.id), "",
                     Json{{"title", title}}.dump(-1, ' ', false, Json::error_handler_t::replace)});
}

void PackageService::publish(const Principal& actor, Id<Package> id, const std::string& title) {
    check_site(actor, kPackages);
    host_.db().write([&](Transaction& tx) {
        const PackageRecord known = package(tx, id);
        if (!known.published())
            return publish_draft(tx, actor, known, shortened(title, kTitleBytes));
        const auto version = store::draft_version(tx, id);
        if (!version) {
            throw Error(ErrorKind::Conflict, "elearning.no-draft",
                        "There is no draft of this package.");
        }
        store::use_version(tx, id, version->id);
        courses_.note_editor(tx, Trusted(actor), known.course, "package");
        store::end_moves(tx, id, host_.clock().now());
        tx.audit(actor, {"elearning.use-version", subject_of(id), "",
                         Json{{"version", version->number}}.dump()});
    });
}

/// Titles are unique in the catalogue, manifests' are not.
Id<catalogue::Course> PackageService::make_course(Transaction& tx, const Principal& actor,
                                                  const std::string& title, bool active) {
    catalogue::NewCourse course;
    course.active = active;
    course.title = title;
    for (int n = 2; n < kSameTitles && courses_.course_by_title(tx, course.title); ++n)
        course.title = title + " (" + std::to_string(n) + ")";
    course.category = "E-learning";
    return courses_.create(tx, Trusted(actor), course);
}

PackageRecord PackageService::package(Reader& reader, Id<Package> id) {
    const auto package = store::package(reader, id);
    if (!package) throw not_found("There is no such package.");
    return *package;
}

void PackageService::set_attempt_limit(const Principal& actor, Id<Package> id, std::int64_t limit) {
    check_site(actor, kPackages);
    host_.db().write([&](Transaction& tx) {
        const auto before = package(tx, id);
        if (before.attempt_limit == limit) return;
        store::set_attempt_limit(tx, id, limit);
        courses_.note_editor(tx, Trusted(actor), before.course, "rule");
        tx.audit(actor, {"elearning.attempt-limit", subject_of(id),
                         Json{{"attempts", before.attempt_limit}}.dump(),
                         Json{{"attempts", limit}}.dump()});
    });
}

PackageTolerances PackageService::tolerances(Reader& reader, Id<Package> id) {
    return store::tolerances(reader, host_.settings(), id);
}

void PackageService::set_tolerances(const Principal& actor, Id<Package> id,
                                    const ToleranceChange& change) {
    check_site(actor, kPackages);
    host_.db().write([&](Transaction& tx) {
        const PackageTolerances before = tolerances(tx, id);
        PackageTolerances after = before;
        if (change.profile) after.profile = *change.profile;
        if (change.names) after.names = *change.names;
        const std::string names = known_tolerances(after.names, after.edition);
        for (const std::string& name : after.names) {
            if (!is_known(name, after.edition))
                throw invalid("tolerances", "There is no tolerance “" + name.substr(0, 60) +
                                                "” for this edition.");
        }
        const auto document = [](const PackageTolerances& one, const std::string& on) {
            return Json{{"profile", profile_text(one.profile)}, {"tolerances", on}}.dump(
                -1, ' ', false, Json::error_handler_t::replace);
        };
        const std::string was = document(before, known_tolerances(before.names, before.edition));
        const std::string is = document(after, names);
        if (was == is) return;
        store::set_tolerances(tx, package(tx, id).version, names);
        store::set_profile(tx, id, after.profile);
        courses_.note_editor(tx, Trusted(actor), package(tx, id).course, "package");
        tx.audit(actor, {"elearning.tolerances", subject_of(id), was, is});
    });
}

bool PackageService::has_file(const std::string& sha256) {
    return host_.db().read([&](Reader& reader) { return store::has_file(reader, sha256); });
}

std::string title_pattern(std::string_view text) {
    std::string pattern = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return pattern += '%';
}

}  // namespace tessera::elearning
