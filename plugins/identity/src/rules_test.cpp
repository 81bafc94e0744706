#include "rules.hpp"

#include <gtest/gtest.h>

using namespace tessera;
using namespace tessera::identity;

namespace {

PermissionInfo permission(const char* id, std::vector<std::string> roles) {
    PermissionInfo info;
    info.id = id;
    info.roles = std::move(roles);
    return info;
}

const std::vector<PermissionInfo> kPermissions = {
    permission("home", {"employee"}), permission("team", {"manager", "learning-administrator"}),
    permission("site", {"site-administrator"})};

}  // namespace

TEST(Password, TenCharactersAreEnough) {
    EXPECT_EQ(password_problem("tessera demo 2026", {}), "");
    EXPECT_EQ(password_problem("ninechars", {}), "identity.error.password-short");
    EXPECT_EQ(password_problem("ŵŵŵŵŵŵŵŵŵ", {}), "identity.error.password-short");
}

TEST(Password, HasALimit) {
    EXPECT_EQ(password_problem(std::string(100, 'a') + std::string(101, 'b'), {}),
              "identity.error.password-long");
}

TEST(Password, WhatIsTriedFirstIsRefused) {
    EXPECT_EQ(password_problem("Password123", {}), "identity.error.password-common");
    EXPECT_EQ(password_problem("aaaaaaaaaaaa", {}), "identity.error.password-common");
}

TEST(Password, WhatOthersKnowIsRefused) {
    EXPECT_EQ(password_problem("Amara.Okafor@x.example", {"amara.okafor@x.example"}),
              "identity.error.password-own");
}

TEST(Roles, GivePermissionsWithTheirReach) {
    const auto grants =
        grants_of({{"employee", Reach::Self, 0}, {"manager", Reach::Unit, 7}}, kPermissions);
    ASSERT_EQ(grants.size(), 2U);
    EXPECT_EQ(grants[0].permission, "home");
    EXPECT_EQ(grants[0].reach, Reach::Self);
    EXPECT_EQ(grants[1].permission, "team");
    EXPECT_EQ(grants[1].unit, 7);
}

TEST(Roles, TheWholeSiteIncludesItsUnits) {
    const auto grants = grants_of(
        {{"manager", Reach::Unit, 7}, {"learning-administrator", Reach::Site, 0}}, kPermissions);
    ASSERT_EQ(grants.size(), 1U);
    EXPECT_EQ(grants[0].reach, Reach::Site);
}

TEST(Roles, AnUnknownRoleGivesNothing) {
    EXPECT_TRUE(grants_of({{"owner", Reach::Site, 0}}, kPermissions).empty());
    EXPECT_FALSE(is_role("owner"));
}

TEST(Roles, AnAdministratorCannotTakeOverSomebodyWhoMayDoMore) {
    const auto learning = grants_of({{"learning-administrator", Reach::Site, 0}}, kPermissions);
    const auto site = grants_of({{"site-administrator", Reach::Site, 0}}, kPermissions);
    const auto manager =
        grants_of({{"employee", Reach::Self, 0}, {"manager", Reach::Unit, 7}}, kPermissions);
    EXPECT_FALSE(covers(learning, site));
    EXPECT_TRUE(covers(learning, manager));
    EXPECT_FALSE(covers(manager, learning));
    EXPECT_FALSE(covers({{"team", Reach::Unit, 8}}, manager));
}

TEST(Next, OnlyPathsOfThisSiteAreFollowed) {
    EXPECT_EQ(safe_next("/people?q=a%20b"), "/people?q=a%20b");
    for (const char* bad :
         {"", "people", "//evil.example", "/\\evil.example", "https://evil.example",
          "/a\r\nSet-Cookie: x", "/sign-in?next=/", "/sign-out"}) {
        EXPECT_EQ(safe_next(bad), "/") << bad;
    }
    EXPECT_EQ(safe_next("/" + std::string(1000, 'a')), "/");
}

TEST(Device, IsNamedByBrowserAndSystem) {
    EXPECT_EQ(
        device_name(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/120.0 Safari/537.36 Edg/120.0"),
        "Edge, Windows");
    EXPECT_EQ(
        device_name(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1"),
        "Safari, iPhone");
    EXPECT_EQ(device_name("something else"), "");
}

TEST(TemporaryPassword, PassesTheRuleAndCanBeReadOut) {
    std::uint64_t state = 1;
    const std::string made =
        temporary_password([&] { return state = state * 6364136223846793005U + 1; });
    EXPECT_EQ(made.size(), 20U);
    EXPECT_EQ(made[6], '-');
    EXPECT_EQ(password_problem(made, {}), "");
}
