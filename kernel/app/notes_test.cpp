#include "app/notes.hpp"

#include "app/held_forms.hpp"
#include "auth/secrets.hpp"
#include "tessera/sealed.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tessera::kernel {
namespace {

Principal person(std::int64_t account, const char* csrf) {
    Principal principal;
    principal.kind = Principal::Kind::Person;
    principal.account = {account};
    principal.csrf = csrf;
    return principal;
}

class NotesTest : public ::testing::Test {
protected:
    KernelSecrets secrets{InstallationKey{}, {8192, 1}, 1};
    const Principal ada = person(7, "ada"), eve = person(8, "eve");
    const std::string note =
        R"({"key":"people.note-saved","args":[["person","Siân"]],"undo":"/x","sealed":"s"})";
};

TEST_F(NotesTest, comes_back_to_the_session_that_left_it_and_to_no_other) {
    const std::string cookie = packed_note(secrets, ada, note);
    EXPECT_EQ(cookie.find_first_of(" ;,\"\\"), cookie.npos);
    ASSERT_TRUE(unpacked_note(secrets, ada, cookie));
    EXPECT_EQ((*unpacked_note(secrets, ada, cookie))["args"][0][1], "Siân");
    EXPECT_FALSE(unpacked_note(secrets, eve, cookie));
    EXPECT_FALSE(unpacked_note(secrets, Principal(), cookie));
}

TEST_F(NotesTest, what_was_changed_is_no_note) {
    std::string cookie = packed_note(secrets, ada, note);
    for (const std::size_t at : {std::size_t{0}, cookie.size() / 2, cookie.size() - 1}) {
        std::string changed = cookie;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(unpacked_note(secrets, ada, changed)) << at;
    }
    for (const char* bad : {"", ".", "e30", "e30.", ".e30"})
        EXPECT_FALSE(unpacked_note(secrets, ada, bad)) << bad;
}

TEST_F(NotesTest, one_too_long_loses_its_way_back_first) {
    Json longer = Json::parse(note);
    longer["sealed"] = std::string(5'000, 's');
    const auto kept = unpacked_note(secrets, ada, packed_note(secrets, ada, longer.dump()));
    ASSERT_TRUE(kept);
    EXPECT_EQ((*kept)["undo"], "");
    EXPECT_EQ((*kept)["key"], "people.note-saved");
    longer["args"][0][1] = std::string(5'000, 'x');
    EXPECT_EQ(packed_note(secrets, ada, longer.dump()), "");
}

TEST_F(NotesTest, base64url_gives_back_every_byte) {
    std::string bytes;
    for (int i = 0; i < 256; ++i) {
        EXPECT_EQ(from_base64url(base64url(bytes)), bytes);
        bytes += static_cast<char>(i);
    }
    EXPECT_FALSE(from_base64url("a+b"));
}

TEST_F(NotesTest, a_form_token_tells_its_account_to_us_alone) {
    const std::string token = csrf_token(secrets, {7}, "session");
    EXPECT_EQ(account_of_csrf(secrets, token), Id<Account>{7});
    EXPECT_NE(token, csrf_token(secrets, {7}, "another session"));
    InstallationKey key{};
    key[0] = 1;
    KernelSecrets others{key, {8192, 1}, 1};
    EXPECT_FALSE(account_of_csrf(others, token));
    EXPECT_FALSE(account_of_csrf(secrets, Id<Account>{8}.text() + token.substr(13)));
    for (const char* bad : {"", ".", "..", "x.y.z"}) EXPECT_FALSE(account_of_csrf(secrets, bad));
}

TEST_F(NotesTest, forms_with_a_password_and_large_ones_are_not_held) {
    HeldForm form{"/people/new", {{"given_name", "Ada"}}, {}};
    EXPECT_TRUE(HeldForms::may_hold(form));
    form.fields.emplace_back("New-Password", "x");
    EXPECT_FALSE(HeldForms::may_hold(form));
    form.fields = {{"notes", std::string(70'000, 'x')}};
    EXPECT_FALSE(HeldForms::may_hold(form));
    EXPECT_FALSE(HeldForms::may_hold({"//other.example/", {}, {}}));
}

}  // namespace
}  // namespace tessera::kernel
