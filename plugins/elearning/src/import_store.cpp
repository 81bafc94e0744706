#include "import_store.hpp"

namespace tessera::elearning::store {

namespace {

constexpr const char* kImport =
    "SELECT id, sha256, file_name, course, title, draft, actor, state, tries, done, total, "
    "report_json, problem, package, known, next, created_at FROM package_import ";

ImportRecord to_import(Row row) {
    ImportRecord import;
    import.id = row.get<Id<PackageImport>>(0);
    import.sha256 = row.get<std::string>(1);
    import.file_name = row.get<std::string>(2);
    import.course = row.get<std::optional<Id<catalogue::Course>>>(3);
    import.title = row.get<std::string>(4);
    import.draft = row.get<bool>(5);
    import.actor_json = row.get<std::string>(6);
    import.state = row.get<std::string>(7);
    import.tries = row.get<std::int64_t>(8);
    import.done = row.get<std::int64_t>(9);
    import.total = row.get<std::int64_t>(10);
    import.report_json = row.get<std::string>(11);
    import.problem = row.get<std::string>(12);
    import.package = row.get<std::optional<Id<Package>>>(13);
    import.known = row.get<bool>(14);
    import.next = row.get<bool>(15);
    import.created = row.get<Instant>(16);
    return import;
}

}  // namespace

std::optional<ImportRecord> import(Reader& reader, Id<PackageImport> id) {
    return reader.first(to_import, std::string(kImport) + "WHERE id = ?", id);
}

std::vector<ImportRecord> open_imports(Reader& reader) {
    return reader.all(
        to_import,
        std::string(kImport) + "WHERE state IN ('waiting', 'checking') ORDER BY created_at, id");
}

std::int64_t open_imports_of(Reader& reader, std::string_view sha256) {
    return *reader.value<std::int64_t>(
        "SELECT COUNT(*) FROM package_import WHERE sha256 = ? AND state IN ('waiting', 'checking')",
        sha256);
}

void insert(Transaction& tx, const ImportRecord& import) {
    tx.execute(
        "INSERT INTO package_import (id, sha256, file_name, course, title, draft, actor, state, "
        "tries, done, total, report_json, problem, package, known, next, created_at, ended_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', 0, 0, 0, '', '', NULL, 0, 0, ?, NULL)",
        import.id, import.sha256, import.file_name, import.course, import.title,
        import.draft ? 1 : 0, import.actor_json, import.created);
}

bool begin_import(Transaction& tx, Id<PackageImport> id, std::int64_t most) {
    return tx.execute(
               "UPDATE package_import SET state = 'checking', tries = tries + 1 WHERE id = ? AND "
               "state IN ('waiting', 'checking') AND (SELECT COUNT(*) FROM package_import "
               "WHERE state = 'checking' AND id <> ?) < ?",
               id, id, most) == 1;
}

void return_import(Transaction& tx, Id<PackageImport> id) {
    tx.execute(
        "UPDATE package_import SET state = 'waiting', tries = tries - 1, done = 0 WHERE id = ? AND "
        "state = 'checking'",
        id);
}

bool import_progress(Transaction& tx, Id<PackageImport> id, std::int64_t done, std::int64_t total) {
    return tx.execute(
               "UPDATE package_import SET done = ?, total = ? WHERE id = ? AND state = 'checking'",
               done, total, id) == 1;
}

bool end_import(Transaction& tx, const ImportRecord& import, Instant now) {
    return tx.execute(
               "UPDATE package_import SET state = ?, report_json = ?, problem = ?, package = ?, "
               "known = ?, next = ?, ended_at = ? WHERE id = ? AND state IN ('waiting', "
               "'checking')",
               import.state, import.report_json, import.problem, import.package,
               import.known ? 1 : 0, import.next ? 1 : 0, now, import.id) == 1;
}

void remove_imports(Transaction& tx, Instant ended_before) {
    tx.execute("DELETE FROM package_import WHERE ended_at < ?", ended_before);
}

}  // namespace tessera::elearning::store
