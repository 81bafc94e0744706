// Plugins that crash, leave, block or hang, and what is installed in the place of files.
#include "app/plugin_commands.hpp"
#include "plugin/testing/running.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <sstream>

namespace tessera::kernel {
namespace {

namespace fs = std::filesystem;

using testing::info_of;
using testing::kSomebody;
using testing::options_for;
using testing::TestHome;

constexpr const char* kManifest = R"({"jobs": [{"id": "rowdy.job"}]})";

void install_rowdy(const TestHome& home, const std::string& behaviour) {
    home.install("rowdy", kManifest);
    home.write("plugins/rowdy/behaviour", behaviour);
}

/// Loads all plugins in a process of its own; returns its status as waitpid() gives it.
int load_elsewhere(const TestHome& home, const char* open = nullptr) {
    const pid_t child = ::fork();
    if (child == 0) {
        if (open) ::setenv("TESSERA_ROWDY_OPEN", open, 1);
        [[maybe_unused]] const auto* gone = std::freopen("/dev/null", "w", stderr);
        { const Kernel kernel(options_for(home)); }
        ::_exit(77);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
}

std::string list_of(const TestHome& home) {
    std::ostringstream out;
    list_plugins({home.home(), home.data()}, out);
    return out.str();
}

TEST(PluginStart, APluginThatEndedTheServerIsLeftOutAndNamed) {
    for (const char* behaviour : {"setup abort", "setup segfault", "setup exit", "setup _exit",
                                  "start abort", "start kill", "start exit", "start _exit"}) {
        const TestHome home;
        home.install_alpha_and_beta();
        install_rowdy(home, behaviour);
        ASSERT_NE(load_elsewhere(home), 77 << 8) << behaviour;
        for (int start = 0; start < 2; ++start) {
            Kernel kernel(options_for(home));
            EXPECT_EQ(info_of(kernel, "rowdy").state, "held") << behaviour;
            EXPECT_NE(info_of(kernel, "rowdy").reason.find("ended or blocked the server"),
                      std::string::npos)
                << behaviour;
            EXPECT_EQ(info_of(kernel, "beta").state, "running") << behaviour;
        }
        EXPECT_NE(list_of(home).find("rowdy\t0.1.0\theld\tIt ended"), std::string::npos);
        home.write("plugins/rowdy/behaviour", "");
        Kernel kernel(options_for(home));
        kernel.plugins().enable(kSomebody, "rowdy");
        EXPECT_EQ(info_of(kernel, "rowdy").state, "running") << behaviour;
    }
}

TEST(PluginStart, SoIsOneThatDoesItWhileItsLibraryIsOpened) {
    const TestHome home;
    home.install_alpha_and_beta();
    install_rowdy(home, "");
    ASSERT_NE(load_elsewhere(home, "abort"), 77 << 8);
    Kernel kernel(options_for(home));
    EXPECT_EQ(info_of(kernel, "rowdy").state, "held");
    EXPECT_EQ(info_of(kernel, "alpha").state, "running");
}

TEST(PluginStart, APluginThatDoesNotComeBackIsHeldAndTheOthersRun) {
    for (const char* step : {"setup", "start"}) {
        const TestHome home;
        home.install_alpha_and_beta();
        install_rowdy(home, std::string(step) + " hang");
        auto options = options_for(home);
        options.plugin_time = std::chrono::milliseconds(300);
        Kernel kernel(options);
        EXPECT_EQ(info_of(kernel, "rowdy").state, "held");
        EXPECT_EQ(info_of(kernel, "rowdy").reason, "It did not finish " + std::string(step) +
                                                       "() within 1 seconds, so the site goes on "
                                                       "without it.");
        EXPECT_EQ(info_of(kernel, "beta").state, "running");
        EXPECT_EQ(kernel.plugins().stuck().size(), 1u);
    }
}

TEST(PluginStart, APluginThatDoesNotStopIsLeftToItself) {
    const TestHome home;
    install_rowdy(home, "stop hang");
    auto options = options_for(home);
    options.plugin_stop_time = std::chrono::milliseconds(300);
    Kernel kernel(options);
    ASSERT_EQ(info_of(kernel, "rowdy").state, "running");
    kernel.plugins().disable(kSomebody, "rowdy");
    EXPECT_EQ(info_of(kernel, "rowdy").state, "disabled");
    EXPECT_EQ(kernel.plugins().stuck(), std::vector<std::string>{"rowdy: stop()"});
}

TEST(PluginStart, AnotherProcessThatIsStartingAPluginIsNotToBlame) {
    const TestHome home;
    fs::create_directories(home.data() / "starting");
    StartMark mine(home.data() / "starting"), other(home.data() / "starting");
    other.begin("rowdy");
    EXPECT_TRUE(mine.left().empty());
    other.end();
    EXPECT_TRUE(mine.left().empty());
}

TEST(PluginStart, ListingAndChangingPluginsRunsNone) {
    const TestHome home;
    home.install_alpha_and_beta();
    install_rowdy(home, "setup abort");
    EXPECT_EQ(list_of(home),
              "alpha\t0.1.0\tcompatible\nbeta\t0.1.0\tcompatible\nrowdy\t0.1.0\tcompatible\n");
    std::ostringstream out;
    const Places places{home.home(), home.data()};
    EXPECT_EQ(disable_plugin(places, "rowdy", false, out), 0);
    EXPECT_EQ(disable_plugin(places, "alpha", false, out), 1) << "it is a guard";
    EXPECT_NE(out.str().find("alpha.may-greet/1"), std::string::npos);
    { Kernel kernel(options_for(home)); }
    EXPECT_EQ(list_of(home),
              "alpha\t0.1.0\trunning\nbeta\t0.1.0\trunning\nrowdy\t0.1.0\tdisabled\n");
    EXPECT_EQ(disable_plugin(places, "alpha", true, out), 0);
    EXPECT_THROW(enable_plugin(places, "nothing", out), Error);
    EXPECT_THROW(forget_plugin_command(places, "alpha", out), Error);
    fs::remove_all(home.home() / "plugins" / "rowdy");
    EXPECT_EQ(forget_plugin_command(places, "rowdy", out), 0);
    EXPECT_EQ(list_of(home).find("rowdy"), std::string::npos);
}

TEST(PluginStart, ASafeStartRunsTheEssentialOnesAndWhatTheyNeed) {
    const TestHome home;
    home.install_alpha_and_beta();
    home.install("beta", R"({"requires": ["alpha"], "essential": true})");
    install_rowdy(home, "setup abort");
    auto options = options_for(home);
    options.safe = true;
    Kernel kernel(options);
    EXPECT_EQ(info_of(kernel, "alpha").state, "running");
    EXPECT_EQ(info_of(kernel, "beta").state, "running");
    EXPECT_EQ(info_of(kernel, "rowdy").reason,
              "It was left out, since the server was started with --safe.");
    home.write("plugins/rowdy/behaviour", "");
    kernel.plugins().enable(kSomebody, "rowdy");
    EXPECT_EQ(info_of(kernel, "rowdy").state, "running");
}

TEST(PluginStart, ASecondServerOnTheFolderIsRefusedWithTheOthersProcess) {
    const TestHome home;
    Kernel kernel(options_for(home));
    try {
        const Kernel second(options_for(home));
        FAIL();
    } catch (const Error& problem) {
        EXPECT_NE(std::string(problem.what()).find("(process " + std::to_string(::getpid()) + ")"),
                  std::string::npos)
            << problem.what();
    }
    auto command = options_for(home);
    command.serving = false;
    const Kernel beside(command);
}

/// What may stand in the place of a plugin's file or folder, and must neither stop nor hang a start.
class InThePlaceOfAFile : public ::testing::TestWithParam<const char*> {
protected:
    static void put(const fs::path& file, const std::string& kind) {
        fs::remove_all(file);
        fs::create_directories(file.parent_path());
        if (kind == "pipe" && ::mkfifo(file.c_str(), 0600) != 0) FAIL();
        if (kind == "circle") fs::create_symlink(file.filename(), file);
        if (kind == "device") fs::create_symlink("/dev/zero", file);
        if (kind == "terminal") fs::create_symlink("/dev/tty", file);
        if (kind == "folder") fs::create_directories(file);
        if (kind == "nowhere") fs::create_symlink("nothing-here", file);
    }
};

TEST_P(InThePlaceOfAFile, HoldsThatPluginOnly) {
    for (const char* name :
         {"plugin.json", "libalpha.so", "templates/page.html", "i18n/en.json", "i18n",
          "migrations/0001_alpha.sql", "migrations", "templates", "static"}) {
        const std::string kind = GetParam();
        // A folder is what belongs there, or says as little as one that is missing.
        if (kind == "folder" && !fs::path(name).has_extension()) continue;
        if (kind == "folder" && fs::path(name).extension() == ".html") continue;
        if (kind == "nowhere" && fs::path(name).extension() != ".so" &&
            std::string(name) != "plugin.json")
            continue;
        const TestHome home;
        home.install_alpha_and_beta();
        home.install("rowdy", kManifest);
        put(home.home() / "plugins" / "alpha" / name, kind);
        Kernel kernel(options_for(home));
        EXPECT_EQ(info_of(kernel, "alpha").state, "held") << name;
        EXPECT_EQ(info_of(kernel, "rowdy").state, "running") << name;
    }
}

TEST_P(InThePlaceOfAFile, OfAPluginsFolderIsPassedOver) {
    const TestHome home;
    home.install("rowdy", kManifest);
    put(home.home() / "plugins" / "strange", GetParam());
    put(home.data() / "plugins", GetParam());
    Kernel kernel(options_for(home));
    EXPECT_EQ(info_of(kernel, "rowdy").state, "running");
}

TEST_P(InThePlaceOfAFile, AmongStaticFilesIsLeftOut) {
    const TestHome home;
    home.install_alpha_and_beta();
    put(home.home() / "plugins" / "alpha" / "static" / "a.css", GetParam());
    Kernel kernel(options_for(home));
    EXPECT_EQ(info_of(kernel, "alpha").state, "running") << info_of(kernel, "alpha").reason;
}

INSTANTIATE_TEST_SUITE_P(All, InThePlaceOfAFile,
                         ::testing::Values("pipe", "circle", "device", "terminal", "folder",
                                           "nowhere"));

}  // namespace
}  // namespace tessera::kernel
