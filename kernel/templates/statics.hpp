// Static files of plugins and themes, at /static/<hash>/<owner>/<path>. The hash is that of all
// files of the owner, so a change gives them all new addresses, and what a stylesheet or module
// names relative to itself is always of the same version. They may be cached for ever.
//
// A file may have compressed forms beside it, made when the installation was built: FILE.gz and
// FILE.br (see sdk/cmake/compress-statics.mjs).
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::kernel {

/// The static files of one owner; immutable.
class StaticGroup {
public:
    /// Of several folders with the same file the first one's counts (theme before parent theme).
    static std::shared_ptr<const StaticGroup> load(
        const std::vector<std::filesystem::path>& folders);

    struct File {
        std::filesystem::path path;
        std::string type;         ///< Content-Type
        bool compressed = false;  ///< whether PATH.gz and PATH.br are there and of this content
    };
    const File* find(std::string_view path) const;
    const std::string& hash() const { return hash_; }

private:
    std::map<std::string, File, std::less<>> files_;
    std::string hash_;
};

/// The groups in force, by owner ("theme" or a plugin's id).
class Statics {
public:
    using Groups = std::map<std::string, std::shared_ptr<const StaticGroup>, std::less<>>;
    Statics() = default;
    explicit Statics(Groups groups) : groups_(std::move(groups)) {}

    const StaticGroup* group(std::string_view owner) const;
    /// The address of "owner/path", or nothing when there is no such file.
    std::optional<std::string> url(std::string_view name) const;

private:
    Groups groups_;
};

}  // namespace tessera::kernel
