#include "people_service.hpp"

#include "names.hpp"
#include "numbers.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace tessera::people {

namespace {


std::string person_json(const NewPerson& person, bool with_number) {
    Json json = {{"given_name", person.given_name},
                 {"family_name", person.family_name},
                 {"email", person.email},
                 {"type", person.type},
                 {"date_of_birth", person.date_of_birth ? person.date_of_birth->text() : ""}};
    // The number itself stays out of the trail, which many may read; that it changed is enough.
    json["national_insurance"] = with_number ? "given" : "none";
    return json.dump();
}

std::string place_json(const EmploymentRecord& employment) {
    return Json{{"unit", employment.unit.text()},
                {"job_role", employment.job_role.text()},
                {"manager", employment.manager ? employment.manager.text() : ""},
                {"start", employment.start.text()},
                {"end", employment.end ? employment.end->text() : ""}}
        .dump();
}

}  // namespace

void PeopleService::refuse(const std::vector<Problem>& problems, const Principal& actor) const {
    if (problems.empty()) return;
    const std::string locale = actor.locale.empty() ? "en" : actor.locale;
    std::vector<FieldError> fields;
    for (const Problem& problem : problems) {
        fields.push_back({problem.field, host_.messages().text(locale, problem.key)});
    }
    throw Error(ErrorKind::Invalid, "people.invalid", fields.front().message, fields);
}

std::optional<PersonRecord> PeopleService::person(Reader& reader, Id<Person> id) {
    return store::person(reader, id);
}

std::optional<PersonRecord> PeopleService::person_by_email(Reader& reader, std::string_view email) {
    const auto address = parse_email(email);
    return address ? store::person_by(reader, "email", *address) : std::nullopt;
}

std::optional<PersonRecord> PeopleService::person_by_passport(Reader& reader,
                                                              std::string_view number) {
    const auto parsed = parse_passport_number(number);
    return parsed ? store::person_by(reader, "passport_number", *parsed) : std::nullopt;
}

std::string PeopleService::passport_number(std::string_view typed) {
    return parse_passport_number(typed).value_or("");
}

bool PeopleService::has_left(Reader& reader, Id<Person> person, Date on) {
    return store::has_left(reader, person, on);
}

std::vector<EmploymentRecord> PeopleService::employments(Reader& reader, Id<Person> person,
                                                         Date on) {
    return store::employments(reader, person, on);
}

std::vector<EmploymentRecord> PeopleService::reports(Reader& reader, Id<Person> manager, Date on) {
    return store::reports(reader, manager, on);
}

std::vector<EmploymentRecord> PeopleService::employed_in(Reader& reader, Id<Unit> unit, Date on) {
    const auto record = store::unit(reader, unit);
    return record ? store::employed_in(reader, record->path, on) : std::vector<EmploymentRecord>();
}

std::optional<UnitRecord> PeopleService::unit(Reader& reader, Id<Unit> id) {
    return store::unit(reader, id);
}

std::vector<UnitRecord> PeopleService::units(Reader& reader) { return store::units(reader); }

std::optional<Id<Unit>> PeopleService::unit_by_name(Reader& reader, std::string_view name) {
    return store::unit_by_name(reader, name);
}

std::vector<JobRoleRecord> PeopleService::job_roles(Reader& reader) {
    return store::job_roles(reader);
}

std::optional<Id<JobRole>> PeopleService::job_role_by_name(Reader& reader, std::string_view name) {
    return store::job_role_by_name(reader, name);
}

std::vector<PersonRecord> PeopleService::found(Reader& reader, store::Scope scope,
                                               std::string_view text, int limit) {
    store::PersonFilter filter;
    filter.text = std::string(text);
    filter.scope = std::move(scope);
    filter.on = host_.clock().today();
    filter.limit = limit;
    std::vector<PersonRecord> result;
    for (store::PersonLine& line : store::people(reader, filter)) {
        result.push_back(std::move(line.person));
    }
    return result;
}

std::vector<PersonRecord> PeopleService::search(Reader& reader, std::string_view text, int limit) {
    store::Scope scope;
    scope.everybody = true;
    return found(reader, std::move(scope), text, limit);
}

std::vector<PersonRecord> PeopleService::search_visible(Reader& reader, const Principal& principal,
                                                        std::string_view permission,
                                                        std::string_view text, int limit) {
    return found(reader, scope_of(reader, principal, permission), text, limit);
}

