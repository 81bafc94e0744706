#include "templates/statics.hpp"

#include "files/sha256.hpp"

#include <fstream>

namespace tessera::kernel {

namespace fs = std::filesystem;

namespace {

std::string content_type(const fs::path& file) {
    static const std::map<std::string, std::string> kTypes = {
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".json", "application/json"},
        {".html", "text/html; charset=utf-8"},
        {".txt", "text/plain; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".webp", "image/webp"},
        {".ico", "image/vnd.microsoft.icon"},
        {".woff2", "font/woff2"},
        {".wasm", "application/wasm"},
        {".webmanifest", "application/manifest+json"},
    };
    const auto found = kTypes.find(file.extension().string());
    return found == kTypes.end() ? "application/octet-stream" : found->second;
}

void hash_file(Sha256& hash, const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string buffer(64 * 1024, '\0');
    while (in) {
        in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        hash.update(std::string_view(buffer).substr(0, static_cast<std::size_t>(in.gcount())));
    }
}

}  // namespace

std::shared_ptr<const StaticGroup> StaticGroup::load(const std::vector<fs::path>& folders) {
    auto group = std::make_shared<StaticGroup>();
    for (const fs::path& folder : folders) {
        if (!fs::is_directory(folder)) continue;
        for (const auto& entry : fs::recursive_directory_iterator(folder)) {
            if (!entry.is_regular_file()) continue;
            group->files_.try_emplace(fs::relative(entry.path(), folder).generic_string(),
                                      File{entry.path(), content_type(entry.path())});
        }
    }
    Sha256 hash;
    for (const auto& [name, file] : group->files_) {
        hash.update(name);
        hash.update(std::string_view("\0", 1));
        hash_file(hash, file.path);
    }
    group->hash_ = hash.hex().substr(0, 16);
    return group;
}

const StaticGroup::File* StaticGroup::find(std::string_view path) const {
    const auto found = files_.find(path);
    return found == files_.end() ? nullptr : &found->second;
}

const StaticGroup* Statics::group(std::string_view owner) const {
    const auto found = groups_.find(owner);
    return found == groups_.end() ? nullptr : found->second.get();
}

std::optional<std::string> Statics::url(std::string_view name) const {
    const auto slash = name.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const StaticGroup* owner = group(name.substr(0, slash));
    if (!owner || !owner->find(name.substr(slash + 1))) return std::nullopt;
    return "/static/" + owner->hash() + "/" + std::string(name);
}

}  // namespace tessera::kernel
