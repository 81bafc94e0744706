#include "principal_cache.hpp"

namespace tessera::identity {

std::optional<PrincipalCache::Entry> PrincipalCache::find(const std::string& digest,
                                                          Instant now) const {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(digest);
    if (found == entries_.end() || now - found->second.loaded >= kKeepMs) return std::nullopt;
    return found->second;
}

std::uint64_t PrincipalCache::generation() const {
    const std::lock_guard lock(mutex_);
    return generation_;
}

void PrincipalCache::put(const std::string& digest, const Entry& entry, std::uint64_t generation) {
    const std::lock_guard lock(mutex_);
    if (generation != generation_) return;
    // Full: starting over costs each caller one query, and needs no order of use to be kept.
    if (entries_.size() >= kLimit) entries_.clear();
    entries_[digest] = entry;
}

void PrincipalCache::forget(const std::string& digest) {
    const std::lock_guard lock(mutex_);
    ++generation_;
    entries_.erase(digest);
}

void PrincipalCache::forget_all() {
    const std::lock_guard lock(mutex_);
    ++generation_;
    entries_.clear();
}

}  // namespace tessera::identity