void PeopleService::refuse_doubles(Reader& reader, std::vector<Problem>& problems,
                                   const NewPerson& person, Id<Person> except) {
    const auto taken = [&](const char* column, const std::string& value) {
        if (value.empty()) return false;
        const auto other = store::person_by(reader, column, value);
        return other && other->id != except;
    };
    if (taken("email", person.email)) problems.push_back({"email", "people.error.email-taken"});
    if (taken("national_insurance", person.national_insurance)) {
        problems.push_back({"national_insurance", "people.error.national-insurance-taken"});
    }
}

std::string PeopleService::free_passport_number(Reader& reader) {
    for (;;) {
        // Drawn, not counted: a number tells nothing about when its holder joined.
        std::string number = people::passport_number(host_.secrets().random_number());
        if (!store::person_by(reader, "passport_number", number)) return number;
    }
}

std::string PeopleService::free_assignment_number(Reader& reader) {
    for (;;) {
        const auto drawn = 10'000'000 + host_.secrets().random_number() % 90'000'000;
        std::string number = std::to_string(drawn);
        if (!store::assignment_number_taken(reader, number)) return number;
    }
}

Id<Person> PeopleService::add_person(Transaction& tx, const Principal& actor,
                                     const NewPerson& person,
                                     std::optional<NewEmployment> employment) {
    std::vector<Problem> problems;
    check_reach(tx, problems, actor, "people.create", employment ? employment->unit : Id<Unit>{});
    refuse(problems, actor);
    const auto id = create_person(tx, Trusted(actor), person);
    if (employment) {
        employment->person = id;
        create_employment(tx, Trusted(actor), *employment);
    }
    return id;
}

Id<Person> PeopleService::create_person(Transaction& tx, Trusted actor, const NewPerson& given) {
    return create_person(tx, actor, given, free_passport_number(tx));
}

Id<Person> PeopleService::create_person(Transaction& tx, Trusted actor, const NewPerson& given,
                                        std::string_view passport_number) {
    NewPerson person = given;
    auto problems = normalise(person, host_.clock().today());
    refuse_doubles(tx, problems, person, {});
    const auto number = parse_passport_number(passport_number);
    if (!number || store::person_by(tx, "passport_number", *number)) {
        problems.push_back({"passport_number", "people.error.passport-number"});
    }
    refuse(problems, actor);

    const auto id = host_.ids().make<Person>();
    store::insert_person(tx, id, *number, person, host_.clock().now());
    tx.audit(actor, {"people.create", "person:" + id.text(), "",
                     person_json(person, !person.national_insurance.empty())});
    tx.publish(PersonCreated{id});
    return id;
}

void PeopleService::update_person(Transaction& tx, const Principal& actor, Id<Person> id,
                                  const NewPerson& given) {
    check_edit(tx, actor, id);
    const auto before = store::person(tx, id);
    NewPerson person = given;
    auto problems = normalise(person, host_.clock().today());
    refuse_doubles(tx, problems, person, id);
    refuse(problems, actor);
    if (person.email != before->email) {
        const auto reasons = host_.ask(tx, MayChangeEmail{id, &actor},
                                       actor.locale.empty() ? "en" : actor.locale);
        if (!reasons.empty())
            throw Error(ErrorKind::Invalid, "people.email", reasons.front(),
                        {{"email", reasons.front()}});
    }

    NewPerson old;
    old.given_name = before->given_name;
    old.family_name = before->family_name;
    old.email = before->email;
    old.type = before->type;
    old.date_of_birth = before->date_of_birth;
    store::update_person(tx, *before, person);
    tx.audit(actor, {"people.edit", "person:" + id.text(),
                     person_json(old, !before->national_insurance.empty()),
                     person_json(person, !person.national_insurance.empty())});
    tx.publish(PersonChanged{id});
}

void PeopleService::check_place(Reader& reader, std::vector<Problem>& problems, Id<Person> person,
                                Id<Unit> unit, Id<JobRole> job_role, Id<Employment> manager) {
    if (!store::unit(reader, unit)) problems.push_back({"unit", "people.error.unit"});
    if (!store::has_job_role(reader, job_role)) {
        problems.push_back({"job_role", "people.error.job-role"});
    }
    // Up the line of managers: nobody may come to manage themselves.
    for (int steps = 0; manager; ++steps) {
        const auto above = store::employment(reader, manager);
        if (!above) {
            problems.push_back({"manager", "people.error.manager-unknown"});
        } else if (above->person == person || steps > 50) {
            problems.push_back({"manager", "people.error.manager-circle"});
        } else {
            manager = above->manager;
            continue;
        }
        return;
    }
}

