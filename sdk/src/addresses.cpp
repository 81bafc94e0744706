#include "tessera/host.hpp"

#include <algorithm>

namespace tessera {

namespace {

/// A label of a host name has at most 63 characters (RFC 1035, 2.3.4), a SHA-256 has 64.
constexpr std::size_t kLabel = 40;

std::size_t host_begin(std::string_view url) {
    const auto scheme = url.find("://");
    return scheme == std::string_view::npos ? 0 : scheme + 3;
}

/// "content.localhost:8080" of "http://content.localhost:8080".
std::string_view host_of(std::string_view url) { return url.substr(host_begin(url)); }

bool same_host(std::string_view a, std::string_view b) {
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

std::string Addresses::package_url(std::string_view sha256) const {
    if (!origin_per_package) return content_url;
    std::string url = content_url;
    return url.insert(host_begin(url), std::string(sha256.substr(0, kLabel)) + '.');
}

bool Addresses::is_package_host(std::string_view host, std::string_view sha256) const {
    return same_host(host, host_of(package_url(sha256)));
}

bool Addresses::is_below_content_host(std::string_view host) const {
    if (!origin_per_package) return false;
    const auto dot = host.find('.');
    return dot != std::string_view::npos && dot > 0 &&
           same_host(host.substr(dot + 1), host_of(content_url));
}

std::string Addresses::content_sources() const {
    if (content_url.empty() || !origin_per_package) return content_url;
    std::string below = content_url;
    return content_url + ' ' + below.insert(host_begin(below), "*.");
}

}  // namespace tessera
