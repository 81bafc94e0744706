#include "templates/statics.hpp"

#include "files/regular.hpp"
#include "files/sha256.hpp"

#include <cstdint>
#include <fstream>

#include <zlib.h>

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

/// What gzip notes at the end of a file about what it holds (RFC 1952, 2.3.1): CRC-32, size.
struct Trailer {
    std::uint32_t crc = 0, size = 0;
    friend bool operator==(const Trailer&, const Trailer&) = default;
};

Trailer hash_file(Sha256& hash, const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string buffer(64 * 1024, '\0');
    Trailer trailer;
    while (in) {
        in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        const auto got = static_cast<std::size_t>(in.gcount());
        hash.update(std::string_view(buffer).substr(0, got));
        trailer.crc = static_cast<std::uint32_t>(::crc32(
            trailer.crc, reinterpret_cast<const Bytef*>(buffer.data()), static_cast<uInt>(got)));
        trailer.size += static_cast<std::uint32_t>(got);
    }
    return trailer;
}

std::optional<Trailer> trailer_of(const fs::path& gzip) {
    constexpr std::streamoff kLength = 8;
    std::ifstream in(gzip, std::ios::binary);
    unsigned char bytes[kLength] = {};
    if (!in.seekg(-kLength, std::ios::end) || !in.read(reinterpret_cast<char*>(bytes), kLength)) {
        return std::nullopt;
    }
    const auto number = [](const unsigned char* b) {
        return std::uint32_t{b[0]} | std::uint32_t{b[1]} << 8 | std::uint32_t{b[2]} << 16 |
               std::uint32_t{b[3]} << 24;
    };
    return Trailer{number(bytes), number(bytes + 4)};
}

/// Whether the compressed forms are there and were made of this content. Both are made together, so
/// one trailer speaks for both.
bool has_compressed(const fs::path& file, const Trailer& trailer) {
    return trailer_of(file.string() + ".gz") == trailer &&
           fs::is_regular_file(file.string() + ".br");
}

/// FILE.gz beside FILE is a form of it and no file of its own.
bool is_compressed_form(const fs::path& file) {
    const auto ending = file.extension();
    return (ending == ".gz" || ending == ".br") && fs::exists(fs::path(file).replace_extension());
}

}  // namespace

std::shared_ptr<const StaticGroup> StaticGroup::load(const std::vector<fs::path>& folders) {
    auto group = std::make_shared<StaticGroup>();
    for (const fs::path& folder : folders) {
        for (const fs::path& file : files_below(folder)) {
            if (why_not_regular(file) || is_compressed_form(file)) continue;
            group->files_.try_emplace(file.lexically_relative(folder).generic_string(),
                                      File{file, content_type(file), false});
        }
    }
    Sha256 hash;
    for (auto& [name, file] : group->files_) {
        hash.update(name);
        hash.update(std::string_view("\0", 1));
        file.compressed = has_compressed(file.path, hash_file(hash, file.path));
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
