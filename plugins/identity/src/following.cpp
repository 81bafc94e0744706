// The part of the service that follows what happens to a person: another name or address, leaving.
#include "account_service.hpp"

#include <nlohmann/json.hpp>

namespace tessera::identity {

void AccountService::follow(Transaction& tx, Id<Person> id) {
    const auto person = directory_.person(tx, id);
    const auto account = store::account_of(tx, id);
    if (!person || !account) return;
    if (account->email != person->email) {
        store::insert(
            tx, account->id,
            store::Notice{host_.ids().next(), "email", account->email, "", host_.clock().now()});
    }
    store::rename(tx, id, person->email, person->full_name());
    tx.on_durable([this] { authenticator_.cache().forget_all(); });
}

std::vector<store::Notice> AccountService::notices(Reader& reader, const Principal& principal) {
    return store::unseen(reader, principal.account);
}

void AccountService::saw_notices(const Principal& principal, std::int64_t last) {
    host_.db().write([&](Transaction& tx) {
        store::seen_up_to(tx, principal.account, last, host_.clock().now());
    });
}

void AccountService::end_roles(Transaction& tx, Id<Account> account, Id<Person> person) {
    const Principal actor = Principal::system("Employment ended");
    for (const auto& held : store::roles(tx, account)) {
        if (held.grant.role == kRoles.front() && held.grant.reach == Reach::Self) continue;
        store::delete_role(tx, account, held.id);
        tx.audit(actor, {"identity.remove-role", "person:" + person.text(),
                         Json{{"role", held.grant.role},
                              {"reach", reach_text(held.grant.reach)},
                              {"unit", held.grant.unit ? id_text(held.grant.unit) : ""}}
                             .dump(),
                         ""});
    }
    store::delete_sessions(tx, account, {});
    store::forget_devices(tx, account);
    tx.on_durable([this] { authenticator_.cache().forget_all(); });
}

void AccountService::end_roles_of_leaver(Transaction& tx, Id<Person> person) {
    if (!directory_.has_left(tx, person, host_.clock().today())) return;
    if (const auto account = store::account_of(tx, person)) end_roles(tx, account->id, person);
}

/// An employment may end on a day to come; then nothing happens but the day.
void AccountService::end_roles_of_leavers() {
    const Date today = host_.clock().today();
    const auto left = host_.db().read([&](Reader& reader) {
        std::vector<Id<Person>> found;
        for (const auto person : store::with_roles_or_sessions(reader)) {
            if (directory_.has_left(reader, person, today)) found.push_back(person);
        }
        return found;
    });
    for (const auto person : left)
        host_.db().write([&](Transaction& tx) { end_roles_of_leaver(tx, person); });
}

}  // namespace tessera::identity
