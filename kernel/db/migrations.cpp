#include "db/migrations.hpp"

#include "db/engine.hpp"
#include "files/regular.hpp"
#include "files/sha256.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

namespace tessera::kernel {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMostBytes = 4 << 20;

constexpr const char* kLedger =
    "create table if not exists kernel_migration ("
    " owner text not null, number integer not null, name text not null, checksum text not null,"
    " applied_at integer not null, primary key (owner, number))";

struct File {
    int number = 0;
    std::string name, engine;  ///< engine: empty when the file is for all of them
    fs::path path;
};

struct Applied {
    std::string name, checksum;
};

Error refusal(const char* code, const std::string& message) {
    return {ErrorKind::Internal, std::string("migration.") + code, message};
}

/// "0001_accounts.sql" or "0003_search.sqlite.sql"; nothing when the name is neither.
std::optional<File> parse_name(const fs::path& path) {
    File file{0, path.filename().string(), {}, path};
    const std::string& name = file.name;
    const auto [end, error] = std::from_chars(
        name.data(), name.data() + std::min<std::size_t>(4, name.size()), file.number);
    if (error != std::errc() || end != name.data() + 4 || file.number < 1 || name.size() < 10 ||
        name[4] != '_' || name[5] == '.')
        return std::nullopt;
    const std::string stem = path.stem().string();
    const std::size_t dot = stem.find('.');
    if (dot != std::string::npos) {
        file.engine = stem.substr(dot + 1);
        if (file.engine != "sqlite" && file.engine != "postgres") return std::nullopt;
    }
    return file;
}

/// The files for this engine, checked to be numbered 1, 2, 3, ...
std::vector<File> list_files(const fs::path& folder, std::string_view engine,
                             const std::string& owner) {
    std::map<int, File> by_number;
    for (const fs::path& path : files_in(folder)) {
        if (path.extension() != ".sql") continue;
        const auto file = parse_name(path);
        if (!file) {
            throw refusal("name", owner + ": " + path.filename().string() +
                                      " is no name for a migration; they are called 0001_words.sql "
                                      "or 0001_words.sqlite.sql.");
        }
        if (!file->engine.empty() && file->engine != engine) continue;
        const auto [other, added] = by_number.emplace(file->number, *file);
        if (!added) {
            throw refusal("duplicate", owner + ": " + file->name + " and " + other->second.name +
                                           " have the same number.");
        }
    }
    std::vector<File> files;
    for (auto& [number, file] : by_number) {
        if (number != static_cast<int>(files.size()) + 1) {
            throw refusal("gap", owner + ": there is no migration with the number " +
                                     std::to_string(files.size() + 1) + ", but there is " +
                                     file.name + ".");
        }
        files.push_back(std::move(file));
    }
    return files;
}

std::string read_file(const File& file) {
    RegularFile text = read_regular(file.path, kMostBytes);
    if (!text.contents) throw refusal("read", file.name + " " + text.problem + ".");
    return std::move(*text.contents);
}

std::map<int, Applied> read_ledger(Engine& db, const std::string& owner) {
    std::map<int, Applied> applied;
    db.read([&](Reader& reader) {
        if (!db.has_table(reader, "kernel_migration")) return;
        for (Row row : reader.query(
                 "select number, name, checksum from kernel_migration where owner = ?", owner)) {
            applied[row.get<int>(0)] = {row.get<std::string>(1), row.get<std::string>(2)};
        }
    });
    return applied;
}

Error edited(const std::string& owner, const std::string& name) {
    return refusal("edited", owner + ": " + name +
                                 " was edited after it was applied. Put it back and write a new "
                                 "migration instead.");
}

void check_unchanged(const std::string& owner, const std::vector<File>& files,
                     const std::map<int, Applied>& applied) {
    for (const auto& [number, known] : applied) {
        if (number > static_cast<int>(files.size())) {
            throw refusal(
                "missing",
                owner + ": the database has " + known.name +
                    ", which is not here. It was changed by a newer version; install that one.");
        }
        const File& file = files[static_cast<std::size_t>(number - 1)];
        if (sha256_hex(read_file(file)) != known.checksum) {
            throw edited(owner, file.name);
        }
    }
}

/// False when another process has applied it since the ledger was read.
bool apply(Engine& db, const Clock& clock, const std::string& owner, const File& file) {
    const std::string sql = read_file(file);
    bool mine = true;
    try {
        db.change_schema([&](Transaction& tx) {
            const auto known = tx.value<std::string>(
                "select checksum from kernel_migration where owner = ? and number = ?", owner,
                file.number);
            mine = !known;
            if (known && *known == sha256_hex(sql)) return;
            if (known) throw edited(owner, file.name);
            db.run_script(tx, sql);
            tx.execute(
                "insert into kernel_migration (owner, number, name, checksum, applied_at) values "
                "(?, ?, ?, ?, ?)",
                owner, file.number, file.name, sha256_hex(sql), clock.now());
        });
        return mine;
    } catch (const DbError& error) {
        if (error.failure() == DbFailure::Full) throw;
        throw refusal("failed",
                      owner + ": " + file.name + " could not be applied: " + error.what());
    }
}

}  // namespace

std::vector<std::string> migrate(Engine& db, const Clock& clock, std::string_view owner,
                                 const fs::path& folder) {
    const std::string who(owner);
    const std::vector<File> files = list_files(folder, db.name(), who);
    std::map<int, Applied> applied = read_ledger(db, who);
    check_unchanged(who, files, applied);
    std::vector<std::string> names;
    if (applied.size() == files.size()) return names;
    // Programs that start together after an upgrade migrate one after the other.
    const auto alone = db.lock_schema();
    db.change_schema([&](Transaction& tx) { db.run_script(tx, kLedger); });
    applied = read_ledger(db, who);
    check_unchanged(who, files, applied);
    for (const File& file : files) {
        if (applied.contains(file.number)) continue;
        if (apply(db, clock, who, file)) names.push_back(file.name);
    }
    return names;
}

}  // namespace tessera::kernel
