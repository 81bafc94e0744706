#include "demo.hpp"

#include <algorithm>
#include <map>

namespace tessera::competencies {

namespace {

constexpr const char* kNational = "Core Skills framework";
constexpr const char* kLocal = "Severn Marches competencies";
constexpr const char* kAmara = "amara.okafor@severnmarches.example";

struct DemoCompetency {
    const char* code;
    const char* name;
    int levels;
    int renewal_months;
    int level;           ///< what its course awards
    const char* course;  ///< title, or null
    const char* framework;
};

constexpr DemoCompetency kCompetencies[] = {
    {"DSA", "Data security awareness", 0, 12, 0, "Data Security Awareness", kNational},
    {"BLS-A", "Adult basic life support", 3, 12, 2, "Adult basic life support, level 2", kNational},
    {"FIRE", "Fire safety", 0, 24, 0, "Fire safety", kNational},
    {"MH-P", "Moving and handling: people", 2, 24, 2, "Moving and handling: people, level 2",
     kNational},
    {"IPC", "Infection prevention and control", 2, 12, 2,
     "Infection prevention and control, level 2", kNational},
    {"SA", "Safeguarding adults", 3, 36, 2, "Safeguarding adults, level 2", kNational},
    {"SC", "Safeguarding children", 3, 36, 2, "Safeguarding children, level 2", kNational},
    {"CONF", "Conflict resolution", 0, 36, 0, "Conflict resolution", kNational},
    {"EDHR", "Equality, diversity and human rights", 0, 36, 0,
     "Equality, diversity and human rights", kNational},
    {"HSW", "Health, safety and welfare", 0, 36, 0, "Health, safety and welfare", kNational},
    {"ASEP", "Aseptic technique", 0, 36, 0, "Aseptic technique", kLocal},
    {"MEDS", "Medicines management", 0, 24, 0, "Medicines management for nurses", kLocal},
    {"DETER", "Recognising the deteriorating patient", 0, 24, 0,
     "Recognising the deteriorating patient", kLocal},
    {"TRACH", "Tracheostomy care", 0, 24, 0, "Caring for people with a tracheostomy", kLocal},
    {"LEAD", "Leading a shift", 0, 0, 0, "Leading a shift, band 6", kLocal},
    {"VENE", "Venepuncture", 0, 24, 0, nullptr, kLocal},
    {"CANN", "Peripheral cannulation", 0, 24, 0, nullptr, kLocal},
};

/// What everybody needs.
constexpr const char* kForAll[] = {"DSA", "FIRE", "EDHR", "HSW", "CONF", "SA", "IPC"};
/// What people who care for patients need on top.
constexpr const char* kClinical[] = {"BLS-A", "MH-P", "SC", "ASEP", "DETER"};
constexpr const char* kNursing[] = {"MEDS"};
constexpr const char* kClinicalRoles[] = {"Staff nurse",
                                          "Healthcare assistant",
                                          "Junior sister",
                                          "Charge nurse",
                                          "Ward manager",
                                          "Doctor",
                                          "Operating department practitioner",
                                          "Student nurse"};
constexpr const char* kNurses[] = {"Staff nurse", "Junior sister", "Charge nurse", "Ward manager"};

/// A small deterministic generator: the demonstration is the same everywhere.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed * 2 + 1) {}
    int below(int sides) {
        state_ = state_ * 6364136223846793005ull + 1442695040888963407ull;
        return static_cast<int>((state_ >> 33) % static_cast<std::uint64_t>(sides));
    }

private:
    std::uint64_t state_;
};

class Demo {
public:
    Demo(Host& host, CompetencyService& service, people::Directory& people,
         catalogue::Courses& courses)
        : host_(host),
          service_(service),
          people_(people),
          courses_(courses),
          today_(host.clock().today()) {}

    void fill() {
        host_.db().write([&](Transaction& tx) { define(tx); });
        const auto workers = host_.db().write([&](Transaction& tx) { return require(tx); });
        // A hundred people at a time: a write is meant to be short.
        for (std::size_t from = 0; from < workers.size(); from += 100) {
            host_.db().write([&](Transaction& tx) {
                for (std::size_t i = from; i < std::min(from + 100, workers.size()); ++i)
                    history(tx, workers[i], i);
            });
        }
        host_.db().write([&](Transaction& tx) { main_person(tx); });
    }

private:
    void define(Transaction& tx) {
        for (const DemoCompetency& demo : kCompetencies) {
            const CompetencyRecord record{host_.ids().make<Competency>(),
                                          demo.code,
                                          demo.name,
                                          demo.framework,
                                          demo.levels,
                                          demo.renewal_months};
            const bool national = std::string_view(demo.framework) == kNational;
            store::put_competency(tx, record,
                                  store::framework(tx, host_.ids(), demo.framework, national));
            known_[demo.code] = record;
            levels_[demo.code] = demo.level;
            if (demo.course == nullptr) continue;
            if (const auto course = courses_.course_by_title(tx, demo.course)) {
                courses_.attach_competency(tx, Trusted(actor_), *course, {record.id, demo.level});
            }
        }
    }

