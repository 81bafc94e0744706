// What the kernel asks of the plugin that knows accounts. Exactly one running plugin provides it.
#pragma once

#include "tessera/database.hpp"
#include "tessera/principal.hpp"

#include <string>
#include <string_view>

namespace tessera {

class Authenticator {
public:
    static constexpr const char* kId = "tessera.authenticator/1";
    /// Name of the cookie that carries the session token. On https the prefix makes browsers refuse
    /// one that a neighbouring host planted for the whole domain; the content origin is one
    /// (RFC 6265bis, 4.1.3.2). It demands Secure, Path=/ and no Domain.
    static constexpr const char* cookie(std::string_view public_url) {
        return public_url.substr(0, 6) == "https:" ? "__Host-tessera_session" : "tessera_session";
    }
    virtual ~Authenticator() = default;

    /// The principal of a session cookie; anonymous when it is unknown, ended or expired.

    virtual Principal from_session(std::string_view token) = 0;
    /// The principal of "Authorization: Bearer <key>"; anonymous when there is no such key.
    virtual Principal from_api_key(std::string_view key) = 0;
    /// Where a person who must sign in is sent; the page gets ?next=PATH.
    virtual std::string sign_in_path() const = 0;
    /// Where a person goes who must do something first (new password, terms), or empty.
    virtual std::string detour(const Principal& principal, std::string_view path) = 0;
};

}  // namespace tessera
