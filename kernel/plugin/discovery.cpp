#include "plugin/discovery.hpp"

#include "tessera/error.hpp"

namespace tessera::kernel {

namespace fs = std::filesystem;

const char* const kEndedServer =
    "It ended or blocked the server while it was being started, so it was left out. When it has "
    "been mended, start it again here.";

namespace {

FoundPlugin read_plugin(const fs::path& folder) {
    const auto name = folder.filename().string();
    FoundPlugin found;
    found.manifest.id = found.manifest.title = name;
    found.manifest.folder = folder;
    try {
        found.manifest = read_manifest(folder);
        if (found.manifest.id != name) {
            found.manifest.id = name;
            found.objection =
                "Its folder is called \"" + name + "\", but plugin.json has another id.";
        }
    } catch (const Error& problem) {
        found.objection = problem.what();
    }
    return found;
}

/// A folder without plugin.json is no plugin. A link, a pipe or a folder in its place is a mistake
/// to be told.
bool has_manifest(const fs::path& folder) {
    std::error_code error;
    const auto type = fs::symlink_status(folder / "plugin.json", error).type();
    return type != fs::file_type::not_found && type != fs::file_type::none;
}

}  // namespace

FoundPlugins find_plugins(const std::vector<fs::path>& folders) {
    FoundPlugins result;
    for (const fs::path& folder : folders) {
        std::error_code error;
        for (fs::directory_iterator at(folder, error); !error && at != fs::directory_iterator();
             at.increment(error)) {
            const auto name = at->path().filename().string();
            std::error_code circle;
            const bool loops = fs::status(at->path(), circle).type() == fs::file_type::none &&
                               circle == std::errc::too_many_symbolic_link_levels;
            if (loops) {
                result.problems.push_back(at->path().string() +
                                          " is a link that leads in a circle.");
            } else if (has_manifest(at->path()) && !result.plugins.count(name)) {
                result.plugins[name] = read_plugin(at->path());
            }
        }
        if (error && error != std::errc::no_such_file_or_directory) {
            result.problems.push_back("The folder " + folder.string() +
                                      " can't be read: " + error.message() + ".");
        }
    }
    return result;
}

}  // namespace tessera::kernel
