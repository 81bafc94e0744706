#include "package_store.hpp"

namespace tessera::elearning::store {

namespace {

constexpr std::string_view kPackage =
    "SELECT p.id, p.course, p.version, p.attempt_limit, p.created_at FROM package p ";
constexpr std::string_view kVersion =
    "SELECT v.id, v.package, v.number, v.sha256, v.file_name, v.title, v.edition, v.parts, "
    "v.zip_bytes, v.warnings, v.imported_by, v.imported_at FROM package_version v ";

PackageRecord to_package(Row row, int from = 0) {
    PackageRecord package;
    package.id = row.get<Id<Package>>(from);
    package.course = row.get<Id<catalogue::Course>>(from + 1);
    package.version = row.get<Id<PackageVersion>>(from + 2);
    package.attempt_limit = row.get<std::int64_t>(from + 3);
    package.created = row.get<Instant>(from + 4);
    return package;
}

VersionRecord to_version(Row row, int from = 0) {
    VersionRecord version;
    version.id = row.get<Id<PackageVersion>>(from);
    version.package = row.get<Id<Package>>(from + 1);
    version.number = row.get<std::int64_t>(from + 2);
    version.sha256 = row.get<std::string>(from + 3);
    version.file_name = row.get<std::string>(from + 4);
    version.title = row.get<std::string>(from + 5);
    version.edition = row.get<std::string>(from + 6);
    version.parts = row.get<std::int64_t>(from + 7);
    version.zip_bytes = row.get<std::int64_t>(from + 8);
    version.warnings = row.get<std::int64_t>(from + 9);
    version.imported_by = row.get<std::string>(from + 10);
    version.imported = row.get<Instant>(from + 11);
    return version;
}

std::string sql(std::string_view select, std::string_view rest) {
    return std::string(select) + std::string(rest);
}

}  // namespace

std::optional<PackageRecord> package(Reader& reader, Id<Package> id) {
    return reader.first([](Row row) { return to_package(row); }, sql(kPackage, "WHERE p.id = ?"),
                        id);
}

std::optional<PackageRecord> package_of_course(Reader& reader, Id<catalogue::Course> course) {
    return reader.first([](Row row) { return to_package(row); },
                        sql(kPackage, "WHERE p.course = ?"), course);
}

std::optional<PackageRecord> package_of_file(Reader& reader, std::string_view sha256) {
    return reader.first([](Row row) { return to_package(row); },
                        sql(kPackage,
                            "JOIN package_version v ON v.package = p.id WHERE v.sha256 = ? "
                            "ORDER BY p.id LIMIT 1"),
                        sha256);
}

std::optional<VersionRecord> version(Reader& reader, Id<PackageVersion> id) {
    return reader.first([](Row row) { return to_version(row); }, sql(kVersion, "WHERE v.id = ?"),
                        id);
}

std::optional<VersionRecord> version_of_file(Reader& reader, Id<Package> package,
                                             std::string_view sha256) {
    return reader.first([](Row row) { return to_version(row); },
                        sql(kVersion, "WHERE v.package = ? AND v.sha256 = ?"), package, sha256);
}

std::vector<VersionRecord> versions(Reader& reader, Id<Package> package) {
    return reader.all([](Row row) { return to_version(row); },
                      sql(kVersion, "WHERE v.package = ? ORDER BY v.number DESC"), package);
}

VersionDocuments documents(Reader& reader, Id<PackageVersion> id) {
    auto found = reader.first(
        [](Row row) {
            return VersionDocuments{row.get<std::string>(0), row.get<std::string>(1)};
        },
        "SELECT course_json, report_json FROM package_version WHERE id = ?", id);
    if (!found) throw not_found("There is no such package.");
    return std::move(*found);
}

bool has_file(Reader& reader, std::string_view sha256) {
    return reader.value<int>("SELECT 1 FROM package_version WHERE sha256 = ? LIMIT 1", sha256)
        .has_value();
}

std::vector<PackageLine> list(Reader& reader, std::string_view pattern, int limit, int offset) {
    return reader.all(
        [](Row row) {
            return PackageLine{to_package(row), to_version(row, 5)};
        },
        "SELECT p.id, p.course, p.version, p.attempt_limit, p.created_at, v.id, v.package, "
        "v.number, v.sha256, v.file_name, v.title, v.edition, v.parts, v.zip_bytes, v.warnings, "
        "v.imported_by, v.imported_at FROM package p JOIN package_version v ON v.id = p.version "
        "WHERE LOWER(v.title) LIKE ? ESCAPE '\\' ORDER BY p.created_at DESC, p.id DESC "
        "LIMIT ? OFFSET ?",
        pattern, limit, offset);
}

std::vector<Id<catalogue::Course>> playable(Reader& reader,
                                            const std::vector<Id<catalogue::Course>>& courses) {
    std::vector<Id<catalogue::Course>> result;
    if (courses.empty()) return result;
    std::string text = "SELECT course FROM package WHERE course IN (";
    std::vector<Param> params;
    for (const auto course : courses) {
        text += params.empty() ? "?" : ", ?";
        params.emplace_back(course);
    }
    text += ')';
    for (Row row : reader.query_with(text, params))
        result.push_back(row.get<Id<catalogue::Course>>(0));
    return result;
}

std::int64_t in_progress(Reader& reader, Id<PackageVersion> version) {
    return *reader.value<std::int64_t>(
        "SELECT COUNT(*) FROM attempt WHERE package_version = ? AND completed_at IS NULL", version);
}

void insert(Transaction& tx, const PackageRecord& package) {
    tx.execute(
        "INSERT INTO package (id, course, version, attempt_limit, created_at) VALUES (?, ?, ?, ?, "
        "?)",
        package.id, package.course, package.version, package.attempt_limit, package.created);
}

void insert(Transaction& tx, const VersionRecord& version, const VersionDocuments& documents) {
    tx.execute(
        "INSERT INTO package_version (id, package, number, sha256, file_name, title, edition, "
        "parts, zip_bytes, warnings, course_json, report_json, imported_by, imported_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        version.id, version.package, version.number, version.sha256, version.file_name,
        version.title, version.edition, version.parts, version.zip_bytes, version.warnings,
        documents.course_json, documents.report_json, version.imported_by, version.imported);
}

void use_version(Transaction& tx, Id<Package> package, Id<PackageVersion> version) {
    tx.execute("UPDATE package SET version = ? WHERE id = ?", version, package);
}

void set_attempt_limit(Transaction& tx, Id<Package> package, std::int64_t limit) {
    tx.execute("UPDATE package SET attempt_limit = ? WHERE id = ?", limit, package);
}

}  // namespace tessera::elearning::store
