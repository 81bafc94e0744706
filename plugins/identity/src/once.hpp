// Secrets that are shown once: a temporary password, a new API key. The form that makes one redirects
// to a page with a token in its address; the first look takes the secret away, so that a reload, a
// second tab and the history show nothing.
//
// Kept are the token's digest and the secret sealed under the token and the installation's key: who
// reads the table, or a backup of it, learns nothing.
#pragma once

#include "tessera/host.hpp"

#include <string>
#include <string_view>

namespace tessera::identity {

/// Thread-safe.
class OnceSecrets {
public:
    explicit OnceSecrets(Host& host) : host_(host) {}

    /// Keeps the secret for five minutes and returns the token. `purpose` names the page that may
    /// show it ("password:PERSON"). At most 128 bytes.
    std::string keep(Transaction& tx, const Principal& maker, std::string_view purpose,
                     std::string_view secret);
    /// The secret, to its maker and once; empty for everybody else and ever after.
    std::string take(const Principal& maker, std::string_view purpose, std::string_view token);

private:
    std::string sealed(std::string_view token, std::string_view bytes) const;

    Host& host_;
};

}  // namespace tessera::identity
