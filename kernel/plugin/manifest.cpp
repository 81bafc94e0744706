#include "plugin/manifest.hpp"

#include "files/regular.hpp"
#include "jobs/schedule.hpp"
#include "tessera/error.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <set>

namespace tessera::kernel {

namespace {

constexpr std::size_t kMaxBytes = 256 * 1024;
constexpr std::size_t kMaxDepth = 16;
constexpr std::size_t kMaxItems = 500;

[[noreturn]] void refuse(const std::string& sentence) {
    throw Error(ErrorKind::Invalid, "plugin.manifest", sentence);
}

bool contains(const std::vector<std::string>& list, std::string_view item) {
    return std::find(list.begin(), list.end(), item) != list.end();
}

/// Parses with a limit of depth; nlohmann itself has none.
Json parse_json(std::string_view text) {
    if (text.size() > kMaxBytes) refuse("plugin.json is larger than 256 KB.");
    const auto limit = [](int depth, Json::parse_event_t, Json&) {
        if (depth > static_cast<int>(kMaxDepth)) refuse("plugin.json is nested too deeply.");
        return true;
    };
    try {
        return Json::parse(text, limit);
    } catch (const Json::exception& problem) {
        refuse(std::string("plugin.json is not valid JSON: ") + problem.what());
    }
}

void refuse_unknown(const Json& object, const std::set<std::string_view>& known,
                    const std::string& where) {
    for (const auto& [name, value] : object.items()) {
        if (!known.count(name)) {
            refuse(where + " has an entry \"" + name + "\" that is not known. Is it misspelt?");
        }
    }
}

std::string text_of(const Json& object, const char* name, const std::string& where,
                    bool required = true) {
    const auto found = object.find(name);
    if (found == object.end()) {
        if (required) refuse(where + " lacks \"" + name + "\".");
        return {};
    }
    if (!found->is_string()) refuse(where + ": \"" + name + "\" must be a text.");
    auto text = found->get<std::string>();
    if (required && text.empty()) refuse(where + ": \"" + name + "\" is empty.");
    return text;
}

const Json& list_of(const Json& object, const char* name) {
    static const Json kNone = Json::array();
    const auto found = object.find(name);
    if (found == object.end()) return kNone;
    if (!found->is_array()) refuse(std::string("plugin.json: \"") + name + "\" must be a list.");
    if (found->size() > kMaxItems)
        refuse(std::string("plugin.json: \"") + name + "\" is too long.");
    return *found;
}

std::vector<std::string> texts_of(const Json& object, const char* name) {
    std::vector<std::string> result;
    for (const Json& item : list_of(object, name)) {
        if (!item.is_string() || item.get_ref<const std::string&>().empty()) {
            refuse(std::string("plugin.json: \"") + name + "\" must be a list of texts.");
        }
        auto text = item.get<std::string>();
        if (contains(result, text)) {
            refuse(std::string("plugin.json: \"") + name + "\" names \"" + text + "\" twice.");
        }
        result.push_back(std::move(text));
    }
    return result;
}

/// "plugin.name": begins with the plugin's id, so that two plugins never declare the same.
std::string own_id(const Json& object, const Manifest& manifest, const char* kind,
                   std::set<std::string>& seen) {
    if (!object.is_object()) refuse(std::string("Every ") + kind + " in plugin.json is an object.");
    auto id = text_of(object, "id", std::string("A ") + kind + " in plugin.json");
    if (id.rfind(manifest.id + ".", 0) != 0 || id.size() == manifest.id.size() + 1) {
        refuse(std::string("The ") + kind + " \"" + id + "\" must begin with \"" + manifest.id +
               ".\".");
    }
    if (!seen.insert(id).second) {
        refuse(std::string("The ") + kind + " \"" + id + "\" is declared twice.");
    }
    return id;
}

/// Absent, a permission is about the site: then the narrower grants of a role give nothing.
About about_of(const Json& item, const std::string& where) {
    const auto name = text_of(item, "about", where, false);
    if (name.empty() && !item.contains("about")) return About::Site;
    for (const About about : {About::Own, About::Person, About::Unit, About::Site}) {
        if (name == about_text(about)) return about;
    }
    refuse(where + " is about \"" + name + "\"; known are own, person, unit and site.");
}

void read_permissions(const Json& document, Manifest& manifest) {
    std::set<std::string> seen;
    for (const Json& item : list_of(document, "permissions")) {
        PermissionInfo permission;
        permission.id = own_id(item, manifest, "permission", seen);
        const std::string where = "The permission \"" + permission.id + "\"";
        refuse_unknown(item, {"id", "label", "about", "roles"}, where);
        permission.label = text_of(item, "label", where);
        permission.plugin = manifest.id;
        permission.about = about_of(item, where);
        permission.roles = texts_of(item, "roles");
        manifest.permissions.push_back(std::move(permission));
    }
}

SettingSpec::Type setting_type(const std::string& name, const std::string& where) {
    if (name == "integer") return SettingSpec::Type::Integer;
    if (name == "boolean") return SettingSpec::Type::Boolean;
    if (name == "text") return SettingSpec::Type::Text;
    refuse(where + " has the type \"" + name + "\"; known are integer, boolean and text.");
}

std::optional<std::int64_t> integer_of(const Json& object, const char* name,
                                       const std::string& where) {
    const auto found = object.find(name);
    if (found == object.end()) return std::nullopt;
    if (!found->is_number_integer()) refuse(where + ": \"" + name + "\" must be a whole number.");
    return found->get<std::int64_t>();
}

std::string default_of(const Json& object, SettingSpec::Type type, const std::string& where) {
    const auto found = object.find("default");
    if (found == object.end()) refuse(where + " lacks \"default\".");
    switch (type) {
        case SettingSpec::Type::Integer:
            if (found->is_number_integer()) return std::to_string(found->get<std::int64_t>());
            break;
        case SettingSpec::Type::Boolean:
            if (found->is_boolean()) return found->get<bool>() ? "true" : "false";
            break;
        case SettingSpec::Type::Text:
            if (found->is_string()) return found->get<std::string>();
            break;
    }
    refuse(where + ": \"default\" does not fit its type.");
}

void read_settings(const Json& document, Manifest& manifest) {
    std::set<std::string> seen;
    for (const Json& item : list_of(document, "settings")) {
        SettingSpec setting;
        setting.id = own_id(item, manifest, "setting", seen);
        const std::string where = "The setting \"" + setting.id + "\"";
        refuse_unknown(item, {"id", "type", "default", "label", "min", "max", "choices"}, where);
        setting.label = text_of(item, "label", where);
        setting.type = setting_type(text_of(item, "type", where), where);
        setting.min = integer_of(item, "min", where);
        setting.max = integer_of(item, "max", where);
        setting.choices = texts_of(item, "choices");
        setting.default_value = default_of(item, setting.type, where);
        if (auto why = setting.objection(setting.default_value)) {
            refuse(where + " has a default that is not allowed. " + *why);
        }
        manifest.settings.push_back(std::move(setting));
    }
}

void read_jobs(const Json& document, Manifest& manifest) {
    std::set<std::string> seen;
    for (const Json& item : list_of(document, "jobs")) {
        JobSpec job;
        job.id = own_id(item, manifest, "job", seen);
        const std::string where = "The job \"" + job.id + "\"";
        refuse_unknown(item, {"id", "schedule"}, where);
        job.schedule = text_of(item, "schedule", where, false);
        if (!job.schedule.empty() && !Schedule::parse(job.schedule)) {
            refuse(where + " has the schedule \"" + job.schedule +
                   "\". Write it like \"every 15m\", \"daily 02:00\" or \"weekly mon 06:30\".");
        }
        manifest.jobs.push_back(std::move(job));
    }
}

void check_version(const std::string& version) {
    int dots = 0;
    bool digit = false;
    for (const char c : version) {
        if (c == '.' && digit) {
            ++dots;
            digit = false;
        } else if (c >= '0' && c <= '9') {
            digit = true;
        } else {
            dots = -1;
            break;
        }
    }
    if (dots != 2 || !digit) {
        refuse("The version \"" + version + "\" must be three numbers, for example 1.4.2.");
    }
}

/// A service is the plugin's own, or implements an interface of the SDK
/// ("tessera.authenticator/1").
void check_services(const Manifest& manifest) {
    for (const std::string& service : manifest.provides) {
        const bool own = service.rfind(manifest.id + ".", 0) == 0;
        if ((!own && service.rfind("tessera.", 0) != 0) || service.find('/') == std::string::npos) {
            refuse("The service \"" + service + "\" must be written \"" + manifest.id +
                   ".name/1\".");
        }
    }
}

bool flag_of(const Json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end()) return false;
    if (!found->is_boolean())
        refuse(std::string("plugin.json: \"") + name + "\" must be true or false.");
    return found->get<bool>();
}

/// What is remembered of a plugin separates them by blanks.
void check_guards(const Manifest& manifest) {
    for (const std::string& question : manifest.guards) {
        const bool blank = question.find_first_of(" \t\r\n") != std::string::npos;
        if (blank || question.find('.') == std::string::npos ||
            question.find('/') == std::string::npos) {
            refuse("The guarded question \"" + question +
                   "\" must be written like \"catalogue.may-see/1\".");
        }
    }
}

void check_needs(const Manifest& manifest) {
    for (const auto* list : {&manifest.requires_, &manifest.optional}) {
        for (const std::string& other : *list) {
            if (!is_plugin_id(other)) refuse("\"" + other + "\" is no plugin's id.");
            if (other == manifest.id)
                refuse("The plugin names itself in \"requires\" or \"optional\".");
        }
    }
}

}  // namespace

