// Events and guards of plugins that run, are stopped, are held or have gone.
#include "db/test_support.hpp"
#include "plugin/testing/alpha.hpp"
#include "plugin/testing/running.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <map>
#include <thread>

namespace tessera::kernel {
namespace {

using testing::info_of;
using testing::kSomebody;
using testing::options_for;
using testing::TestHome;

std::vector<std::vector<std::string>> ask(Kernel& kernel,
                                          const std::vector<alpha::MayGreet>& questions,
                                          const char* locale = "en") {
    testing::RecordingLog log;
    const Dispatcher dispatcher(kernel.registry(), log);
    return kernel.storage().db().read([&](Reader& reader) {
        return dispatcher.ask(alpha::MayGreet::kId, reader, questions.data(), questions.size(),
                              locale);
    });
}

std::vector<std::string> ask(Kernel& kernel, const std::string& name) {
    return ask(kernel, std::vector{alpha::MayGreet{name}}).front();
}

Condition narrow(Kernel& kernel, const std::string& name) {
    testing::RecordingLog log;
    const alpha::MayGreet question{name};
    return Dispatcher(kernel.registry(), log).narrow(alpha::MayGreet::kId, &question, "n");
}

void greet(Kernel& kernel, std::int64_t number) {
    kernel.storage().db().write([&](Transaction& tx) { tx.publish(alpha::Greeted{number}); });
}

/// Numbers that beta's in-transaction handler has noted, in order.
std::string noted(Kernel& kernel) {
    std::string all;
    kernel.storage().db().read([&](Reader& reader) {
        for (Row row : reader.query("SELECT n FROM beta_greeted ORDER BY id"))
            all += std::to_string(row.get<std::int64_t>(0)) + " ";
    });
    return all;
}

TEST(PluginContract, EventsReachInTransactionHandlersAndAFailureRollsBack) {
    const TestHome home;
    home.install_alpha_and_beta();
    Kernel kernel(options_for(home));
    auto& db = kernel.storage().db();
    const auto publish = [&](std::int64_t number) {
        db.write([&](Transaction& tx) {
            tx.execute("INSERT INTO alpha_demo VALUES (?)", number);
            tx.publish(alpha::Greeted{number});
        });
    };
    publish(5);
    EXPECT_THROW(publish(-1), Error);
    const auto rows = db.read([](Reader& reader) {
        return reader.all([](Row row) { return row.get<std::int64_t>(0); },
                          "SELECT n FROM alpha_demo");
    });
    EXPECT_EQ(rows, std::vector<std::int64_t>{5});
}

TEST(PluginContract, EventsWaitForADisabledSubscriber) {
    const TestHome home;
    home.install_alpha_and_beta();
    Kernel kernel(options_for(home));
    kernel.plugins().disable(kSomebody, "beta");
    kernel.storage().db().write([](Transaction& tx) { tx.publish(alpha::Greeted{7}); });
    EXPECT_EQ(kernel.storage().outbox().waiting(), 2) << "one for each of its two handlers";
    EXPECT_EQ(info_of(kernel, "beta").waiting, 2);
    kernel.plugins().enable(kSomebody, "beta");
    kernel.settle();
    EXPECT_EQ(kernel.storage().outbox().waiting(), 0);
    EXPECT_EQ(noted(kernel), "7 ");
}

TEST(PluginContract, PoliciesGiveTheirReasons) {
    const TestHome home;
    home.install_alpha_and_beta();
    Kernel kernel(options_for(home));
    EXPECT_TRUE(ask(kernel, "Ada").empty());
    EXPECT_EQ(ask(kernel, "Eve"), std::vector<std::string>{"Eve is not greeted."});
}

TEST(PluginContract, EventsWaitForAPluginThatCanNotBeLoadedAndComeInOrder) {
    const TestHome home;
    home.install_alpha_and_beta();
    { Kernel kernel(options_for(home)); }
    home.write("plugins/beta/libbeta.so", "not a library");
    {
        Kernel kernel(options_for(home));
        ASSERT_EQ(info_of(kernel, "beta").state, "held");
        greet(kernel, 1);
        greet(kernel, 2);
    }
    home.install("beta", R"({"requires": ["alpha"]})");
    Kernel kernel(options_for(home));
    ASSERT_EQ(info_of(kernel, "beta").state, "running") << info_of(kernel, "beta").reason;
    greet(kernel, 1);
    kernel.settle();
    EXPECT_EQ(noted(kernel), "1 2 1 ");
}

TEST(PluginContract, EventsWaitForAPluginWhoseFolderHasGoneUntilItIsForgotten) {
    const TestHome home;
    home.install_alpha_and_beta();
    { Kernel kernel(options_for(home)); }
    std::filesystem::remove_all(home.home() / "plugins" / "beta");
    Kernel kernel(options_for(home));
    greet(kernel, 1);
    EXPECT_EQ(info_of(kernel, "beta").state, "missing");
    EXPECT_EQ(info_of(kernel, "beta").waiting, 2);
    kernel.plugins().forget(kSomebody, "beta");
    EXPECT_EQ(kernel.storage().outbox().waiting(), 0);
    EXPECT_EQ(info_of(kernel, "beta").id, "");
    greet(kernel, 2);
    EXPECT_EQ(kernel.storage().outbox().waiting(), 0);
    EXPECT_EQ(kernel.storage().db().read([](Reader& reader) {
        return reader.value<std::string>(
            "SELECT before FROM kernel_audit WHERE action = 'kernel.plugin-forgotten'");
    }),
              "{\"events\":2,\"jobs\":0}");
    EXPECT_THROW(kernel.plugins().forget(kSomebody, "alpha"), Error) << "it is installed";
    EXPECT_THROW(kernel.plugins().forget(kSomebody, "nothing"), Error);
}

TEST(PluginContract, QuestionsAreAskedBySetAndListsAreNarrowed) {
    const TestHome home;
    home.install_alpha_and_beta();
    Kernel kernel(options_for(home));
    const auto answers = ask(kernel, {{"Ada", 1}, {"Ada", 2}, {"Eve", 2}});
    ASSERT_EQ(answers.size(), 3u);
    EXPECT_FALSE(answers[0].empty());
    EXPECT_TRUE(answers[1].empty());
    EXPECT_FALSE(answers[2].empty());
    const Condition condition = narrow(kernel, "Ada");
    EXPECT_EQ(condition.sql, "1 = 1 AND (n % 2 = ?)");
    EXPECT_TRUE(condition.complete);
    EXPECT_EQ(condition.values.size(), 1u);
}

TEST(PluginContract, AGuardThatFailsIsANo) {
    const TestHome home;
    home.install_alpha_and_beta();
    Kernel kernel(options_for(home));
    const auto reasons = ask(kernel, "Mallory");
    ASSERT_EQ(reasons.size(), 1u);
    EXPECT_NE(reasons[0].find("alpha"), std::string::npos) << reasons[0];
}

TEST(PluginContract, AGuardThatIsBeingStoppedIsANoAndOneThatWasStoppedIsNotAsked) {
    const TestHome home;
    home.install_alpha_and_beta();
    Kernel kernel(options_for(home));
    kernel.plugins().disable(kSomebody, "beta");
    const auto alpha = kernel.registry().now()->plugin("alpha")->usage;
    ASSERT_TRUE(alpha->enter());
    std::thread other([&] { kernel.plugins().disable(kSomebody, "alpha"); });
    while (alpha->open()) std::this_thread::yield();
    EXPECT_EQ(ask(kernel, "Ada").size(), 1u);
    EXPECT_EQ(narrow(kernel, "Ada").sql, "1 = 0");
    alpha->leave();
    other.join();
    EXPECT_TRUE(ask(kernel, "Eve").empty());
    EXPECT_EQ(narrow(kernel, "Eve").sql, "1 = 1");
}

/// However it comes that a guard does not run, the answer is no.
TEST(PluginContract, AGuardThatIsHeldOrMissingIsANo) {
    const std::string broken = "not a library";
    const std::map<std::string, std::function<void(const TestHome&)>> ways = {
        {"library", [&](const TestHome& home) { home.write("plugins/alpha/libalpha.so", broken); }},
        {"manifest", [&](const TestHome& home) { home.write("plugins/alpha/plugin.json", "{"); }},
        {"folder",
         [](const TestHome& home) {
             std::filesystem::remove_all(home.home() / "plugins" / "alpha");
         }},
        {"template",
         [](const TestHome& home) {
             home.write("plugins/alpha/templates/page.html", "{{#open}}");
         }},
        {"words", [](const TestHome& home) { home.write("plugins/alpha/i18n/en.json", "{"); }},
        {"migration",
         [](const TestHome& home) {
             home.write("plugins/alpha/migrations/0002_more.sql", "CREATE NONSENSE;");
         }},
    };
    for (const auto& [name, damage] : ways) {
        const TestHome home;
        home.install_alpha_and_beta();
        { Kernel kernel(options_for(home)); }
        damage(home);
        Kernel kernel(options_for(home));
        ASSERT_NE(info_of(kernel, "alpha").state, "running") << name;
        EXPECT_EQ(ask(kernel, "Ada").size(), 1u) << name;
        EXPECT_EQ(narrow(kernel, "Ada").sql, "1 = 0") << name;
        EXPECT_NE(ask(kernel, {{"Ada"}}, "cy").front().front().find("penderfynu"),
                  std::string::npos)
            << name;
        kernel.plugins().disable(kSomebody, "alpha");
        EXPECT_TRUE(ask(kernel, "Ada").empty()) << name << ": stopped on purpose";
    }
}

TEST(PluginContract, AGuardThatWasNeverStartedHereIsClosedToo) {
    const TestHome home;
    home.install_alpha_and_beta();
    home.write("plugins/alpha/libalpha.so", "not a library");
    Kernel kernel(options_for(home));
    EXPECT_EQ(ask(kernel, "Ada").size(), 1u);
}

TEST(PluginContract, APolicyThatTheManifestDoesNotNameHoldsThePlugin) {
    const TestHome home;
    home.install("alpha",
                 R"({"provides": ["alpha.greeter/1"], "slots": ["nav.learning", "nav.tabs"],
        "permissions": [{"id": "alpha.see", "label": "See"}], "jobs": [{"id": "alpha.tidy"}]})");
    Kernel kernel(options_for(home));
    EXPECT_EQ(info_of(kernel, "alpha").reason,
              "The question \"alpha.may-greet/1\" is not in \"guards\" of plugin.json.");
}

}  // namespace
}  // namespace tessera::kernel
