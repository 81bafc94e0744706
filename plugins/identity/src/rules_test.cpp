#include "rules.hpp"

#include <gtest/gtest.h>

using namespace tessera;
using namespace tessera::identity;

namespace {

PermissionInfo permission(const char* id, About about, std::vector<std::string> roles) {
    PermissionInfo info;
    info.id = id;
    info.about = about;
    info.roles = std::move(roles);
    return info;
}

const std::vector<PermissionInfo> kPermissions = {
    permission("home", About::Own, {"employee"}),
    permission("team", About::Person, {"manager", "learning-administrator"}),
    permission("require", About::Unit, {"learning-administrator"}),
    permission("site", About::Site, {"site-administrator"})};

/// Units 1 with 7 below it, and 8.
bool within(std::int64_t inner, std::int64_t outer) {
    return inner == outer || (inner == 7 && outer == 1);
}

std::vector<Grant> claims(const char* role, Reach reach, std::int64_t unit = 0) {
    return claims_of({{"employee", Reach::Self, 0}, {role, reach, unit}}, kPermissions);
}

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
    // The first, the last and some between of the list; and no part of one.
    for (const char* common : {"$tatyana09$", "~censored~", "QWERTYUIOP", "Manchester1",
                               "qwerty12345", "basketball", "passw0rd123", "changeme123"})
        EXPECT_EQ(password_problem(common, {}), "identity.error.password-common") << common;
    for (const char* fine : {"basketball basketball", "asketball12\nx", "qwertyuiop by the sea"})
        EXPECT_EQ(password_problem(fine, {}), "") << fine;
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
    ASSERT_EQ(grants.size(), 2U);
    EXPECT_EQ(grants[0].permission, "team");
    EXPECT_EQ(grants[0].reach, Reach::Site);
    EXPECT_EQ(grants[1].permission, "require");
}

TEST(Roles, AReachThatDoesNotCountGivesNothing) {
    for (const Reach reach : {Reach::Self, Reach::Unit}) {
        EXPECT_TRUE(grants_of({{"site-administrator", reach, 7}}, kPermissions).empty());
    }
    const auto grants = grants_of({{"learning-administrator", Reach::Self, 0}}, kPermissions);
    ASSERT_EQ(grants.size(), 1U);
    EXPECT_EQ(grants[0].permission, "team");
}

TEST(Roles, AreGrantedOnlyWithAReachTheirPermissionsKnow) {
    const auto knows = [](const char* role, Reach reach) {
        return role_knows(role, reach, kPermissions);
    };
    EXPECT_TRUE(knows("employee", Reach::Self));
    EXPECT_FALSE(knows("employee", Reach::Unit)) << "nothing of it is about people or units";
    EXPECT_TRUE(knows("manager", Reach::Self));
    EXPECT_TRUE(knows("manager", Reach::Unit));
    EXPECT_FALSE(knows("learning-administrator", Reach::Self));
    EXPECT_TRUE(knows("learning-administrator", Reach::Unit));
    EXPECT_FALSE(knows("site-administrator", Reach::Self));
    EXPECT_FALSE(knows("site-administrator", Reach::Unit));
    for (const char* role : kRoles) EXPECT_TRUE(knows(role, Reach::Site)) << role;
}

TEST(Roles, AnUnknownRoleGivesNothing) {
    EXPECT_TRUE(grants_of({{"owner", Reach::Site, 0}}, kPermissions).empty());
    EXPECT_FALSE(is_role("owner"));
}

TEST(Roles, AnAdministratorCannotTakeOverSomebodyWhoMayDoMore) {
    const auto grants = [](const char* role, Reach reach, std::int64_t unit) {
        return grants_of({{"employee", Reach::Self, 0}, {role, reach, unit}}, kPermissions);
    };
    const auto learning = grants("learning-administrator", Reach::Site, 0);
    const auto of_one = grants("learning-administrator", Reach::Unit, 1);
    const auto manager = grants("manager", Reach::Unit, 7);
    EXPECT_TRUE(covers({}, claims("employee", Reach::Self), within)) << "everybody's own";
    EXPECT_TRUE(covers(learning, claims("manager", Reach::Unit, 7), within));
    EXPECT_TRUE(covers(learning, claims("manager", Reach::Self), within));
    EXPECT_TRUE(covers(of_one, claims("manager", Reach::Unit, 7), within)) << "a unit below";
    EXPECT_FALSE(covers(of_one, claims("manager", Reach::Unit, 8), within));
    EXPECT_FALSE(covers(of_one, claims("manager", Reach::Self), within))
        << "who reports to somebody may work anywhere";
    EXPECT_FALSE(covers(manager, claims("manager", Reach::Unit, 1), within));
    EXPECT_FALSE(covers(manager, claims("manager", Reach::Site), within));
    EXPECT_FALSE(covers(manager, claims("learning-administrator", Reach::Site), within));
}

TEST(Roles, AReachThatDoesNotCountStillMakesAnAccountPrivileged) {
    const auto learning = grants_of({{"learning-administrator", Reach::Site, 0}}, kPermissions);
    for (const Reach reach : {Reach::Self, Reach::Unit, Reach::Site}) {
        const auto held = claims("site-administrator", reach, 7);
        ASSERT_EQ(held.size(), 1U);
        EXPECT_EQ(held[0].reach, Reach::Site);
        EXPECT_FALSE(covers(learning, held, within));
    }
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
