// The table of all routes in force. Immutable: a change of plugins makes a new table.
#pragma once

#include "http/usage.hpp"
#include "tessera/http.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tessera::kernel {

/// A route and who brought it.
struct MountedRoute {
    Route route;
    std::shared_ptr<Usage> owner;
};

/// The values of the places of a pattern, decoded. The names live as long as the table.
using PathParams = std::vector<std::pair<std::string_view, std::string>>;

enum class Origin : std::uint8_t { Public, Content };

/// Patterns: "/classes/{class}/register", "/c/{hash}/{rest...}". A place is a whole segment;
/// "{rest...}" comes last and takes what remains, also nothing. A literal segment wins over a
/// place. Thread-safe.
class RouteTable {
public:
    /// Throws Error{Conflict, "routes.clash"} naming both plugins when two routes answer the same
    /// method and path on one origin, Error{Internal, "routes.pattern"} for a pattern that is none.
    explicit RouteTable(std::vector<MountedRoute> routes);
    ~RouteTable();
    RouteTable(const RouteTable&) = delete;
    RouteTable& operator=(const RouteTable&) = delete;

    struct Match {
        const MountedRoute* route = nullptr;
        PathParams params;
        /// When `route` is null: allowed() of the path, so not empty means 405.
        std::string allow;
    };
    /// `raw_path` is the path as sent, still percent-encoded, so that "%2F" stays within a segment.
    /// HEAD is looked up as Get.
    Match find(Origin origin, Method method, std::string_view raw_path) const;

    /// What the Allow header says of a path; empty when there is nothing.
    std::string allowed(Origin origin, std::string_view raw_path) const;

    const std::vector<MountedRoute>& all() const { return routes_; }

private:
    struct Node;
    std::vector<MountedRoute> routes_;
    std::unique_ptr<Node> roots_[2];
};

/// "GET", "POST" …
std::string_view method_name(Method method);

}  // namespace tessera::kernel
