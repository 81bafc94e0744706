#include "plugin_list.hpp"

#include <gtest/gtest.h>

using namespace tessera;
using namespace tessera::administration;

namespace {

PluginInfo plugin(const char* id, const char* state, std::vector<std::string> needs = {}) {
    PluginInfo info;
    info.id = id;
    info.title = id;
    info.state = state;
    info.requires_ = std::move(needs);
    return info;
}

const std::vector<PluginInfo> kPlugins = {
    plugin("people", "running"), plugin("forums", "disabled"), plugin("classes", "held"),
    plugin("Identity", "running", {"people"}), plugin("badges", "disabled", {"people"})};

std::string ids(const std::vector<PluginInfo>& plugins) {
    std::string text;
    for (const PluginInfo& info : plugins) text += info.id + " ";
    return text;
}

}  // namespace

TEST(PluginList, WhatNeedsAttentionComesFirstThenByTitle) {
    EXPECT_EQ(ids(chosen(kPlugins, "", "")), "classes Identity people badges forums ");
}

TEST(PluginList, CanBeNarrowed) {
    EXPECT_EQ(ids(chosen(kPlugins, "disabled", "")), "badges forums ");
    EXPECT_EQ(ids(chosen(kPlugins, "", "IDENT")), "Identity ");
    EXPECT_TRUE(chosen(kPlugins, "running", "forums").empty());
}

TEST(PluginList, EveryStepBeforeRunningNeedsAttention) {
    for (const char* state : {"found", "compatible", "migrated", "set-up", "held"}) {
        EXPECT_EQ(group_of(plugin("x", state)), "attention") << state;
    }
    const auto counts = count(kPlugins);
    EXPECT_EQ(counts.all, 5);
    EXPECT_EQ(counts.attention, 1);
    EXPECT_EQ(counts.running, 2);
    EXPECT_EQ(counts.disabled, 2);
}

TEST(PluginList, APluginWeDoNotKnowHasAnIconToo) {
    EXPECT_EQ(icon_of("people"), "people");
    EXPECT_EQ(icon_of("somebody-elses"), "puzzle");
}

TEST(PluginList, OnlyRunningPluginsHoldOthersBack) {
    EXPECT_EQ(needed_by(kPlugins, "people"), std::vector<std::string>{"Identity"});
}
