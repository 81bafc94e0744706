#include "app/backup.hpp"

#include "db/storage.hpp"
#include "log/log.hpp"
#include "time/clock.hpp"

namespace tessera::kernel {

namespace fs = std::filesystem;

namespace {

void require_empty(const fs::path& folder) {
    if (fs::exists(folder) && !(fs::is_directory(folder) && fs::is_empty(folder))) {
        throw Error(ErrorKind::Conflict, "backup.target",
                    folder.string() + " is not empty. Name a new folder.");
    }
    fs::create_directories(folder);
    fs::permissions(folder, fs::perms::owner_all);
}

/// Files never change and are there before the row that names them, so copying them after the
/// database leaves none out.
void copy_files(const fs::path& from, const fs::path& to) {
    for (const char* name : {"files", "plugins"}) {
        if (fs::exists(from / name)) fs::copy(from / name, to / name, fs::copy_options::recursive);
    }
    fs::copy_file(from / "key", to / "key");
    fs::permissions(to / "key", fs::perms::owner_read | fs::perms::owner_write);
}

}  // namespace

void make_backup(const fs::path& home, const fs::path& data, const fs::path& target) {
    if (!fs::exists(data / "tessera.db")) {
        throw not_found(data.string() + " is no data folder of Tessera.");
    }
    require_empty(target);
    SystemClock clock;
    JsonLog log(clock, LogLevel::Warning);
    Storage storage(data, home / "kernel" / "migrations", clock, log);
    storage.db().backup(target / "tessera.db");
    copy_files(data, target);
}

void restore_backup(const fs::path& source, const fs::path& data) {
    if (!fs::exists(source / "tessera.db") || !fs::exists(source / "key")) {
        throw not_found(source.string() + " is no backup of Tessera.");
    }
    require_empty(data);
    fs::copy_file(source / "tessera.db", data / "tessera.db");
    copy_files(source, data);
}

}  // namespace tessera::kernel
