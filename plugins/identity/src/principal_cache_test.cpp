#include "principal_cache.hpp"

#include <gtest/gtest.h>

using namespace tessera;
using namespace tessera::identity;

namespace {

PrincipalCache::Entry entry(std::int64_t session, Instant now, const char* pending = "") {
    PrincipalCache::Entry made;
    made.principal.session.value = session;
    made.principal.pending = pending;
    made.loaded = now;
    return made;
}

const Instant kNow{1'000'000};

}  // namespace

TEST(PrincipalCache, KeepsAnEntrySomeSeconds) {
    PrincipalCache cache;
    cache.put("a", entry(1, kNow), cache.generation());
    EXPECT_TRUE(cache.find("a", kNow + (PrincipalCache::kKeepMs - 1)));
    EXPECT_FALSE(cache.find("a", kNow + PrincipalCache::kKeepMs));
    EXPECT_FALSE(cache.find("b", kNow));
}

TEST(PrincipalCache, WhatWasLoadedBeforeASignOutIsNotKept) {
    PrincipalCache cache;
    const auto generation = cache.generation();
    cache.forget("a");
    cache.put("a", entry(1, kNow), generation);
    EXPECT_FALSE(cache.find("a", kNow));
}

TEST(PrincipalCache, ForgettingAllForgetsAll) {
    PrincipalCache cache;
    cache.put("a", entry(1, kNow), cache.generation());
    cache.put("b", entry(2, kNow, "terms"), cache.generation());
    cache.forget_all();
    EXPECT_FALSE(cache.find("a", kNow));
    EXPECT_FALSE(cache.find("b", kNow));
}

TEST(PrincipalCache, NeverGrowsPastItsLimit) {
    PrincipalCache cache;
    const auto generation = cache.generation();
    for (std::size_t i = 0; i <= PrincipalCache::kLimit; ++i) {
        cache.put(std::to_string(i), entry(static_cast<std::int64_t>(i), kNow), generation);
    }
    EXPECT_TRUE(cache.find(std::to_string(PrincipalCache::kLimit), kNow));
    EXPECT_FALSE(cache.find("0", kNow));
}

TEST(PrincipalCache, WhatIsPendingComesWithThePrincipalThatWasLoaded) {
    PrincipalCache cache;
    cache.put("a", entry(1, kNow, "password"), cache.generation());
    const auto loaded = cache.find("a", kNow);
    // Whatever happens to the cache now, this request still knows.
    cache.forget_all();
    EXPECT_EQ(loaded->principal.pending, "password");
    cache.put("a", entry(1, kNow), cache.generation());
    EXPECT_EQ(cache.find("a", kNow)->principal.pending, "");
}
