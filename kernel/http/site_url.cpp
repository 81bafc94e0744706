#include "http/site_url.hpp"

#include "http/ip.hpp"
#include "http/text.hpp"

#include <algorithm>
#include <charconv>

namespace tessera::kernel {
namespace {

[[noreturn]] void refuse(const std::string& text, const char* why) {
    throw Error(ErrorKind::Invalid, "command.address",
                "The address \"" + text + "\" " + why +
                    " Write it like https://learn.example.org or http://localhost:8080.");
}

std::string lower_case(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return result;
}

bool is_label(std::string_view label) {
    constexpr std::size_t kLongest = 63;  // RFC 1035, 2.3.4
    return !label.empty() && label.size() <= kLongest && label.front() != '-' &&
           label.back() != '-' && std::all_of(label.begin(), label.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
           });
}

/// A name of labels, or an IPv4 address: what ends in a number must be one (WHATWG URL, 3.5).
bool is_host_name(std::string_view host) {
    constexpr std::size_t kLongest = 253;
    if (host.size() > kLongest) return false;
    std::string_view rest = host;
    for (;;) {
        const auto dot = rest.find('.');
        const std::string_view label = rest.substr(0, dot);
        if (!is_label(label)) return false;
        if (dot == std::string_view::npos) {
            const bool number = label.find_first_not_of("0123456789") == std::string_view::npos;
            return !number || IpAddress::parse(host).has_value();
        }
        rest.remove_prefix(dot + 1);
    }
}

std::uint16_t default_port(std::string_view scheme) { return scheme == "https" ? 443 : 80; }

std::uint16_t port_of(const std::string& text, std::string_view digits) {
    std::uint16_t port = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (digits.empty() || problem != std::errc() || end != digits.data() + digits.size() ||
        port == 0) {
        refuse(text, "has a port that is not a number from 1 to 65535.");
    }
    return port;
}

}  // namespace

SiteUrl SiteUrl::parse(const std::string& text) {
    SiteUrl url;
    const auto mark = text.find("://");
    url.scheme = lower_case(std::string_view(text).substr(0, mark));
    if (mark == std::string::npos || (url.scheme != "http" && url.scheme != "https"))
        refuse(text, "lacks http:// or https://.");
    std::string_view rest = std::string_view(text).substr(mark + 3);
    if (rest.ends_with('/')) rest.remove_suffix(1);
    if (rest.find_first_of("/?#") != std::string_view::npos)
        refuse(text, "may have no path: the site needs a host of its own.");
    if (rest.find('@') != std::string_view::npos) refuse(text, "may have no user name.");

    const bool bracketed = rest.starts_with('[');
    const auto host_end = bracketed ? rest.find(']') : rest.find(':');
    const std::string_view host = bracketed && host_end != std::string_view::npos
                                      ? rest.substr(0, host_end + 1)
                                      : rest.substr(0, host_end);
    url.host = lower_case(host);
    const bool good = bracketed ? host.ends_with(']') && host.find(':') != std::string_view::npos &&
                                      IpAddress::parse(host.substr(1, host.size() - 2))
                                : is_host_name(url.host);
    if (!good) refuse(text, "has no valid host name.");
    const std::string_view port = rest.substr(host.size());
    if (!port.empty() && port.front() != ':') refuse(text, "has no valid host name.");
    url.port = port.empty() ? default_port(url.scheme) : port_of(text, port.substr(1));
    return url;
}

std::string SiteUrl::text() const {
    std::string result = scheme + "://" + host;
    if (port != default_port(scheme)) result += ':' + std::to_string(port);
    return result;
}

/// The first that is added counts: a content address at a loopback address is not the site.
void SiteHosts::add(const std::string& url_text, Origin origin) {
    const SiteUrl url = SiteUrl::parse(url_text);
    std::vector<std::string> hosts = {url.host};
    if (url.host == "localhost") hosts.insert(hosts.end(), {"127.0.0.1", "[::1]"});
    for (const std::string& host : hosts) {
        names_.emplace_back(host + ':' + std::to_string(url.port), origin);
        if (url.port == default_port(url.scheme)) names_.emplace_back(host, origin);
    }
}

SiteHosts::SiteHosts(const Addresses& addresses) : addresses_(addresses) {
    if (!addresses.content_url.empty()) add(addresses.content_url, Origin::Content);
    if (!addresses.public_url.empty()) add(addresses.public_url, Origin::Public);
}

std::optional<Origin> SiteHosts::origin_of(std::string_view host) const {
    for (const auto& [name, origin] : names_) {
        if (same_token(name, host)) return origin;
    }
    if (addresses_.is_below_content_host(host)) return Origin::Content;
    return std::nullopt;
}

}  // namespace tessera::kernel
