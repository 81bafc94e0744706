// Addresses of machines and networks, as sockets, proxies and administrators write them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::kernel {

/// IPv4 or IPv6. An IPv4 address is kept in its IPv6 form, so that both ways to write it are equal.
class IpAddress {
public:
    /// "192.0.2.7", "2001:db8::7" or "fe80::1%eth0" (the zone is left out); nothing for other text.
    static std::optional<IpAddress> parse(std::string_view text);
    /// An entry of X-Forwarded-For: parse(), also with a port ("192.0.2.7:4711"), in brackets
    /// ("[2001:db8::7]:4711") or in quotes.
    static std::optional<IpAddress> parse_hop(std::string_view text);

    bool is_v4() const;
    std::string text() const;
    /// The first `bits` of 128; the others are zero.
    IpAddress masked(unsigned bits) const;
    const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }
    friend bool operator==(const IpAddress&, const IpAddress&) = default;
    friend auto operator<=>(const IpAddress&, const IpAddress&) = default;

private:
    std::array<std::uint8_t, 16> bytes_{};
};

/// One address, or all that share the first bits of one.
class IpNetwork {
public:
    /// "192.0.2.7", "192.0.2.0/24", "fd00::/8"; nothing for other text.
    static std::optional<IpNetwork> parse(std::string_view text);
    bool contains(const IpAddress& address) const { return address.masked(bits_) == first_; }
    /// All of IPv4, or more.
    bool everybody() const { return bits_ == 0 || (bits_ == 96 && first_.is_v4()); }

private:
    IpAddress first_;
    unsigned bits_ = 128;
};

bool any_contains(const std::vector<IpNetwork>& networks, const IpAddress& address);

/// Who counts as one in limits per address: an IPv4 address, or an IPv6 network of 64 bits, which
/// is what one household or machine is given.
IpAddress same_client(const IpAddress& address);

/// Who sent a request that came from `peer` with these X-Forwarded-For values, which are lines of
/// one list (RFC 9110, 5.3). Each proxy adds the address it was called from at the end, so the list
/// is walked from there, over the trusted proxies, to the first address that is not one of them.
/// What stands before that, anybody may have written. An entry that is not an address ends the
/// walk.
IpAddress client_of(const IpAddress& peer, const std::vector<std::string_view>& forwarded_for,
                    const std::vector<IpNetwork>& trusted);

}  // namespace tessera::kernel
