#include "demo.hpp"

#include "demo_people.hpp"
#include "numbers.hpp"

#include <algorithm>

namespace tessera::people {

namespace {

class Filler {
public:
    Filler(Host& host, PeopleService& service)
        : host_(host), service_(service), actor_(Principal::system("Demonstration")) {}

    void fill() {
        host_.db().write([&](Transaction& tx) { add_structure(tx); });
        const auto people = demo_people(host_.clock().today());
        // Some at a time, so that no write holds up others for long.
        constexpr std::size_t kBatch = 25;
        for (std::size_t from = 0; from < people.size(); from += kBatch) {
            host_.db().write([&](Transaction& tx) {
                const std::size_t to = std::min(people.size(), from + kBatch);
                for (std::size_t i = from; i < to; ++i) add_person(tx, people[i]);
            });
        }
    }

private:
    void add_structure(Transaction& tx) {
        for (const DemoUnit& unit : demo_units()) {
            units_[unit.name] = service_.create_unit(
                tx, actor_,
                {unit.parent.empty() ? Id<Unit>{} : units_.at(unit.parent), unit.name, unit.kind});
        }
        service_.save_brand(tx, actor_,
                            {units_.at(kDemoOrganisation), kDemoOrganisation, "Severn Marches",
                             "#0057b0", kDemoMark});
        for (const std::string& role : demo_job_roles()) {
            roles_[role] = service_.create_job_role(tx, actor_, role);
        }
    }

    void add_person(Transaction& tx, const DemoPerson& demo) {
        NewPerson person;
        person.given_name = demo.given_name;
        person.family_name = demo.family_name;
        person.email = demo.email;
        person.national_insurance = demo.national_insurance;
        person.date_of_birth = demo.birth;
        const auto id = service_.create_person(tx, Trusted(actor_), person,
                                               passport_number(demo.passport_serial));
        NewEmployment employment;
        employment.person = id;
        employment.unit = units_.at(demo.moved_from.empty() ? demo.unit : demo.moved_from);
        employment.job_role = roles_.at(demo.job_role);
        if (!demo.manager.empty()) employment.manager = employments_.at(demo.manager);
        employment.start = demo.start;
        const auto made = service_.create_employment(tx, Trusted(actor_), employment);
        employments_[demo.email] = made;
        if (demo.moved) {
            service_.move_employment(
                tx, actor_,
                {made, units_.at(demo.unit), employment.job_role, employment.manager, *demo.moved});
        }
    }

    Host& host_;
    PeopleService& service_;
    const Principal actor_;
    std::map<std::string, Id<Unit>> units_;
    std::map<std::string, Id<JobRole>> roles_;
    std::map<std::string, Id<Employment>> employments_;
};

}  // namespace

void fill_demo(Host& host, PeopleService& service) { Filler(host, service).fill(); }

}  // namespace tessera::people
