// SQL of packages and their versions.
#pragma once

#include "tessera_elearning/attempts.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tessera::elearning {

/// The permission of everything about packages: their import, versions, rules and reports.
inline constexpr const char* kPackages = "elearning.packages";

struct PackageVersion;

struct PackageRecord {
    Id<Package> id;
    Id<catalogue::Course> course;
    Id<PackageVersion> version;      ///< the one that new attempts get
    std::int64_t attempt_limit = 0;  ///< 0: any number
    Instant created;
    std::string draft;  ///< empty: published; see migrations/0008_imports.sql

    bool published() const { return draft.empty(); }
};

struct VersionRecord {
    Id<PackageVersion> id;
    Id<Package> package;
    std::int64_t number = 1;
    std::string sha256, file_name, title, edition;
    std::int64_t parts = 0;  ///< activities that launch something
    std::int64_t zip_bytes = 0, warnings = 0;
    std::string imported_by;
    Id<Person> imported_by_person{};  ///< none: not a person, or not known
    Id<Account> imported_by_account{};
    Instant imported;
    bool draft = false;  ///< it was never in use
};

/// The documents of a version; they can be large and are asked for alone.
struct VersionDocuments {
    std::string course_json, report_json;
};

struct PackageLine {
    PackageRecord package;
    VersionRecord version;
};

namespace store {

std::optional<PackageRecord> package(Reader& reader, Id<Package> id);
std::optional<PackageRecord> package_of_course(Reader& reader, Id<catalogue::Course> course);
/// The same, unless it is a draft: what learners get.
std::optional<PackageRecord> published_of_course(Reader& reader, Id<catalogue::Course> course);
/// The oldest package that has this file as one of its versions.
std::optional<PackageRecord> package_of_file(Reader& reader, std::string_view sha256);
std::optional<VersionRecord> version(Reader& reader, Id<PackageVersion> id);
std::optional<VersionRecord> version_of_file(Reader& reader, Id<Package> package,
                                             std::string_view sha256);
/// Newest first.
std::vector<VersionRecord> versions(Reader& reader, Id<Package> package);
VersionDocuments documents(Reader& reader, Id<PackageVersion> id);
bool has_file(Reader& reader, std::string_view sha256);
/// Newest first; `pattern` for LIKE on the title in lower case.
std::vector<PackageLine> list(Reader& reader, std::string_view pattern, int limit, int offset);
/// Packages and versions that are drafts, each with that version, newest first.
std::vector<PackageLine> drafts(Reader& reader, int limit);
/// The newest draft among the versions of a package.
std::optional<VersionRecord> draft_version(Reader& reader, Id<Package> package);
std::vector<Id<catalogue::Course>> playable(Reader& reader,
                                            const std::vector<Id<catalogue::Course>>& courses);
/// Attempts on a version that were begun and are not completed.
std::int64_t in_progress(Reader& reader, Id<PackageVersion> version);

void insert(Transaction& tx, const PackageRecord& package);
void insert(Transaction& tx, const VersionRecord& version, const VersionDocuments& documents);
/// It is a draft no longer.
void use_version(Transaction& tx, Id<Package> package, Id<PackageVersion> version);
void publish(Transaction& tx, Id<Package> package);
void set_title(Transaction& tx, Id<PackageVersion> version, std::string_view title);
void set_attempt_limit(Transaction& tx, Id<Package> package, std::int64_t limit);

}  // namespace store
}  // namespace tessera::elearning
