#include "normal_form.hpp"

#include "numbers.hpp"
#include "tessera/text.hpp"

#include <nlohmann/json.hpp>

namespace tessera::people {

namespace {

constexpr std::int64_t kForm = 1;
constexpr int kAtOnce = 200;
constexpr const char* kJob = "people.normal-form";

struct Old {
    PersonRecord person;
    std::string national_insurance;
};

std::vector<Old> next(Reader& reader, std::int64_t after) {
    std::vector<Old> people;
    for (Row row :
         reader.query("SELECT id FROM person WHERE id > ? ORDER BY id LIMIT ?", after, kAtOnce)) {
        people.push_back({{row.get<Id<Person>>(0), "", "", "", "", "", {}}, ""});
    }
    for (Old& old : people) {
        const auto known = store::person(reader, old.person.id);
        old.person = *known;
        old.national_insurance = known->national_insurance;
    }
    return people;
}

/// Tells that two people have one address, in the log and in both people's trail.
void tell(Transaction& tx, Host& host, const PersonRecord& one, const PersonRecord& other) {
    host.log().warning("Two people have the same e-mail address; neither was changed",
                       {{"person", one.id.text()}, {"other", other.id.text()}});
    const Principal actor = Principal::system("Normal form");
    for (const auto& [mine, theirs] : {std::pair(&one, &other), {&other, &one}}) {
        tx.audit(actor, {"people.same-address", "person:" + mine->id.text(), "",
                         Json{{"other", theirs->id.text()}}.dump()});
    }
}

void normalise(Transaction& tx, Host& host, const Old& old) {
    NewPerson person;
    person.given_name = text::line(old.person.given_name);
    person.family_name = text::line(old.person.family_name);
    person.email = old.person.email;
    person.type = old.person.type;
    person.date_of_birth = old.person.date_of_birth;
    person.national_insurance = old.national_insurance;
    if (const auto address = parse_email(old.person.email); address && *address != person.email) {
        const auto other = store::person_by(tx, "email", *address);
        if (other && other->id != old.person.id)
            tell(tx, host, old.person, *other);
        else
            person.email = *address;
    }
    store::update_person(tx, old.person, person);  // also how it is found and ordered
    const bool same = person.given_name == old.person.given_name &&
                      person.family_name == old.person.family_name &&
                      person.email == old.person.email;
    if (same) return;
    tx.audit(Principal::system("Normal form"),
             {"people.normal-form", "person:" + old.person.id.text(),
              Json{{"given_name", old.person.given_name},
                   {"family_name", old.person.family_name},
                   {"email", old.person.email}}
                  .dump(),
              Json{{"given_name", person.given_name},
                   {"family_name", person.family_name},
                   {"email", person.email}}
                  .dump()});
    tx.publish(PersonChanged{old.person.id});
}

/// The name as it should be, unless another of `names` is the same then.
std::string name_of(Host& host, const std::string& name, const std::vector<std::string>& names) {
    const std::string wanted = text::line(name);
    if (wanted == name) return name;
    for (const std::string& other : names) {
        if (other == name || text::key(other) != text::key(wanted)) continue;
        host.log().warning("Two names are the same; neither was changed", {{"name", wanted}});
        return name;
    }
    return wanted;
}

void normalise_structure(Transaction& tx, Host& host) {
    const auto units = store::units(tx);
    for (UnitRecord unit : units) {
        std::vector<std::string> beside;
        for (const UnitRecord& other : units) {
            if (other.parent == unit.parent) beside.push_back(other.name);
        }
        unit.name = name_of(host, unit.name, beside);
        store::update_unit(tx, unit);
    }
    const auto roles = store::job_roles(tx);
    std::vector<std::string> names;
    for (const JobRoleRecord& role : roles) names.push_back(role.name);
    for (const JobRoleRecord& role : roles) {
        const std::string name = name_of(host, role.name, names);
        tx.execute("UPDATE job_role SET name = ?, sort_name = ? WHERE id = ?", name,
                   text::search_key(name), role.id);
    }
}

bool done(Reader& reader) {
    return reader.value<int>("SELECT 1 FROM people_normal_form WHERE form = ?", kForm).has_value();
}

void run(Host& host) {
    std::int64_t last = 0;
    for (bool more = true; more;) {
        host.db().write([&](Transaction& tx) {
            const auto people = next(tx, last);
            for (const Old& old : people) normalise(tx, host, old);
            more = !people.empty();
            if (more) last = people.back().person.id.value;
        });
    }
    host.db().write([&](Transaction& tx) {
        normalise_structure(tx, host);
        tx.execute(
            "INSERT INTO people_normal_form (form, done_at) VALUES (?, ?) "
            "ON CONFLICT (form) DO NOTHING",
            kForm, host.clock().now());
    });
}

}  // namespace

void declare_normal_form(Registrar& registrar, Host& host) {
    registrar.job(kJob, [&host](JobContext&) {
        if (!host.db().read(done)) run(host);
    });
}

void begin_normal_form(Host& host) {
    if (host.db().read(done)) return;
    host.db().write([](Transaction& tx) { tx.enqueue(kJob, "{}"); });
}

}  // namespace tessera::people
