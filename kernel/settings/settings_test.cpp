#include "settings/settings.hpp"

#include "db/storage.hpp"
#include "log/log.hpp"
#include "plugin/testing/home.hpp"
#include "tessera/error.hpp"
#include "time/clock.hpp"

#include <gtest/gtest.h>

namespace tessera::kernel {
namespace {

std::vector<SettingSpec> specs() {
    SettingSpec days, open, name;
    days.id = "rota.days";
    days.type = SettingSpec::Type::Integer;
    days.default_value = "90";
    days.min = 1;
    days.max = 365;
    open.id = "rota.open";
    open.type = SettingSpec::Type::Boolean;
    open.default_value = "false";
    name.id = "rota.name";
    name.default_value = "Rota";
    name.choices = {"Rota", "Shifts"};
    return {days, open, name};
}

class SettingsTest : public ::testing::Test {
protected:
    SettingsTest() : storage_(home_.data(), home_.home() / "kernel" / "migrations", clock_, log_) {
        settings_.declare(specs());
    }

    void set(const std::string& id, const std::string& value) {
        storage_.db().write(
            [&](Transaction& tx) { settings_.set(tx, Principal::system("test"), id, value); });
    }

    testing::TestHome home_;
    SystemClock clock_;
    JsonLog log_{clock_, LogLevel::Error};
    Storage storage_;
    KernelSettings settings_;
};

TEST_F(SettingsTest, HaveTheirDefaultsUntilTheyAreSet) {
    EXPECT_EQ(settings_.integer("rota.days"), 90);
    EXPECT_FALSE(settings_.flag("rota.open"));
    EXPECT_EQ(settings_.text("rota.name"), "Rota");
    set("rota.days", "30");
    set("rota.open", "true");
    set("rota.name", "Shifts");
    EXPECT_EQ(settings_.integer("rota.days"), 30);
    EXPECT_TRUE(settings_.flag("rota.open"));
    EXPECT_EQ(settings_.text("rota.name"), "Shifts");
}

TEST_F(SettingsTest, AreThereAfterARestart) {
    set("rota.days", "30");
    KernelSettings again;
    again.declare(specs());
    EXPECT_TRUE(again.load(storage_.db()).empty());
    EXPECT_EQ(again.integer("rota.days"), 30);
}

TEST_F(SettingsTest, AStoredValueThatNoLongerFitsGivesWayToTheDefault) {
    set("rota.days", "300");
    auto narrower = specs();
    narrower[0].max = 100;
    KernelSettings again;
    again.declare(narrower);
    EXPECT_EQ(again.load(storage_.db()), std::vector<std::string>{"rota.days"});
    EXPECT_EQ(again.integer("rota.days"), 90);
}

TEST_F(SettingsTest, AValueThatDoesNotFitIsRefusedAndNothingChanges) {
    for (const char* bad : {"0", "366", "ninety", "", "9x", "99999999999999999999"}) {
        EXPECT_THROW(set("rota.days", bad), Error) << bad;
    }
    EXPECT_THROW(set("rota.open", "yes"), Error);
    EXPECT_THROW(set("rota.name", "Roster"), Error);
    EXPECT_THROW(set("rota.nothing", "1"), Error);
    EXPECT_EQ(settings_.integer("rota.days"), 90);
}

TEST_F(SettingsTest, AWriteThatRollsBackLeavesTheOldValue) {
    EXPECT_THROW(storage_.db().write([&](Transaction& tx) {
        settings_.set(tx, Principal::system("test"), "rota.days", "30");
        throw Error(ErrorKind::Conflict, "test", "Changed my mind.");
    }),
                 Error);
    EXPECT_EQ(settings_.integer("rota.days"), 90);
}

TEST_F(SettingsTest, ReadingAnUndeclaredOneOrAnotherTypeIsAFault) {
    EXPECT_THROW(settings_.integer("rota.nothing"), Error);
    EXPECT_THROW(settings_.flag("rota.days"), Error);
    settings_.withdraw(specs());
    EXPECT_THROW(settings_.integer("rota.days"), Error);
}

}  // namespace
}  // namespace tessera::kernel
