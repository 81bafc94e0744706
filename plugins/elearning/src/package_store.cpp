#include "package_store.hpp"

namespace tessera::elearning::store {

namespace {

constexpr std::string_view kPackage =
    "SELECT p.id, p.course, p.version, p.attempt_limit, p.created_at, p.draft FROM package p ";
constexpr std::string_view kVersion =
    "SELECT v.id, v.package, v.number, v.sha256, v.file_name, v.title, v.edition, v.parts, "
    "v.zip_bytes, v.warnings, v.imported_by, v.imported_at, v.draft FROM package_version v ";

PackageRecord to_package(Row row, int from = 0) {
    PackageRecord package;
    package.id = row.get<Id<Package>>(from);
    package.course = row.get<Id<catalogue::Course>>(from + 1);
    package.version = row.get<Id<PackageVersion>>(from + 2);
    package.attempt_limit = row.get<std::int64_t>(from + 3);
    package.created = row.get<Instant>(from + 4);
    package.draft = row.get<std::string>(from + 5);
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
    version.draft = row.get<bool>(from + 12);
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

std::optional<PackageRecord> published_of_course(Reader& reader, Id<catalogue::Course> course) {
    return reader.first([](Row row) { return to_package(row); },
                        sql(kPackage, "WHERE p.course = ? AND p.draft = ''"), course);
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

namespace {

constexpr std::string_view kLine =
    "SELECT p.id, p.course, p.version, p.attempt_limit, p.created_at, p.draft, v.id, v.package, "
    "v.number, v.sha256, v.file_name, v.title, v.edition, v.parts, v.zip_bytes, v.warnings, "
    "v.imported_by, v.imported_at, v.draft FROM package p ";

PackageLine to_line(Row row) { return {to_package(row), to_version(row, 6)}; }

}  // namespace

std::vector<PackageLine> list(Reader& reader, std::string_view pattern, int limit, int offset) {
    return reader.all(to_line,
                      sql(kLine,
                          "JOIN package_version v ON v.id = p.version WHERE LOWER(v.title) LIKE ? "
                          "ESCAPE '\\' ORDER BY p.created_at DESC, p.id DESC LIMIT ? OFFSET ?"),
                      pattern, limit, offset);
}

std::vector<PackageLine> drafts(Reader& reader, int limit) {
    return reader.all(
        to_line,
        sql(kLine,
            "JOIN package_version v ON v.package = p.id WHERE (p.draft <> '' AND v.id = "
            "p.version) OR (p.draft = '' AND v.draft = 1) "
            "ORDER BY v.imported_at DESC, v.id DESC LIMIT ?"),
        limit);
}

std::optional<VersionRecord> draft_version(Reader& reader, Id<Package> package) {
    return reader.first(
        [](Row row) { return to_version(row); },
        sql(kVersion, "WHERE v.package = ? AND v.draft = 1 ORDER BY v.number DESC LIMIT 1"),
        package);
}

std::vector<Id<catalogue::Course>> playable(Reader& reader,
                                            const std::vector<Id<catalogue::Course>>& courses) {
    std::vector<Id<catalogue::Course>> result;
    if (courses.empty()) return result;
    std::string text = "SELECT course FROM package WHERE draft = '' AND course IN (";
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
        "INSERT INTO package (id, course, version, attempt_limit, created_at, draft) VALUES (?, ?, "
        "?, ?, ?, ?)",
        package.id, package.course, package.version, package.attempt_limit, package.created,
        package.draft);
}

void insert(Transaction& tx, const VersionRecord& version, const VersionDocuments& documents) {
    tx.execute(
        "INSERT INTO package_version (id, package, number, sha256, file_name, title, edition, "
        "parts, zip_bytes, warnings, course_json, report_json, imported_by, "
        "imported_by_person, imported_by_account, imported_at, draft) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        version.id, version.package, version.number, version.sha256, version.file_name,
        version.title, version.edition, version.parts, version.zip_bytes, version.warnings,
        documents.course_json, documents.report_json, version.imported_by,
        version.imported_by_person, version.imported_by_account, version.imported,
        version.draft ? 1 : 0);
}

void use_version(Transaction& tx, Id<Package> package, Id<PackageVersion> version) {
    tx.execute("UPDATE package SET version = ? WHERE id = ?", version, package);
    tx.execute("UPDATE package_version SET draft = 0 WHERE id = ?", version);
}

void publish(Transaction& tx, Id<Package> package) {
    tx.execute("UPDATE package SET draft = '' WHERE id = ?", package);
}

void set_title(Transaction& tx, Id<PackageVersion> version, std::string_view title) {
    tx.execute("UPDATE package_version SET title = ? WHERE id = ?", title, version);
}

void set_attempt_limit(Transaction& tx, Id<Package> package, std::int64_t limit) {
    tx.execute("UPDATE package SET attempt_limit = ? WHERE id = ?", limit, package);
}

}  // namespace tessera::elearning::store