    void attach(Transaction& tx, const char* code, store::Target kind, std::int64_t target) {
        store::put_requirement(tx, {host_.ids().make<store::Requirement>(), known_.at(code).id,
                                    levels_.at(code), kind, target, today_.plus_months(-60)});
    }

    std::vector<people::EmploymentRecord> require(Transaction& tx) {
        const auto units = people_.units(tx);
        if (units.empty()) return {};
        for (const char* code : kForAll)
            attach(tx, code, store::Target::Unit, units.front().id.value);
        for (const char* role_name : kClinicalRoles) {
            const auto role = people_.job_role_by_name(tx, role_name);
            if (!role) continue;
            for (const char* code : kClinical)
                attach(tx, code, store::Target::JobRole, role->value);
        }
        for (const char* role_name : kNurses) {
            const auto role = people_.job_role_by_name(tx, role_name);
            if (!role) continue;
            for (const char* code : kNursing) attach(tx, code, store::Target::JobRole, role->value);
        }
        return people_.employed_in(tx, units.front().id, today_);
    }

    void award(Transaction& tx, Id<Person> person, const std::string& code, Date achieved,
               std::optional<Date> expires) {
        NewAward wanted;
        wanted.person = person;
        wanted.competency = known_.at(code).id;
        wanted.level = levels_.at(code);
        wanted.achieved = achieved;
        wanted.expires = expires;
        wanted.source = "import";
        wanted.evidence = "Training records before Tessera";
        service_.award(tx, Trusted(actor_), wanted);
    }

    /// An award that ends on that day, and the ones before it.
    void award_until(Transaction& tx, Id<Person> person, const std::string& code, Date last_day,
                     int earlier) {
        const int months = known_.at(code).renewal_months;
        for (int back = earlier; back >= 0; --back) {
            const Date end = last_day.plus_months(-months * back);
            award(tx, person, code, end.plus_months(-months), end);
        }
    }

    void history(Transaction& tx, const people::EmploymentRecord& employment, std::size_t number) {
        const auto person = people_.person(tx, employment.person);
        if (!person || person->email == kAmara) return;
        Dice dice(number + 1);
        for (const Required& required : service_.required(tx, employment.person, today_)) {
            const auto found = std::find_if(known_.begin(), known_.end(), [&](const auto& entry) {
                return entry.second.id == required.competency;
            });
            const int months = found->second.renewal_months;
            const int throw_ = dice.below(100);
            if (throw_ < 4) continue;  // never achieved
            Date last_day = today_ + (95 + dice.below(std::max(1, months * 30 - 100)));
            if (throw_ < 10)
                last_day = today_ + -(1 + dice.below(120));
            else if (throw_ < 19)
                last_day = today_ + dice.below(90);
            award_until(tx, employment.person, found->first, last_day, dice.below(3));
        }
    }

    /// The learner whose page is shown first: something of every colour.
    void main_person(Transaction& tx) {
        const auto amara = people_.person_by_email(tx, kAmara);
        if (!amara) return;
        const auto until = [&](const char* code, Date last_day) {
            award_until(tx, amara->id, code, last_day, 1);
        };
        until("DSA", Date::of(today_.year(), today_.month(), 1) + -1);
        until("BLS-A", today_ + -13);
        // Safeguarding adults was never achieved.
        until("MH-P", today_ + 21);
        until("IPC", today_ + 69);
        int days = 170;
        for (const char* code : {"FIRE", "SC", "CONF", "EDHR", "HSW", "ASEP", "MEDS", "DETER"}) {
            until(code, today_ + days);
            days += 47;
        }
        until("TRACH", today_ + 300);
        until("VENE", today_ + 410);
        award(tx, amara->id, "LEAD", today_.plus_months(-9), std::nullopt);
    }

    Host& host_;
    CompetencyService& service_;
    people::Directory& people_;
    catalogue::Courses& courses_;
    Date today_;
    Principal actor_ = Principal::system("Demonstration");
    std::map<std::string, CompetencyRecord> known_;
    std::map<std::string, int> levels_;
};

}  // namespace

void fill_demo(Host& host, CompetencyService& service, people::Directory& people,
               catalogue::Courses& courses) {
    Demo(host, service, people, courses).fill();
}

}  // namespace tessera::competencies
