// SQL of imports.
#pragma once

#include "package_store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tessera::elearning {

struct PackageImport;

struct ImportRecord {
    Id<PackageImport> id;
    std::string sha256, file_name;
    std::optional<Id<catalogue::Course>> course;
    std::string title;
    bool draft = false;
    std::string actor_json;
    std::string state = "waiting";  ///< see migrations/0008_imports.sql
    std::int64_t tries = 0, done = 0, total = 0;
    std::string report_json, problem;
    std::optional<Id<Package>> package;
    bool known = false, next = false;
    Instant created;

    bool ended() const { return state != "waiting" && state != "checking"; }
    /// 0 to 100.
    int percent() const { return total > 0 ? static_cast<int>(done * 100 / total) : 0; }
};

namespace store {

std::optional<ImportRecord> import(Reader& reader, Id<PackageImport> id);
/// Those that have not ended, oldest first.
std::vector<ImportRecord> open_imports(Reader& reader);
/// Imports of this file that have not ended.
std::int64_t open_imports_of(Reader& reader, std::string_view sha256);

void insert(Transaction& tx, const ImportRecord& import);
/// Takes an import up; false when it has ended or `most` others are being read.
bool begin_import(Transaction& tx, Id<PackageImport> id, std::int64_t most);
/// Puts it back, to be taken up again.
void return_import(Transaction& tx, Id<PackageImport> id);
/// False when it is no longer being read: somebody has cancelled it.
bool import_progress(Transaction& tx, Id<PackageImport> id, std::int64_t done, std::int64_t total);
/// False when it had ended already.
bool end_import(Transaction& tx, const ImportRecord& import, Instant now);
void remove_imports(Transaction& tx, Instant ended_before);

}  // namespace store
}  // namespace tessera::elearning
