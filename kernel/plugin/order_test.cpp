#include "plugin/order.hpp"

#include <gtest/gtest.h>

namespace tessera::kernel {
namespace {

Manifest plugin(std::string id, std::vector<std::string> needs = {},
                std::vector<std::string> optional = {}) {
    Manifest manifest;
    manifest.id = std::move(id);
    manifest.requires_ = std::move(needs);
    manifest.optional = std::move(optional);
    return manifest;
}

using Ids = std::vector<std::string>;

TEST(DependencyOrder, RequirementsComeFirst) {
    const auto order = dependency_order({plugin("a", {"c"}), plugin("b"), plugin("c", {"b"})});
    EXPECT_EQ(order.ids, (Ids{"b", "c", "a"}));
    EXPECT_TRUE(order.held.empty());
}

TEST(DependencyOrder, OptionalOnesComeFirstWhenTheyAreThere) {
    const auto order = dependency_order({plugin("a", {}, {"z", "absent"}), plugin("z")});
    EXPECT_EQ(order.ids, (Ids{"z", "a"}));
}

TEST(DependencyOrder, ACircleOfOptionalOnesIsNoError) {
    const auto order = dependency_order({plugin("a", {}, {"b"}), plugin("b", {}, {"a"})});
    EXPECT_EQ(order.ids.size(), 2u);
    EXPECT_TRUE(order.held.empty());
}

TEST(DependencyOrder, AGapHoldsThePluginAndAllThatNeedIt) {
    const auto order =
        dependency_order({plugin("a", {"missing"}), plugin("b", {"a"}), plugin("c")});
    EXPECT_EQ(order.ids, Ids{"c"});
    EXPECT_EQ(order.held.at("a"), "It needs the plugin \"missing\", which is not installed.");
    EXPECT_EQ(order.held.at("b"), "It needs the plugin \"a\", which cannot run.");
}

TEST(DependencyOrder, ACircleIsNamedAndTheOthersRun) {
    const auto order =
        dependency_order({plugin("a", {"b"}), plugin("b", {"c"}), plugin("c", {"b"}), plugin("d")});
    EXPECT_EQ(order.ids, Ids{"d"});
    EXPECT_EQ(order.held.at("b"), "It is part of a circle of requirements: b → c → b.");
    EXPECT_EQ(order.held.at("c"), "It is part of a circle of requirements: b → c → b.");
    EXPECT_EQ(order.held.at("a"), "It needs the plugin \"b\", which cannot run.");
}

}  // namespace
}  // namespace tessera::kernel
