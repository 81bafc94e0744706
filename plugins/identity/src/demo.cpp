#include "demo.hpp"

#include <iostream>
#include <set>

namespace tessera::identity {

namespace {

constexpr int kMany = 1000;
constexpr const char* kPassword = "tessera demo 2026";

struct MainPerson {
    const char* email;
    const char* role;
    const char* words;
};
constexpr MainPerson kMain[] = {
    {"amara.okafor@severnmarches.example", "employee", "learner"},
    {"priya.ramanathan@severnmarches.example", "manager", "manager"},
    {"gethin.pugh@severnmarches.example", "learning-administrator", "learning administrator"},
    {"sam.whitlock@severnmarches.example", "site-administrator", "site administrator"},
};

std::vector<RoleGrant> roles_of(const MainPerson* known, bool has_reports) {
    std::vector<RoleGrant> roles = {{"employee", Reach::Self, 0}};
    if (has_reports) roles.push_back({"manager", Reach::Self, 0});
    const std::string role = known ? known->role : "employee";
    if (role != "employee" && role != "manager") roles.push_back({role, Reach::Site, 0});
    return roles;
}

const MainPerson* main_person(const std::string& email) {
    for (const MainPerson& person : kMain) {
        if (email == person.email) return &person;
    }
    return nullptr;
}

}  // namespace

void fill_demo(Host& host, people::Directory& directory, AccountService& accounts) {
    const Principal actor = Principal::system("Demonstration");
    const std::string hash = host.secrets().hash_password(kPassword);
    std::set<std::int64_t> managers;
    const auto everybody = host.db().read([&](Reader& reader) {
        auto found = directory.search(reader, "", kMany);
        for (const people::PersonRecord& person : found) {
            const auto reports = directory.reports(reader, person.id, host.clock().today());
            if (!reports.empty()) managers.insert(person.id.value);
        }
        return found;
    });
    host.db().write([&](Transaction& tx) {
        for (const people::PersonRecord& person : everybody) {
            if (store::account_of(tx, person.id)) continue;
            const MainPerson* known = main_person(person.email);
            const auto account = accounts.create(
                tx, Trusted(actor), person.id, person.email, person.full_name(), known ? hash : "",
                roles_of(known, managers.count(person.id.value) > 0));
            // Who tries the demonstration comes to look at it, not to accept terms.
            if (known) store::accept_terms(tx, account, kTermsVersion);
        }
    });
    std::cout << "Sign-ins of the demonstration, all with the password \"" << kPassword << "\":\n";
    for (const MainPerson& person : kMain)
        std::cout << "  " << person.email << "  " << person.words << '\n';
}

}  // namespace tessera::identity
