#include "app/kernel.hpp"
#include "plugin/call.hpp"
#include "plugin/testing/alpha.hpp"
#include "plugin/testing/home.hpp"
#include "plugin/testing/running.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <thread>

namespace tessera::kernel {
namespace {

using testing::info_of;
using testing::kSomebody;
using testing::options_for;
using testing::TestHome;
using testing::TestRequest;

bool has_route(Kernel& kernel, const std::string& path) {
    const auto routes = kernel.registry().now()->routes();
    return routes->find(Origin::Public, Method::Get, path).route != nullptr;
}

std::string reply(Kernel& kernel, const std::string& path) {
    const auto routes = kernel.registry().now()->routes();
    const auto match = routes->find(Origin::Public, Method::Get, path);
    if (!match.route) return "404";
    TestRequest request;
    return match.route->route.handler(request).bytes;
}

std::string refusal(const std::function<void()>& act) {
    try {
        act();
    } catch (const Error& problem) {
        EXPECT_EQ(problem.kind(), ErrorKind::Conflict);
        return problem.what();
    }
    return "accepted";
}

TEST(PluginManager, RunsPluginsInOrderAndServicesReachAcross) {
    const TestHome home;
    home.install_alpha_and_beta();
    Kernel kernel(options_for(home));
    EXPECT_EQ(info_of(kernel, "alpha").state, "running") << info_of(kernel, "alpha").reason;
    EXPECT_EQ(info_of(kernel, "beta").state, "running") << info_of(kernel, "beta").reason;
    EXPECT_EQ(reply(kernel, "/beta"), "Hello Beta");
    EXPECT_EQ(kernel.settings().integer("alpha.days"), 90);
    ASSERT_EQ(kernel.plugins().permissions().size(), 1u);
    EXPECT_EQ(kernel.plugins().permissions()[0].plugin, "alpha");
}

TEST(PluginManager, APluginThatThrowsInSetupIsHeldAndLeavesNothingRegistered) {
    const TestHome home;
    home.install_alpha_and_beta();
    home.install("thrower",
                 R"({"settings": [{"id": "thrower.on", "type": "boolean", "default": true,
                                              "label": "On"}]})");
    Kernel kernel(options_for(home));
    EXPECT_EQ(info_of(kernel, "thrower").state, "held");
    EXPECT_EQ(info_of(kernel, "thrower").reason,
              "The plugin \"thrower\" failed: an exception of an unknown type");
    EXPECT_FALSE(has_route(kernel, "/thrower"));
    EXPECT_THROW(kernel.settings().flag("thrower.on"), Error);
    EXPECT_EQ(info_of(kernel, "alpha").state, "running");
}

TEST(PluginManager, APluginThatFailsToStartIsTakenOutAgain) {
    const TestHome home;
    home.install("starter", "{}");
    Kernel kernel(options_for(home));
    EXPECT_EQ(info_of(kernel, "starter").state, "held");
    EXPECT_EQ(info_of(kernel, "starter").reason, "The plugin \"starter\" failed: no ignition");
    EXPECT_FALSE(has_route(kernel, "/starter"));
}

TEST(PluginManager, ARouteWithAnUndeclaredPermissionHoldsThePlugin) {
    const TestHome home;
    home.install("undeclared", "{}");
    Kernel kernel(options_for(home));
    EXPECT_EQ(
        info_of(kernel, "undeclared").reason,
        "The route \"/undeclared\" needs the permission \"undeclared.nothing\", which neither "
        "plugin.json nor a plugin it requires declares.");
}

TEST(PluginManager, AnotherAbiIsRefusedBeforeTheLibraryIsOpened) {
    const TestHome home;
    home.install("alpha", R"({"abi": "itanium-libc++-ptr8-sdk0.1"})");
    // Opening this would be another error.
    home.write("plugins/alpha/libalpha.so", "not a library");
    Kernel kernel(options_for(home));
    EXPECT_NE(info_of(kernel, "alpha").reason.find("compiler that does not fit"), std::string::npos)
        << info_of(kernel, "alpha").reason;
}

TEST(PluginManager, AnotherAbiIsRefusedAfterTheLibraryIsOpenedAndBeforeItsCodeRuns) {
    const TestHome home;
    home.install("foreign", "{}");
    Kernel kernel(options_for(home));
    EXPECT_NE(info_of(kernel, "foreign").reason.find("compiler that does not fit"),
              std::string::npos)
        << info_of(kernel, "foreign").reason;
}

TEST(PluginManager, ASourceFolderAndABrokenLibraryAreHeldWithWhatToDo) {
    const TestHome home;
    home.install("alpha", R"({"api": "", "abi": ""})");
    home.install("beta", "{}");
    home.write("plugins/beta/libbeta.so", "not a library");
    home.install("nothing", "{}");
    Kernel kernel(options_for(home));
    EXPECT_NE(info_of(kernel, "alpha").reason.find("install the built plugin"), std::string::npos);
    EXPECT_NE(info_of(kernel, "beta").reason.find("can't be opened"), std::string::npos);
    EXPECT_EQ(info_of(kernel, "nothing").reason, "Its library libnothing.so is missing.");
}