Id<Employment> PeopleService::employ(Transaction& tx, const Principal& actor,
                                     const NewEmployment& given) {
    check_edit(tx, actor, given.person);
    std::vector<Problem> problems;
    check_reach(tx, problems, actor, "people.edit", given.unit);
    refuse(problems, actor);
    return create_employment(tx, Trusted(actor), given);
}

Id<Employment> PeopleService::create_employment(Transaction& tx, Trusted trusted,
                                                const NewEmployment& given) {
    const Principal& actor = trusted;
    const Date today = host_.clock().today();
    if (!store::person(tx, given.person)) throw not_found("There is no such person.");
    std::vector<Problem> problems;
    check_place(tx, problems, given.person, given.unit, given.job_role, given.manager);
    if (!acceptable_start(given.start, today)) problems.push_back({"start", "people.error.start"});
    refuse(problems, actor);

    EmploymentRecord employment;
    employment.id = host_.ids().make<Employment>();
    employment.person = given.person;
    employment.unit = given.unit;
    employment.job_role = given.job_role;
    employment.manager = given.manager;
    employment.assignment_number = free_assignment_number(tx);
    employment.primary = store::employments(tx, given.person, today).empty();
    employment.start = given.start;
    store::insert_employment(tx, employment);
    store::log_employment(tx, host_.ids().next(), employment, "started", given.start, actor,
                          host_.clock().now());
    tx.audit(actor, {"people.employ", "person:" + given.person.text(), "", place_json(employment)});
    tx.publish(EmploymentChanged{given.person, employment.id, "started"});
    return employment.id;
}

void PeopleService::move_employment(Transaction& tx, const Principal& actor,
                                    const EmploymentMove& move) {
    auto employment = store::employment(tx, move.employment);
    if (!employment) throw not_found("There is no such employment.");
    check_edit(tx, actor, employment->person);
    const std::string before = place_json(*employment);
    std::vector<Problem> problems;
    check_reach(tx, problems, actor, "people.edit", move.unit);
    check_place(tx, problems, employment->person, move.unit, move.job_role, move.manager);
    if (move.effective < employment->start || move.effective > host_.clock().today()) {
        problems.push_back({"effective", "people.error.effective"});
    }
    refuse(problems, actor);

    employment->unit = move.unit;
    employment->job_role = move.job_role;
    employment->manager = move.manager;
    store::update_employment(tx, *employment);
    store::log_employment(tx, host_.ids().next(), *employment, "moved", move.effective, actor,
                          host_.clock().now());
    tx.audit(actor, {"people.move", "person:" + employment->person.text(), before,
                     place_json(*employment)});
    tx.publish(EmploymentChanged{employment->person, employment->id, "moved"});
}

void PeopleService::reopen_employment(Transaction& tx, const Principal& actor, Id<Employment> id,
                                      std::optional<Date> last_day) {
    auto employment = store::employment(tx, id);
    if (!employment) throw not_found("There is no such employment.");
    check_edit(tx, actor, employment->person);
    const std::string before = place_json(*employment);
    employment->end = last_day;
    store::update_employment(tx, *employment);
    store::log_employment(tx, host_.ids().next(), *employment, "reopened", host_.clock().today(),
                          actor, host_.clock().now());
    tx.audit(actor, {"people.reopen", "person:" + employment->person.text(), before,
                     place_json(*employment)});
    tx.publish(EmploymentChanged{employment->person, employment->id, "moved"});
}

void PeopleService::end_employment(Transaction& tx, const Principal& actor, Id<Employment> id,
                                   Date last_day) {
    auto employment = store::employment(tx, id);
    if (!employment) throw not_found("There is no such employment.");
    check_edit(tx, actor, employment->person);
    if (last_day < employment->start || last_day > host_.clock().today().plus_months(24)) {
        refuse({{"end", "people.error.end"}}, actor);
    }
    const std::string before = place_json(*employment);
    employment->end = last_day;
    store::update_employment(tx, *employment);
    store::log_employment(tx, host_.ids().next(), *employment, "ended", last_day, actor,
                          host_.clock().now());
    tx.audit(actor, {"people.end", "person:" + employment->person.text(), before,
                     place_json(*employment)});
    tx.publish(EmploymentChanged{employment->person, employment->id, "ended"});
}

}  // namespace tessera::people
