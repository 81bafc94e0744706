// The addresses under which a site is served, and which host names are its own.
#pragma once

#include "http/router.hpp"
#include "tessera/host.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tessera::kernel {

/// Scheme, host and port of an address, nothing more ("https://learn.example.org").
struct SiteUrl {
    std::string scheme;  ///< "http" or "https"
    std::string host;    ///< lower case; an IPv6 address in brackets
    std::uint16_t port = 0;

    /// Throws Error{Invalid, "command.address"} with a sentence that names `text`.
    static SiteUrl parse(const std::string& text);
    /// As browsers write it: without the scheme's own port.
    std::string text() const;
};

/// What the Host header of a request means. Thread-safe.
class SiteHosts {
public:
    explicit SiteHosts(const Addresses& addresses);

    /// The origin of a Host header ("localhost:8080"), or nothing when it names another site. A
    /// site at localhost is also known by the loopback addresses.
    std::optional<Origin> origin_of(std::string_view host) const;

private:
    void add(const std::string& url, Origin origin);

    Addresses addresses_;
    std::vector<std::pair<std::string, Origin>> names_;  ///< as a Host header has them
};

}  // namespace tessera::kernel
