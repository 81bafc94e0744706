#include "app/gate.hpp"

#include "app/kernel.hpp"
#include "app/routes.hpp"
#include "plugin/testing/home.hpp"

#include <gtest/gtest.h>

namespace tessera::kernel {
namespace {

using testing::TestHome;
using testing::TestRequest;

/// Knows one session, "ada-session".
class OneSession : public Authenticator {
public:
    Principal from_session(std::string_view token) override {
        Principal principal;
        if (token != "ada-session" && token != "eve-session") return principal;
        principal.kind = Principal::Kind::Person;
        principal.name = token == "ada-session" ? "Ada" : "Eve";
        return principal;
    }
    Principal from_api_key(std::string_view) override { throw 42; }
    std::string sign_in_path() const override { return "/sign-in"; }
    std::string detour(const Principal&, std::string_view) override { return ""; }
};

class GateTest : public ::testing::Test {
protected:
    GateTest() {
        home_.install_alpha_and_beta();
        KernelOptions options;
        options.home = home_.home();
        options.data = home_.data();
        options.serving = true;
        options.log_level = LogLevel::Error;
        kernel_ = std::make_unique<Kernel>(options);
    }
    SiteGate& gate() { return kernel_->gate(); }

    TestHome home_;
    std::unique_ptr<Kernel> kernel_;
};

View alpha_page() { return view("alpha/page", {{"name", "<Ada>"}, {"count", 2}}, "The title"); }

TEST_F(GateTest, APageStandsInItsLayoutWithTheNavigation) {
    TestRequest request;
    const auto html = gate().render(alpha_page(), request);
    EXPECT_NE(html.find("<body class=\"app\"><title>The title</title>"), std::string::npos) << html;
    EXPECT_NE(html.find("<nav>kernel.nav-learning<a>Alpha</a></nav>"), std::string::npos) << html;
    EXPECT_NE(html.find("<main><p>&lt;Ada&gt;: 2 things</p></main>"), std::string::npos) << html;
}

TEST_F(GateTest, AViewWithoutALayoutIsAFragmentInTheRequestsLanguage) {
    TestRequest request;
    request.locale_ = "cy";
    View fragment = alpha_page();
    fragment.layout.clear();
    EXPECT_EQ(gate().render(fragment, request), "<p>&lt;Ada&gt;: 2 beth</p>");
}

TEST_F(GateTest, ASlotItemThatFailsDoesNotTakeThePageWithIt) {
    TestRequest request;
    // alpha's item in nav.tabs throws; see testing/alpha.cpp.
    EXPECT_NO_THROW(gate().render(alpha_page(), request));
}

TEST_F(GateTest, TheErrorPageHidesTheInnerWordsOfOurOwnFaults) {
    TestRequest request;
    const auto html = gate().error_page({500, "x.y", "secret detail", {}, "r-1"}, request);
    EXPECT_EQ(html.find("secret detail"), std::string::npos);
    EXPECT_NE(html.find("Sorry, something went wrong here"), std::string::npos);
    const auto refusal = gate().error_page({409, "x.y", "You are <enrolled>.", {}, "r-2"}, request);
    EXPECT_NE(refusal.find("You are &lt;enrolled&gt;."), std::string::npos);
    EXPECT_NE(refusal.find("<body class=\"plain\">"), std::string::npos);
}

TEST_F(GateTest, ErrorsOfTheKernelAreInThePersonsLanguage) {
    TestRequest request;
    request.locale_ = "cy";
    const auto html =
        gate().error_page({404, "http.not-found", "There is nothing.", {}, "r"}, request);
    EXPECT_NE(html.find("Does dim byd yn y cyfeiriad hwn"), std::string::npos) << html;
}

TEST_F(GateTest, WithoutAnAuthenticatorEverybodyIsAnonymous) {
    EXPECT_FALSE(gate().from_session("anything").signed_in());
    EXPECT_FALSE(gate().from_api_key("anything").signed_in());
    EXPECT_EQ(gate().sign_in_path(), "");
}

TEST(GateAuthentication, TheCsrfTokenBelongsToTheSession) {
    OneSession authenticator;
    auto identity = std::make_shared<Mounted>();
    identity->manifest.id = "identity";
    identity->usage = std::make_shared<Usage>("identity");
    identity->contributions.services[Authenticator::kId] =
        static_cast<Authenticator*>(&authenticator);
    Registry registry((Base()));
    registry.put({identity}, {});
    SystemClock clock;
    JsonLog log(clock, LogLevel::Error);
    KernelSecrets secrets(InstallationKey{}, {8192, 1}, 1);
    KernelMessages messages([&] { return registry.now()->catalogue(); }, clock, true);
    KernelSlots slots(registry, log);
    const Addresses addresses;
    SiteGate gate(registry, slots, messages, secrets, addresses, log);

    const auto ada = gate.from_session("ada-session");
    EXPECT_EQ(ada.name, "Ada");
    EXPECT_EQ(ada.csrf.size(), 111u);  // account, session, signature
    EXPECT_EQ(ada.csrf, gate.from_session("ada-session").csrf);
    EXPECT_NE(ada.csrf, gate.from_session("eve-session").csrf);
    EXPECT_EQ(gate.from_session("unknown").csrf, "");
    EXPECT_EQ(gate.sign_in_path(), "/sign-in");
    EXPECT_THROW(gate.from_api_key("key"), Error);  // what a plugin throws is translated
    identity->usage->close();
    EXPECT_FALSE(gate.from_session("ada-session").signed_in());
}

TEST_F(GateTest, TheLanguageIsThePersonsThenTheCookiesThenTheBrowsers) {
    TestRequest request;
    EXPECT_EQ(gate().locale(request), "en");
    request.headers_["Accept-Language"] = "de, cy;q=0.8, en;q=0.5";
    EXPECT_EQ(gate().locale(request), "cy");
    request.cookies_[kLanguageCookie] = "en";
    EXPECT_EQ(gate().locale(request), "en");
    request.principal_.locale = "cy";
    EXPECT_EQ(gate().locale(request), "cy");
}

TEST(AcceptedLocale, FollowsTheWeights) {
    EXPECT_EQ(accepted_locale("cy-GB,en;q=0.9"), "cy");
    EXPECT_EQ(accepted_locale("fr;q=1, en-US;q=0.7, cy;q=0.6"), "en");
    EXPECT_EQ(accepted_locale("fr, de"), "");
    EXPECT_EQ(accepted_locale("cy;q=0"), "");
    EXPECT_EQ(accepted_locale(",;q=,,"), "");
}

TEST(InsideAddress, IsLoopbackOrPrivate) {
    for (const char* inside :
         {"127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.0.1", "192.168.1.1", "::1", "fd00::1"}) {
        EXPECT_TRUE(is_inside_address(inside)) << inside;
    }
    for (const char* outside :
         {"8.8.8.8", "172.32.0.1", "192.169.1.1", "2001:db8::1", "", "localhost"}) {
        EXPECT_FALSE(is_inside_address(outside)) << outside;
    }
}

}  // namespace
}  // namespace tessera::kernel
