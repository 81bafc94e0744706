#include "templates/source.hpp"

#include "files/regular.hpp"
#include "tessera/error.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace tessera::kernel {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t kMaxBytes = 1024 * 1024;
constexpr std::size_t kMaxParents = 8;

[[noreturn]] void refuse(const std::string& sentence) {
    throw Error(ErrorKind::Invalid, "templates.source", sentence);
}

/// "owner/name" or "owner/folder/name" of plain characters; never a way out of the folder.
bool is_template_name(std::string_view name) {
    bool slash = false;
    char before = '/';
    for (const char c : name) {
        const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        if (c == '/' && before != '/')
            slash = true;
        else if (!word)
            return false;
        before = c;
    }
    return slash && before != '/';
}

std::string read_text(const fs::path& file) {
    RegularFile text = read_regular(file, kMaxBytes);
    if (!text.contents) refuse(file.filename().string() + " " + text.problem + ".");
    return std::move(*text.contents);
}

/// What is there and no file is a mistake to be told.
bool is_missing(const fs::path& file) {
    std::error_code error;
    return fs::status(file, error).type() == fs::file_type::not_found;
}

std::string parent_of(const fs::path& theme) {
    const auto file = theme / "theme.json";
    const auto name = theme.filename().string();
    if (auto problem = why_not_regular(file))
        refuse("There is no theme \"" + name + "\": theme.json " + *problem + ".");
    try {
        const auto document = nlohmann::json::parse(read_text(file));
        return document.value("parent", "");
    } catch (const nlohmann::json::exception& problem) {
        refuse("theme.json of the theme \"" + name + "\": " + problem.what());
    }
}

void collect(const fs::path& folder, const std::string& owner, std::set<std::string>& names) {
    for (const fs::path& file : files_below(folder)) {
        if (file.extension() != ".html") continue;
        auto relative = file.lexically_relative(folder).replace_extension();
        names.insert(owner + "/" + relative.generic_string());
    }
}

}  // namespace

ThemeChain ThemeChain::read(const fs::path& themes, const std::string& name) {
    ThemeChain chain;
    for (std::string next = name; !next.empty();) {
        if (next.find('/') != std::string::npos || next.front() == '.') {
            refuse("\"" + next + "\" is no theme's name.");
        }
        const auto folder = themes / next;
        const auto& known = chain.folders;
        if (std::find(known.begin(), known.end(), folder) != known.end() ||
            known.size() == kMaxParents) {
            refuse("The theme \"" + name + "\" has itself among its parents, or too many of them.");
        }
        chain.folders.push_back(folder);
        next = parent_of(folder);
    }
    return chain;
}

TemplateSource::TemplateSource(ThemeChain themes, std::map<std::string, fs::path> owners)
    : themes_(std::move(themes)), owners_(std::move(owners)) {}

fs::path TemplateSource::theme_file(const fs::path& theme, std::string_view name) const {
    constexpr std::string_view kLayout = "layout/";
    if (name.substr(0, kLayout.size()) == kLayout) {
        return theme / "layouts" / (std::string(name.substr(kLayout.size())) + ".html");
    }
    return theme / "templates" / (std::string(name) + ".html");
}

std::optional<TemplateSource::Found> TemplateSource::read(std::string_view name,
                                                          bool with_themes) const {
    if (!is_template_name(name)) refuse("\"" + std::string(name) + "\" is no template's name.");
    if (with_themes) {
        for (const fs::path& theme : themes_.folders) {
            const auto file = theme_file(theme, name);
            if (!is_missing(file)) return Found{read_text(file), true};
        }
    }
    const auto slash = name.find('/');
    const auto owner = owners_.find(std::string(name.substr(0, slash)));
    if (owner == owners_.end()) return std::nullopt;
    const auto file = owner->second / "templates" / (std::string(name.substr(slash + 1)) + ".html");
    if (is_missing(file)) return std::nullopt;
    return Found{read_text(file), false};
}

std::vector<std::string> TemplateSource::names(const std::string& owner) const {
    std::set<std::string> names;
    for (const fs::path& theme : themes_.folders) {
        if (owner == "layout")
            collect(theme / "layouts", owner, names);
        else
            collect(theme / "templates" / owner, owner, names);
    }
    const auto found = owners_.find(owner);
    if (found != owners_.end()) collect(found->second / "templates", owner, names);
    return {names.begin(), names.end()};
}

}  // namespace tessera::kernel