bool is_plugin_id(std::string_view text) {
    if (text.empty() || text.size() > 64 || text.front() == '-' || text.back() == '-') return false;
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

std::optional<std::string> SettingSpec::objection(std::string_view value) const {
    switch (type) {
        case Type::Boolean:
            if (value != "true" && value != "false") return "Choose true or false.";
            return std::nullopt;
        case Type::Integer: {
            std::int64_t number = 0;
            const auto [end, problem] =
                std::from_chars(value.data(), value.data() + value.size(), number);
            if (problem != std::errc() || end != value.data() + value.size()) {
                return "Enter a whole number.";
            }
            if (min && number < *min) return "Enter " + std::to_string(*min) + " or more.";
            if (max && number > *max) return "Enter " + std::to_string(*max) + " or less.";
            return std::nullopt;
        }
        case Type::Text: {
            const auto size = static_cast<std::int64_t>(value.size());
            if (size > max.value_or(10000)) {
                return "Enter at most " + std::to_string(max.value_or(10000)) + " characters.";
            }
            if (min && size < *min)
                return "Enter at least " + std::to_string(*min) + " characters.";
            if (!choices.empty() && !contains(choices, value))
                return "Choose one of the values offered.";
            return std::nullopt;
        }
    }
    return std::nullopt;
}

bool Manifest::declares_permission(std::string_view permission) const {
    return permission_about(permission).has_value();
}
std::optional<About> Manifest::permission_about(std::string_view permission) const {
    for (const PermissionInfo& declared : permissions) {
        if (declared.id == permission) return declared.about;
    }
    return std::nullopt;
}
bool Manifest::declares_job(std::string_view job) const {
    return std::any_of(jobs.begin(), jobs.end(), [&](const JobSpec& j) { return j.id == job; });
}
bool Manifest::declares_slot(std::string_view slot) const { return contains(slots, slot); }
bool Manifest::declares_service(std::string_view service) const {
    return contains(provides, service);
}
bool Manifest::declares_guard(std::string_view question) const {
    return contains(guards, question);
}

Manifest parse_manifest(std::string_view text, const std::filesystem::path& folder) {
    const Json document = parse_json(text);
    if (!document.is_object()) refuse("plugin.json must be one object.");
    refuse_unknown(
        document,
        {"id", "version", "title", "description", "kind", "api", "abi", "requires", "optional",
         "provides", "permissions", "settings", "jobs", "slots", "privacy", "guards", "essential"},
        "plugin.json");
    Manifest manifest;
    manifest.folder = folder;
    manifest.id = text_of(document, "id", "plugin.json");
    if (!is_plugin_id(manifest.id)) {
        refuse("The id \"" + manifest.id +
               "\" may only have lower-case letters, digits and dashes.");
    }
    for (const char* reserved : {"kernel", "theme", "tessera", "layout"}) {
        if (manifest.id == reserved) refuse("The id \"" + manifest.id + "\" is reserved.");
    }
    manifest.version = text_of(document, "version", "plugin.json");
    check_version(manifest.version);
    manifest.title = text_of(document, "title", "plugin.json");
    manifest.description = text_of(document, "description", "plugin.json");
    manifest.api = text_of(document, "api", "plugin.json", false);
    manifest.abi = text_of(document, "abi", "plugin.json", false);
    if (document.contains("kind")) manifest.kind = text_of(document, "kind", "plugin.json");
    if (manifest.kind != "native") {
        refuse("The kind \"" + manifest.kind +
               "\" is not known; this version runs native plugins.");
    }
    manifest.requires_ = texts_of(document, "requires");
    manifest.optional = texts_of(document, "optional");
    manifest.provides = texts_of(document, "provides");
    manifest.slots = texts_of(document, "slots");
    manifest.guards = texts_of(document, "guards");
    check_guards(manifest);
    manifest.essential = flag_of(document, "essential");
    check_needs(manifest);
    check_services(manifest);
    read_permissions(document, manifest);
    read_settings(document, manifest);
    read_jobs(document, manifest);
    return manifest;
}

Manifest read_manifest(const std::filesystem::path& folder) {
    const auto text = read_regular(folder / "plugin.json", kMaxBytes);
    if (!text.contents) refuse("Its plugin.json " + text.problem + ".");
    return parse_manifest(*text.contents, folder);
}

}  // namespace tessera::kernel
