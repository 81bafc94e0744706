#include "app/command_line.hpp"

#include "tessera/error.hpp"

#include <gtest/gtest.h>

namespace tessera::kernel {
namespace {

const std::vector<CommandShape> kShapes = {{"package", {}}, {"package check", {"--json"}}};

TEST(CommandLine, TheLongestNameWins) {
    EXPECT_EQ(find_shape(kShapes, {"package", "check", "x.zip"})->name, "package check");
    EXPECT_EQ(find_shape(kShapes, {"package", "x.zip"})->name, "package");
    EXPECT_EQ(find_shape(kShapes, {"parcel"}), nullptr);
    EXPECT_EQ(find_shape(kShapes, {}), nullptr);
}

TEST(CommandLine, OptionsStandAnywhereAndFlagsTakeNoValue) {
    const auto line = parse_command_line(
        kShapes[1], {"package", "check", "--json", "a.zip", "--data", "/d", "--scope=x", "b.zip"});
    EXPECT_EQ(line.arguments, (std::vector<std::string>{"a.zip", "b.zip"}));
    EXPECT_TRUE(line.has("--json"));
    EXPECT_EQ(line.value("--data"), "/d");
    EXPECT_EQ(line.value("--scope"), "x");
}

TEST(CommandLine, AfterTwoDashesAllAreArguments) {
    const auto line = parse_command_line(kShapes[0], {"package", "--", "--data"});
    EXPECT_EQ(line.arguments, std::vector<std::string>{"--data"});
}

TEST(CommandLine, AnOptionWithoutItsValueIsRefused) {
    EXPECT_THROW(parse_command_line(kShapes[0], {"package", "--data"}), Error);
}

TEST(CommandLine, TheDataFolderIsFoundBeforeTheCommandIsKnown) {
    EXPECT_EQ(data_option({"api-key", "create", "--data", "/d"}), "/d");
    EXPECT_EQ(data_option({"--data=/d", "x"}), "/d");
    EXPECT_EQ(data_option({"x", "--", "--data", "/d"}), "");
}

}  // namespace
}  // namespace tessera::kernel
