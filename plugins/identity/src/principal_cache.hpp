// Principals by the digest of their token, so that a busy caller costs no query. Entries live some
// seconds: what another process changes (the command line, another node) is seen then; what this
// process changes is forgotten at once.
#pragma once

#include "tessera/principal.hpp"
#include "tessera/time.hpp"

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tessera::identity {

/// Thread-safe.
class PrincipalCache {
public:
    static constexpr std::size_t kLimit = 20'000;
    static constexpr std::int64_t kKeepMs = 10'000;

    struct Entry {
        Principal principal;
        Instant loaded, expires, last_seen;
    };

    std::optional<Entry> find(const std::string& digest, Instant now) const;
    /// Take before loading; put() drops what was loaded before something was forgotten.
    std::uint64_t generation() const;
    void put(const std::string& digest, const Entry& entry, std::uint64_t generation);
    void forget(const std::string& digest);
    /// Everything of everybody: after roles, passwords or keys changed, which is rare.
    void forget_all();

private:
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Entry> entries_;
    std::uint64_t generation_ = 0;
};

}  // namespace tessera::identity
