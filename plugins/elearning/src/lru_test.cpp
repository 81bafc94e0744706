#include "lru.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tessera::elearning {
namespace {

TEST(Lru, ForgetsWhatWasNotAskedForTheLongest) {
    Lru<std::string, int> lru(2);
    lru.put("a", std::make_shared<int>(1));
    lru.put("b", std::make_shared<int>(2));
    ASSERT_TRUE(lru.get("a"));
    lru.put("c", std::make_shared<int>(3));
    EXPECT_FALSE(lru.get("b"));
    EXPECT_EQ(*lru.get("a"), 1);
    EXPECT_EQ(*lru.get("c"), 3);
}

TEST(Lru, KeepsTheValueThatWasThereFirst) {
    Lru<int, int> lru(2);
    lru.put(1, std::make_shared<int>(10));
    EXPECT_EQ(*lru.put(1, std::make_shared<int>(20)), 10);
    lru.erase(1);
    lru.erase(1);
    EXPECT_EQ(*lru.put(1, std::make_shared<int>(20)), 20);
}

}  // namespace
}  // namespace tessera::elearning
