#include "app/commands.hpp"

#include "plugin/testing/home.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <iostream>
#include <sstream>

namespace tessera::kernel {
namespace {

namespace fs = std::filesystem;

/// Runs the program and catches what it prints.
class CommandsTest : public ::testing::Test {
protected:
    CommandsTest() { home_.install_alpha_and_beta(); }

    int run(std::vector<std::string> words, bool data = true) {
        if (data) words.insert(words.end(), {"--data", home_.data().string()});
        std::ostringstream out, error;
        auto* old_out = std::cout.rdbuf(out.rdbuf());
        auto* old_error = std::cerr.rdbuf(error.rdbuf());
        const int status = run_program(home_.home(), words);
        std::cout.rdbuf(old_out);
        std::cerr.rdbuf(old_error);
        out_ = out.str();
        error_ = error.str();
        return status;
    }

    testing::TestHome home_;
    std::string out_, error_;
};

TEST_F(CommandsTest, InitMakesTheDataFolderAndMayBeRepeated) {
    EXPECT_EQ(run({"init"}), 0) << error_;
    EXPECT_TRUE(fs::exists(home_.data() / "tessera.db"));
    EXPECT_TRUE(fs::exists(home_.data() / "key"));
    EXPECT_EQ(run({"init"}), 0) << error_;
    EXPECT_EQ(out_, "");
}

TEST_F(CommandsTest, InitNamesAPluginThatIsHeld) {
    home_.install("thrower", "{}");
    EXPECT_EQ(run({"init"}), 1);
    EXPECT_EQ(error_, "thrower: The plugin \"thrower\" failed: an exception of an unknown type\n");
}

TEST_F(CommandsTest, TheDemonstrationIsFilledInOnce) {
    EXPECT_EQ(run({"demo"}), 0) << error_;
    EXPECT_EQ(out_, "alpha: demonstration filled in\n");
    EXPECT_EQ(run({"demo"}), 0) << error_;
    EXPECT_EQ(out_, "");
}

TEST_F(CommandsTest, APluginIsDisabledWithoutBeingLoaded) {
    EXPECT_EQ(run({"plugin", "disable", "beta"}), 0) << error_;
    EXPECT_EQ(run({"plugin", "list"}), 0) << error_;
    EXPECT_EQ(out_, "alpha\t0.1.0\tcompatible\nbeta\t0.1.0\tdisabled\n");
    EXPECT_EQ(run({"plugin", "enable", "beta"}), 0) << error_;
    EXPECT_EQ(run({"plugin", "list"}), 0) << error_;
    EXPECT_EQ(out_, "alpha\t0.1.0\tcompatible\nbeta\t0.1.0\tcompatible\n");
    EXPECT_EQ(run({"plugin", "disable", "gamma"}), 1);
    EXPECT_EQ(error_, "tessera: There is no plugin \"gamma\".\n");
    EXPECT_EQ(run({"plugin", "disable", "../x"}), 2);
}

TEST_F(CommandsTest, ABackupIsADataFolderAgain) {
    ASSERT_EQ(run({"demo"}), 0) << error_;
    const auto backup = home_.home() / "backup";
    ASSERT_EQ(run({"backup", backup.string()}), 0) << error_;
    EXPECT_EQ(run({"backup", backup.string()}), 1);
    EXPECT_EQ(error_, "tessera: " + backup.string() + " is not empty. Name a new folder.\n");
    fs::remove_all(home_.data());
    ASSERT_EQ(run({"restore", backup.string()}), 0) << error_;
    EXPECT_EQ(run({"demo"}), 0) << error_;
    EXPECT_EQ(out_, "");  // it was filled in before the backup
    EXPECT_EQ(run({"restore", backup.string()}), 1);
}

TEST_F(CommandsTest, WhatIsNotUnderstoodIsSaidAndChangesNothing) {
    EXPECT_EQ(run({"fly"}, false), 2);
    EXPECT_NE(error_.find("there is no such command"), std::string::npos);
    EXPECT_EQ(run({"init"}, false), 2);
    EXPECT_EQ(error_, "tessera: Say where the data folder is: --data DIR.\n");
    EXPECT_EQ(run({"serve", "--listen", "nowhere"}), 2);
    EXPECT_EQ(run({"serve", "--listen", "127.0.0.1:99999"}), 2);
    for (const char* content : {"http://learn.test", "https://Learn.test:8443", "learn.test:1"}) {
        EXPECT_EQ(run({"serve", "--public-url", "http://learn.test:80", "--content-url", content}),
                  2)
            << content;
    }
    for (const char* address :
         {"http://", "learn.test", "ftp://learn.test", "https://learn.test/lms",
          "https://learn.test:0", "http://192.0.2.7", "https://le arn.test"}) {
        EXPECT_EQ(run({"serve", "--public-url", address}), 2) << address;
        EXPECT_NE(error_.find(address), std::string::npos) << error_;
    }
    EXPECT_EQ(run({"serve", "--public-url", "https://learn.test", "--content-url",
                   "http://content.test"}),
              2);
    EXPECT_NE(error_.find("has to be https too"), std::string::npos) << error_;
    for (const char* proxy :
         {"proxy.test", "10.0.0.300", "10.0.0.1:80", "10.0.0.0/33", "*", "0.0.0.0/0", "::/0"}) {
        EXPECT_EQ(run({"serve", "--trust-proxy", proxy}), 2) << proxy;
        EXPECT_NE(error_.find(proxy), std::string::npos) << error_;
    }
    for (const char* listen :
         {"", ":8080", "::1", "[::1]", "::1:8080", "0", "127.0.0.1:0",
          "127.0.0.1:", "127.0.0.1:8080x", "learn.test:8080", "[127.0.0.1]:80", "1.2.3:80"})
        EXPECT_EQ(run({"serve", "--listen", listen}), 2) << listen;
    EXPECT_EQ(run({"init", "--data"}, false), 2);
    EXPECT_FALSE(fs::exists(home_.data()));
}

TEST_F(CommandsTest, HelpListsTheCommandsWithoutADataFolder) {
    EXPECT_EQ(run({"help"}, false), 0);
    EXPECT_NE(out_.find("tessera serve --data DIR"), std::string::npos);
    EXPECT_EQ(run({"serve", "--help"}, false), 0);
    EXPECT_EQ(run({"version"}, false), 0);
    EXPECT_EQ(out_.rfind("tessera ", 0), 0u);
}

}  // namespace
}  // namespace tessera::kernel