TEST(PluginManager, ABrokenManifestHoldsThatPluginOnly) {
    const TestHome home;
    home.install_alpha_and_beta();
    home.write("plugins/broken/plugin.json", "{\"id\": ");
    Kernel kernel(options_for(home));
    EXPECT_EQ(info_of(kernel, "broken").state, "held");
    EXPECT_EQ(info_of(kernel, "beta").state, "running");
}

TEST(PluginManager, ATemplateThatDoesNotCompileHoldsThePlugin) {
    const TestHome home;
    home.install_alpha_and_beta();
    home.write("plugins/alpha/templates/page.html", "{{#open}} never closed");
    Kernel kernel(options_for(home));
    EXPECT_EQ(info_of(kernel, "alpha").state, "held");
    EXPECT_NE(info_of(kernel, "alpha").reason.find("\"alpha/page\""), std::string::npos);
    EXPECT_EQ(info_of(kernel, "beta").reason,
              "It needs the plugin \"alpha\", which is not running.");
}

TEST(PluginManager, WhatOthersNeedCanNotBeDisabled) {
    const TestHome home;
    home.install_alpha_and_beta();
    Kernel kernel(options_for(home));
    EXPECT_EQ(refusal([&] { kernel.plugins().disable(kSomebody, "alpha"); }),
              "First disable what needs it: beta.");
    EXPECT_FALSE(info_of(kernel, "alpha").may_disable);
    EXPECT_TRUE(info_of(kernel, "beta").may_disable);
}

TEST(PluginManager, DisablingLastsOverARestartAndEnablingBringsItBack) {
    const TestHome home;
    home.install_alpha_and_beta();
    {
        Kernel kernel(options_for(home));
        kernel.plugins().disable(kSomebody, "beta");
        EXPECT_EQ(info_of(kernel, "beta").state, "disabled");
        EXPECT_FALSE(has_route(kernel, "/beta"));
        EXPECT_TRUE(has_route(kernel, "/alpha"));
    }
    Kernel kernel(options_for(home));
    EXPECT_EQ(info_of(kernel, "beta").state, "disabled");
    EXPECT_FALSE(has_route(kernel, "/beta"));
    kernel.plugins().enable(kSomebody, "beta");
    EXPECT_EQ(reply(kernel, "/beta"), "Hello Beta");
}

TEST(PluginManager, EnablingAPluginStartsThoseThatWaitedForIt) {
    const TestHome home;
    home.install_alpha_and_beta();
    {
        Kernel kernel(options_for(home));
        kernel.plugins().disable(kSomebody, "beta");
        kernel.plugins().disable(kSomebody, "alpha");
        kernel.plugins().enable(kSomebody, "alpha");
        EXPECT_EQ(info_of(kernel, "beta").state, "disabled");
        kernel.plugins().disable(kSomebody, "alpha");
        EXPECT_EQ(refusal([&] { kernel.plugins().enable(kSomebody, "beta"); }),
                  "It needs the plugin \"alpha\", which is disabled.");
        kernel.plugins().enable(kSomebody, "alpha");
        EXPECT_EQ(info_of(kernel, "beta").state, "running");
    }
}

TEST(PluginManager, DisablingWaitsForRequestsThatAreInside) {
    const TestHome home;
    home.install_alpha_and_beta();
    Kernel kernel(options_for(home));
    const auto routes = kernel.registry().now()->routes();
    const auto match = routes->find(Origin::Public, Method::Get, "/beta");
    ASSERT_TRUE(match.route);
    ASSERT_TRUE(match.route->owner->enter());
    std::atomic<bool> disabled{false};
    std::thread other([&] {
        kernel.plugins().disable(kSomebody, "beta");
        disabled = true;
    });
    while (match.route->owner->enter()) {  // until it is being drained
        match.route->owner->leave();
        std::this_thread::yield();
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_FALSE(disabled);
    TestRequest request;
    EXPECT_EQ(match.route->route.handler(request).bytes, "Hello Beta");
    match.route->owner->leave();
    other.join();
    EXPECT_TRUE(disabled);
}

TEST(PluginManager, APluginCanNotBeDisabledFromWithin) {
    const TestHome home;
    home.install_alpha_and_beta();
    Kernel kernel(options_for(home));
    const std::string id = "beta";
    const InPlugin scope(id);
    EXPECT_EQ(refusal([&] { kernel.plugins().disable(kSomebody, "beta"); }),
              "A plugin can't be disabled from one of its own pages.");
}

TEST(PluginManager, ANewVersionIsLoadedFromItsOwnFileWhenEnabledAgain) {
    const TestHome home;
    home.install_alpha_and_beta();
    Kernel kernel(options_for(home));
    kernel.plugins().disable(kSomebody, "beta");
    home.install("beta", R"({"requires": ["alpha"], "version": "0.2.0"})");
    kernel.plugins().enable(kSomebody, "beta");
    EXPECT_EQ(info_of(kernel, "beta").version, "0.2.0");
    EXPECT_EQ(reply(kernel, "/beta"), "Hello Beta");
}

}  // namespace
}  // namespace tessera::kernel
