#include "plugin/library.hpp"

#include "files/regular.hpp"
#include "plugin/call.hpp"

#include <unistd.h>
#include <boost/dll/shared_library.hpp>

#include <atomic>

namespace tessera::kernel {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse(const std::string& sentence) {
    throw Error(ErrorKind::Invalid, "plugin.library", sentence);
}

std::string kernel_api() { return std::to_string(kApiMajor) + "." + std::to_string(kApiMinor); }

void check_api_and_abi(const std::string& api, const std::string& abi) {
    if (api != kernel_api()) {
        refuse("It was built for version " + api + " of the SDK; this is version " + kernel_api() +
               ". Install a build for this version.");
    }
    if (abi != TESSERA_ABI_TAG) {
        refuse("It was built by a compiler that does not fit (" + abi + "; needed is " +
               TESSERA_ABI_TAG + "). Build it again with the installed SDK.");
    }
}

void check_entry(const PluginEntry& entry, const Manifest& manifest) {
    if (entry.size < sizeof(PluginEntry) || !entry.abi || !entry.id || !entry.create ||
        !entry.destroy) {
        refuse("Its entry point is not one of this SDK. Build it again with the installed SDK.");
    }
    check_api_and_abi(std::to_string(entry.api_major) + "." + std::to_string(entry.api_minor),
                      entry.abi);
    if (manifest.id != entry.id) {
        refuse("The library says it is \"" + std::string(entry.id) + "\", plugin.json says \"" +
               manifest.id + "\".");
    }
}

/// A copy under a name that is used once; the name goes again as soon as the library is mapped.
class PrivateCopy {
public:
    PrivateCopy(const fs::path& library, const fs::path& folder) {
        static std::atomic<unsigned> number{0};
        fs::create_directories(folder);
        path_ = folder / (library.stem().string() + "." + std::to_string(::getpid()) + "." +
                          std::to_string(++number) + ".so");
        fs::copy_file(library, path_, fs::copy_options::overwrite_existing);
    }
    ~PrivateCopy() {
        std::error_code ignored;
        fs::remove(path_, ignored);
    }
    PrivateCopy(const PrivateCopy&) = delete;
    PrivateCopy& operator=(const PrivateCopy&) = delete;

    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

}  // namespace

void check_stamps(const Manifest& manifest) {
    if (manifest.api.empty() || manifest.abi.empty()) {
        refuse(
            "plugin.json has no \"api\" and \"abi\": install the built plugin, not its source "
            "folder.");
    }
    check_api_and_abi(manifest.api, manifest.abi);
}

const PluginEntry& open_library(const Manifest& manifest, const fs::path* copies) {
    namespace dll = boost::dll;
    const auto file = manifest.folder / ("lib" + manifest.id + ".so");
    if (const auto problem = why_not_regular(file))
        refuse("Its library " + file.filename().string() + " " + *problem + ".");
    try {
        std::optional<PrivateCopy> copy;
        if (copies) copy.emplace(file, *copies);
        // Never deleted, so never closed.
        auto* library = new dll::shared_library(
            copy ? copy->path() : file, dll::load_mode::rtld_now | dll::load_mode::rtld_local);
        if (!library->has("tessera_plugin_entry")) {
            refuse("Its library has no tessera_plugin_entry: does it use TESSERA_PLUGIN?");
        }
        // NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDeleteLeaks): meant, as said above
        const auto& entry = library->get<const PluginEntry>("tessera_plugin_entry");
        check_entry(entry, manifest);
        return entry;
    } catch (const Error&) {
        throw;
    } catch (const std::exception& problem) {
        refuse(std::string("Its library can't be opened: ") + problem.what());
    }
}

PluginObject::PluginObject(const PluginEntry& entry)
    : entry_(entry), plugin_(call_plugin(entry.id, [&] { return entry.create(); })) {
    if (!plugin_) throw plugin_failed(entry.id, "it made no plugin object");
}

PluginObject::~PluginObject() {
    try {
        call_plugin(entry_.id, [&] { entry_.destroy(plugin_); });
    } catch (const Error&) {
        // The plugin is gone either way, and nobody waits for an answer.
    }
}

}  // namespace tessera::kernel
