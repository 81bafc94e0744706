#include "http/router.hpp"

#include "http/text.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace tessera::kernel {
namespace {

constexpr std::size_t kMethods = 5;
constexpr std::size_t kMaxSegments = 40;
constexpr int kNone = -1;

std::array<int, kMethods> no_routes() {
    std::array<int, kMethods> routes{};
    routes.fill(kNone);
    return routes;
}

std::vector<std::string_view> split(std::string_view path) {
    std::vector<std::string_view> segments;
    path.remove_prefix(1);
    if (path.empty()) return segments;
    for (;;) {
        const auto slash = path.find('/');
        segments.push_back(path.substr(0, slash));
        if (slash == std::string_view::npos) return segments;
        path.remove_prefix(slash + 1);
    }
}

bool is_place(std::string_view segment) {
    return segment.starts_with('{') && segment.ends_with('}');
}
bool is_rest(std::string_view segment) { return is_place(segment) && segment.ends_with("...}"); }

std::string_view place_name(std::string_view segment) {
    segment.remove_suffix(is_rest(segment) ? 4 : 1);
    return segment.substr(1);
}

[[noreturn]] void bad_pattern(const MountedRoute& mounted, const std::string& why) {
    throw Error(
        ErrorKind::Internal, "routes.pattern",
        mounted.owner->plugin() + " declares the route \"" + mounted.route.pattern + "\": " + why);
}

/// Checks the pattern and returns its segments.
std::vector<std::string_view> segments_of(const MountedRoute& mounted) {
    const std::string& pattern = mounted.route.pattern;
    if (!pattern.starts_with('/')) bad_pattern(mounted, "it must start with a slash.");
    auto segments = split(pattern);
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const std::string_view segment = segments[i];
        if (!is_place(segment)) {
            const bool odd =
                segment.empty() || segment.find_first_of("{}%? ") != std::string_view::npos;
            if (odd)
                bad_pattern(mounted, "a segment is empty or has a character that can't be there.");
            continue;
        }
        if (is_rest(segment) && i + 1 != segments.size())
            bad_pattern(mounted, "the rest must be last.");
        const std::string_view name = place_name(segment);
        if (name.empty() || std::find(names.begin(), names.end(), name) != names.end()) {
            bad_pattern(mounted, "its places need names of their own.");
        }
        names.push_back(name);
    }
    return segments;
}

}  // namespace

std::string_view method_name(Method method) {
    static constexpr std::string_view kNames[kMethods] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
    return kNames[static_cast<std::size_t>(method)];
}

struct RouteTable::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> place;
    std::array<int, kMethods> here = no_routes();  ///< indices into routes_
    std::array<int, kMethods> rest = no_routes();

    /// Calls `found` with the routes of each node that fits, best first, until it returns true.
    /// `taken` are the segments that places took.
    template <class F>
    bool walk(const std::vector<std::string>& path, std::size_t at, std::vector<std::size_t>& taken,
              F& found) const {
        if (at == path.size()) {
            if (found(here, false)) return true;
        } else {
            if (auto it = literals.find(path[at]); it != literals.end()) {
                if (it->second->walk(path, at + 1, taken, found)) return true;
            }
            if (place && !path[at].empty()) {
                taken.push_back(at);
                if (place->walk(path, at + 1, taken, found)) return true;
                taken.pop_back();
            }
        }
        taken.push_back(at);
        if (found(rest, true)) return true;
        taken.pop_back();
        return false;
    }
};

RouteTable::RouteTable(std::vector<MountedRoute> routes) : routes_(std::move(routes)) {
    for (auto& root : roots_) root = std::make_unique<Node>();
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        const MountedRoute& mounted = routes_[i];
        Node* node = roots_[mounted.route.on_content_origin ? 1 : 0].get();
        bool rest = false;
        for (const std::string_view segment : segments_of(mounted)) {
            if (is_rest(segment)) {
                rest = true;
                break;
            }
            auto& next = is_place(segment) ? node->place : node->literals[std::string(segment)];
            if (!next) next = std::make_unique<Node>();
            node = next.get();
        }
        int& entry =
            (rest ? node->rest : node->here)[static_cast<std::size_t>(mounted.route.method)];
        if (entry != kNone) {
            const MountedRoute& other = routes_[static_cast<std::size_t>(entry)];
            throw Error(ErrorKind::Conflict, "routes.clash",
                        other.owner->plugin() + " and " + mounted.owner->plugin() +
                            " both answer " + std::string(method_name(mounted.route.method)) + " " +
                            mounted.route.pattern + ".");
        }
        entry = static_cast<int>(i);
    }
}

RouteTable::~RouteTable() = default;

namespace {

/// Decodes the segments; nothing when one of them could be taken for something else than a name.
std::optional<std::vector<std::string>> decode_segments(std::string_view raw_path) {
    std::vector<std::string> path;
    if (!raw_path.starts_with('/')) return std::nullopt;
    for (const std::string_view segment : split(raw_path)) {
        auto decoded = percent_decode(segment);
        if (!decoded || *decoded == "." || *decoded == ".." || path.size() == kMaxSegments) {
            return std::nullopt;
        }
        if (decoded->find('\0') != std::string::npos || !is_utf8(*decoded)) return std::nullopt;
        path.push_back(std::move(*decoded));
    }
    return path;
}

std::string join(const std::vector<std::string>& path, std::size_t from) {
    std::string rest;
    for (std::size_t i = from; i < path.size(); ++i) {
        if (i > from) rest.push_back('/');
        rest += path[i];
    }
    return rest;
}

std::string allow_text(unsigned methods) {
    std::string allow;
    for (std::size_t i = 0; i < kMethods; ++i) {
        if ((methods & (1u << i)) == 0) continue;
        if (!allow.empty()) allow += ", ";
        allow += i == 0 ? "GET, HEAD" : method_name(static_cast<Method>(i));
    }
    return allow;
}

}  // namespace

std::string RouteTable::allowed(Origin origin, std::string_view raw_path) const {
    const auto path = decode_segments(raw_path);
    if (!path) return {};
    std::vector<std::size_t> taken;
    unsigned methods = 0;
    auto collect = [&methods](const std::array<int, kMethods>& entries, bool) {
        for (std::size_t i = 0; i < kMethods; ++i) methods |= entries[i] != kNone ? 1u << i : 0u;
        return false;
    };
    roots_[static_cast<std::size_t>(origin)]->walk(*path, 0, taken, collect);
    return allow_text(methods);
}

RouteTable::Match RouteTable::find(Origin origin, Method method, std::string_view raw_path) const {
    Match match;
    const auto path = decode_segments(raw_path);
    if (!path) return match;

    std::vector<std::size_t> taken;
    bool ends_in_rest = false;
    const auto wanted = static_cast<std::size_t>(method);
    auto found = [&](const std::array<int, kMethods>& entries, bool rest) {
        if (entries[wanted] == kNone) return false;
        match.route = &routes_[static_cast<std::size_t>(entries[wanted])];
        ends_in_rest = rest;
        return true;
    };
    if (!roots_[static_cast<std::size_t>(origin)]->walk(*path, 0, taken, found)) {
        match.allow = allowed(origin, raw_path);
        return match;
    }
    std::size_t n = 0;
    for (const std::string_view segment : split(match.route->route.pattern)) {
        if (!is_place(segment)) continue;
        const std::size_t at = taken[n++];
        const bool last = ends_in_rest && n == taken.size();
        match.params.emplace_back(place_name(segment), last ? join(*path, at) : (*path)[at]);
    }
    return match;
}

}  // namespace tessera::kernel
