#include "http/ip.hpp"

#include "http/text.hpp"

#include <algorithm>
#include <charconv>

#include <arpa/inet.h>

namespace tessera::kernel {
namespace {

constexpr std::array<std::uint8_t, 12> kV4Prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr unsigned kBits = 128;
constexpr unsigned kV4Offset = 96;

bool all_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "eth0" of "fe80::1%eth0" (RFC 6874: unreserved characters).
bool is_zone(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '-' || c == '.' || c == '_' || c == '~';
    });
}

bool is_port(std::string_view text) { return text.size() <= 5 && all_digits(text); }

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
    constexpr std::size_t kLongest = INET6_ADDRSTRLEN + 16;  // with a zone
    if (text.empty() || text.size() > kLongest || text.find('\0') != std::string_view::npos)
        return std::nullopt;
    IpAddress result;
    std::string plain(text);
    if (plain.find(':') == std::string::npos) {
        std::copy(kV4Prefix.begin(), kV4Prefix.end(), result.bytes_.begin());
        if (::inet_pton(AF_INET, plain.c_str(), &result.bytes_[kV4Prefix.size()]) == 1)
            return result;
        return std::nullopt;
    }
    if (const auto zone = plain.find('%'); zone != std::string::npos) {
        if (!is_zone(std::string_view(plain).substr(zone + 1))) return std::nullopt;
        plain.resize(zone);
    }
    if (::inet_pton(AF_INET6, plain.c_str(), result.bytes_.data()) != 1) return std::nullopt;
    return result;
}

std::optional<IpAddress> IpAddress::parse_hop(std::string_view text) {
    text = trim_blanks(text);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
        text = text.substr(1, text.size() - 2);
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos) return std::nullopt;
        const std::string_view after = text.substr(end + 1);
        if (!after.empty() && (after.front() != ':' || !is_port(after.substr(1))))
            return std::nullopt;
        const std::string_view inside = text.substr(1, end - 1);
        if (inside.find(':') == std::string_view::npos) return std::nullopt;
        return parse(inside);
    }
    const auto colon = text.find(':');
    if (colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos) {
        if (!is_port(text.substr(colon + 1))) return std::nullopt;
        text = text.substr(0, colon);
    }
    return parse(text);
}

bool IpAddress::is_v4() const {
    return std::equal(kV4Prefix.begin(), kV4Prefix.end(), bytes_.begin());
}

std::string IpAddress::text() const {
    char text[INET6_ADDRSTRLEN] = "";
    const char* const made =
        is_v4() ? ::inet_ntop(AF_INET, &bytes_[kV4Prefix.size()], text, sizeof text)
                : ::inet_ntop(AF_INET6, bytes_.data(), text, sizeof text);
    return made != nullptr ? made : "";
}

IpAddress IpAddress::masked(unsigned bits) const {
    IpAddress result;
    for (unsigned i = 0; i < bytes_.size(); ++i) {
        const unsigned kept = bits > i * 8 ? std::min(8u, bits - i * 8) : 0;
        const unsigned mask = 0xFF00u >> kept;
        result.bytes_[i] = static_cast<std::uint8_t>(bytes_[i] & mask);
    }
    return result;
}

std::optional<IpNetwork> IpNetwork::parse(std::string_view text) {
    const auto slash = text.find('/');
    const auto address = IpAddress::parse(text.substr(0, slash));
    if (!address || text.find('%') != std::string_view::npos) return std::nullopt;
    IpNetwork network;
    if (slash != std::string_view::npos) {
        const std::string_view digits = text.substr(slash + 1);
        unsigned bits = 0;
        if (!all_digits(digits) || digits.size() > 3) return std::nullopt;
        std::from_chars(digits.data(), digits.data() + digits.size(), bits);
        const bool v4 = text.find(':') == std::string_view::npos;
        if (v4) bits += kV4Offset;
        if (bits > kBits) return std::nullopt;
        network.bits_ = bits;
    }
    network.first_ = address->masked(network.bits_);
    return network;
}

bool any_contains(const std::vector<IpNetwork>& networks, const IpAddress& address) {
    return std::any_of(networks.begin(), networks.end(),
                       [&](const IpNetwork& network) { return network.contains(address); });
}

IpAddress same_client(const IpAddress& address) {
    constexpr unsigned kHousehold = 64;
    return address.is_v4() ? address : address.masked(kHousehold);
}

IpAddress client_of(const IpAddress& peer, const std::vector<std::string_view>& forwarded_for,
                    const std::vector<IpNetwork>& trusted) {
    IpAddress client = peer;
    for (auto line = forwarded_for.rbegin(); line != forwarded_for.rend(); ++line) {
        std::string_view rest = *line;
        for (bool more = true; more;) {
            if (!any_contains(trusted, client)) return client;
            const auto comma = rest.rfind(',');
            more = comma != std::string_view::npos;
            const std::string_view entry = trim_blanks(more ? rest.substr(comma + 1) : rest);
            rest = more ? rest.substr(0, comma) : std::string_view();
            if (entry.empty()) continue;  // an empty entry of a list counts as none
            const auto hop = IpAddress::parse_hop(entry);
            if (!hop) return client;
            client = *hop;
        }
    }
    return client;
}

}  // namespace tessera::kernel
