// plugin.json: everything an administrator must judge before code runs.
#pragma once

#include "tessera/host.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::kernel {

/// A setting as declared. Values are stored as text and checked against this.
struct SettingSpec {
    enum class Type : std::uint8_t { Integer, Boolean, Text };
    std::string id, label;
    Type type = Type::Text;
    std::string default_value;
    std::optional<std::int64_t> min, max;  ///< of an integer; of a text's length in bytes
    std::vector<std::string> choices;      ///< texts that are allowed; empty: any

    /// The sentence that says why `value` does not fit, or nothing.
    std::optional<std::string> objection(std::string_view value) const;
};

/// A job the plugin handles. Without a schedule it runs only when it is enqueued.
struct JobSpec {
    std::string id;
    std::string schedule;  ///< "daily 02:00", "every 15m" or empty
};

struct Manifest {
    std::filesystem::path folder;
    std::string id, version, title, description;
    std::string kind = "native";
    std::string api, abi;  ///< stamped by the build; empty in a source folder
    std::vector<std::string> requires_, optional, provides, slots;
    std::vector<std::string> guards;  ///< policy questions it decides: "people.may-see/1"
    bool essential = false;           ///< runs under `serve --safe`, too
    std::vector<PermissionInfo> permissions;
    std::vector<SettingSpec> settings;
    std::vector<JobSpec> jobs;

    bool declares_permission(std::string_view permission) const;
    /// What a permission declared here is about; nothing when there is no such permission.
    std::optional<About> permission_about(std::string_view permission) const;
    bool declares_job(std::string_view job) const;
    bool declares_slot(std::string_view slot) const;
    bool declares_service(std::string_view service) const;
    bool declares_guard(std::string_view question) const;
};

/// Reads `folder`/plugin.json. Throws Error{Invalid} with a sentence naming the entry at fault.
Manifest read_manifest(const std::filesystem::path& folder);
/// The same from text; `folder` is only remembered.
Manifest parse_manifest(std::string_view text, const std::filesystem::path& folder);

/// Whether the text is one or more words of lower-case letters, digits and dashes
/// ("learner-access").
bool is_plugin_id(std::string_view text);

}  // namespace tessera::kernel
