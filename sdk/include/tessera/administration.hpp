// What administrators' pages look into: the audit trail, the settings of all plugins, the health of
// the installation. The kernel offers them as services: host.find<AuditTrail>(), which is never null
// for these.
#pragma once

#include "tessera/database.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tessera {

/// One entry of the audit trail. `actor` is the name as it was then.
struct AuditRecord {
    std::int64_t id = 0;
    Instant at;
    std::string actor_kind;  ///< "anonymous", "person", "api-key" or "system"
    std::string actor;
    std::int64_t person = 0, account = 0;  ///< of the actor; 0: none
    std::string action, subject;           ///< as in AuditEntry
    std::string before, after;             ///< JSON or empty
    std::string request_id;                ///< may be empty
};

struct AuditFilter {
    std::string subject;      ///< exactly this one; empty: any
    std::string area;         ///< the plugin, which actions begin with; empty: any
    std::int64_t before = 0;  ///< entries older than this id; 0: from the newest
    int limit = 50;           ///< 500 at most
};

class AuditTrail {
public:
    static constexpr const char* kId = "tessera.audit-trail/1";
    virtual ~AuditTrail() = default;
    /// Newest first.
    virtual std::vector<AuditRecord> read(Reader& reader, const AuditFilter& filter) = 0;
};

/// A setting as its manifest declares it, with its present value as text.
struct SettingInfo {
    std::string id, label;
    std::string type;  ///< "integer", "boolean" or "text"
    std::string value, default_value;
    std::vector<std::string> choices;  ///< texts that are allowed; empty: any
};

class SettingsCatalogue {
public:
    static constexpr const char* kId = "tessera.settings-catalogue/1";
    virtual ~SettingsCatalogue() = default;
    /// Of all running plugins, by id. Settings::set() changes one.
    virtual std::vector<SettingInfo> list() const = 0;
};

/// Room on the disk that holds the data folder.
struct DiskRoom {
    std::int64_t free = 0;  ///< bytes
    bool low = false;       ///< so little that somebody has to see to it
};

/// What should be seen to though everything works.
class SiteHealth {
public:
    static constexpr const char* kId = "tessera.site-health/1";
    virtual ~SiteHealth() = default;
    /// Packages have no origins of their own: see Addresses.
    virtual bool shared_origin() const = 0;
    virtual DiskRoom disk() const = 0;
};

}  // namespace tessera
