#include "account_pages.hpp"
#include "admin_pages.hpp"
#include "commands.hpp"
#include "demo.hpp"
#include "nav.hpp"
#include "sign_in_pages.hpp"

#include <memory>

namespace tessera::identity {

class Identity : public Plugin {
    void setup(Registrar& r) override {
        Host& host = r.host();
        auto& directory = r.require<people::Directory>();
        authenticator_ = std::make_unique<SessionAuthenticator>(host);
        once_ = std::make_unique<OnceSecrets>(host);
        accounts_ = std::make_unique<AccountService>(host, directory, *authenticator_, *once_);
        keys_ = std::make_unique<ApiKeys>(host, authenticator_->cache(), *once_);
        sign_in_ = std::make_unique<SignInPages>(host, *accounts_);
        own_ = std::make_unique<AccountPages>(host, directory, *accounts_);
        admin_ = std::make_unique<AdminPages>(host, directory, *accounts_, *keys_, *once_);
        commands_ = std::make_unique<Commands>(host, directory, *accounts_, *keys_);
        r.provide<Accounts>(*accounts_);
        r.provide<Authenticator>(*authenticator_);
        r.provide<SignIns>(*authenticator_);

        setup_sign_in(r);
        setup_administration(r);
        commands_->declare(r);
        setup_events(r);
        r.job("identity.clean", [this](JobContext&) { accounts_->clean(); });
        r.job("identity.leavers", [this](JobContext&) { accounts_->end_roles_of_leavers(); });
        r.slot({"layout.account", "account", 10, "", menu_account});
        r.slot({"nav.administration", "api-keys", 46, "identity.api-keys", nav_api_keys});
        r.slot({"person.sections", "account", 90, "identity.accounts",
                [this](SlotContext& c) { return admin_->section(c); }});
        r.demo([this, &host, &directory] { fill_demo(host, directory, *accounts_); });
    }

    void setup_events(Registrar& r) {
        Host& host = r.host();
        r.in_transaction<people::PersonChanged>(
            [this](Transaction& tx, const people::PersonChanged& e) {
                accounts_->follow(tx, e.person);
            });
        r.in_transaction<people::EmploymentChanged>(
            [this](Transaction& tx, const people::EmploymentChanged& e) {
                if (e.change == "ended") accounts_->end_roles_of_leaver(tx, e.person);
            });
        r.policy<people::MayChangeEmail>(
            [this, &host](Reader& reader, const people::MayChangeEmail& q) {
                if (accounts_->may_take_over(reader, *q.actor, q.person)) return Verdict::allow();
                const std::string locale = q.actor->locale.empty() ? "en" : q.actor->locale;
                return Verdict::deny(host.messages().text(locale, "identity.error.wider"));
            });
    }

    void setup_sign_in(Registrar& r) {
        const auto own = Needs("identity.own-account");
        r.get("/sign-in", Public, [this](Request& q) { return sign_in_->form(q); });
        // Without a token of the form: somebody signed in on another tab sees this page with an old
        // one. The handler looks at where a request comes from.
        r.post("/sign-in", Public, [this](Request& q) {
             return sign_in_->sign_in(q);
         }).without_csrf();
        r.post("/sign-out", Public, [this](Request& q) { return sign_in_->sign_out(q); });
        r.post("/account/language", Public, [this](Request& q) { return sign_in_->language(q); });
        r.get("/account", own, [this](Request& q) { return own_->show(q); });
        r.get("/account/password", own, [this](Request& q) { return own_->password(q); });
        r.post("/account/password", own, [this](Request& q) { return own_->change_password(q); });
        r.get("/account/terms", own, [this](Request& q) { return own_->terms(q); });
        r.post("/account/terms", own, [this](Request& q) { return own_->accept_terms(q); });
        r.get("/account/notices", own, [this](Request& q) { return own_->notices(q); });
        r.post("/account/notices", own, [this](Request& q) { return own_->saw_notices(q); });
        r.post("/account/sessions/{session}/end", own,
               [this](Request& q) { return own_->end_session(q); });
        r.post("/account/sign-out-elsewhere", own,
               [this](Request& q) { return own_->sign_out_elsewhere(q); });
    }

    void setup_administration(Registrar& r) {
        const auto accounts = Needs("identity.accounts");
        const auto roles = Needs("identity.roles");
        const auto keys = Needs("identity.api-keys");
        r.get("/people/{person}/account", accounts,
              [this](Request& q) { return admin_->person(q); });
        r.post("/people/{person}/account/password", accounts,
               [this](Request& q) { return admin_->temporary_password(q); });
        r.post("/people/{person}/account/block", accounts,
               [this](Request& q) { return admin_->block(q); });
        r.post("/people/{person}/account/unblock", accounts,
               [this](Request& q) { return admin_->unblock(q); });
        r.post("/people/{person}/account/roles", roles,
               [this](Request& q) { return admin_->grant(q); });
        r.post("/people/{person}/account/roles/{role}/remove", roles,
               [this](Request& q) { return admin_->remove_role(q); });
        r.get("/admin/api-keys", keys, [this](Request& q) { return admin_->keys(q); });
        r.post("/admin/api-keys", keys, [this](Request& q) { return admin_->create_key(q); });
        r.post("/admin/api-keys/{key}/revoke", keys,
               [this](Request& q) { return admin_->revoke_key(q); });
    }

    std::unique_ptr<SessionAuthenticator> authenticator_;
    std::unique_ptr<OnceSecrets> once_;
    std::unique_ptr<AccountService> accounts_;
    std::unique_ptr<ApiKeys> keys_;
    std::unique_ptr<SignInPages> sign_in_;
    std::unique_ptr<AccountPages> own_;
    std::unique_ptr<AdminPages> admin_;
    std::unique_ptr<Commands> commands_;
};

TESSERA_PLUGIN(Identity)

}  // namespace tessera::identity
