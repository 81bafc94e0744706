// Where templates come from: the theme in force, then its parent themes, then the plugin itself.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::kernel {

/// A theme's folder and those it builds on, nearest first.
struct ThemeChain {
    std::vector<std::filesystem::path> folders;

    /// Follows "parent" of themes/<name>/theme.json. Throws Error{Invalid} with a sentence when a
    /// theme is missing, its theme.json can't be read, or the parents form a circle.
    static ThemeChain read(const std::filesystem::path& themes, const std::string& name);
};

/// A template name is "owner/name": "compliance/mine", "layout/app", "kernel/error".
class TemplateSource {
public:
    /// `owners`: the folder with templates/ of each plugin and of "kernel".
    TemplateSource(ThemeChain themes, std::map<std::string, std::filesystem::path> owners);

    struct Found {
        std::string text;
        bool from_theme = false;
    };
    /// Nothing when there is no such template. Throws Error{Invalid} for a name that is none and
    /// for a file over 1 MB.
    std::optional<Found> read(std::string_view name, bool with_themes = true) const;
    /// The names of all templates of an owner, in the themes or in its own folder, sorted.
    std::vector<std::string> names(const std::string& owner) const;

private:
    std::filesystem::path theme_file(const std::filesystem::path& theme,
                                     std::string_view name) const;

    ThemeChain themes_;
    std::map<std::string, std::filesystem::path> owners_;
};

}  // namespace tessera::kernel
