#include "demo_people.hpp"

#include "tessera/text.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace tessera::people {

namespace {

/// A place of work, who leads it, how many work there and as what, in turn.
struct Team {
    const char* unit;
    const char* lead_role;
    int size;
    std::vector<const char*> roles;
};

struct Directorate {
    const char* name;
    const char* lead_role;
    std::vector<Team> teams;
};

const std::vector<const char*> kNurses = {"Staff nurse",   "Healthcare assistant", "Staff nurse",
                                          "Junior sister", "Staff nurse",          "Student nurse",
                                          "Ward clerk"};
const std::vector<const char*> kTheatre = {"Staff nurse", "Operating department practitioner",
                                           "Healthcare assistant", "Doctor", "Staff nurse"};
const std::vector<const char*> kEmergency = {"Staff nurse", "Doctor", "Healthcare assistant",
                                             "Junior sister", "Receptionist"};
const std::vector<const char*> kMidwives = {"Midwife", "Midwife", "Maternity support worker",
                                            "Midwife"};
const std::vector<const char*> kOffice = {"Administrator", "Adviser", "Administrator"};

/// Ward 7 Respiratory is not drawn: its people are named below.
const std::vector<Directorate>& directorates() {
    static const std::vector<Directorate> kAll = {
        {"Medicine",
         "Clinical director",
         {{"Ward 4 Stroke", "Ward manager", 12, kNurses},
          {"Ward 12 Older people", "Ward manager", 12, kNurses}}},
        {"Surgery",
         "Clinical director",
         {{"Theatres and anaesthetics", "Theatre manager", 14, kTheatre},
          {"Ward 2 Surgical", "Ward manager", 10, kNurses}}},
        {"Urgent care",
         "Clinical director",
         {{"Emergency Department", "Matron", 16, kEmergency},
          {"Patient transport", "Team leader", 7, {"Ambulance care assistant"}}}},
        {"Women and children",
         "Clinical director",
         {{"Maternity triage", "Matron", 9, kMidwives},
          {"Ward 9 Children", "Ward manager", 9, kNurses}}},
        {"Community",
         "Service director",
         {{"Community nursing north",
           "Team leader",
           10,
           {"Community nurse", "Healthcare assistant"}},
          {"Community nursing south",
           "Team leader",
           9,
           {"Community nurse", "Healthcare assistant"}},
          {"Physiotherapy", "Team leader", 7, {"Physiotherapist"}}}},
        {"Clinical support",
         "Service director",
         {{"Pharmacy dispensary", "Chief pharmacist", 9, {"Pharmacist", "Pharmacy technician"}},
          {"Radiology", "Radiology manager", 9, {"Radiographer", "Radiographer", "Receptionist"}},
          {"Pathology", "Laboratory manager", 7, {"Biomedical scientist"}}}},
        {"Estates and facilities",
         "Service director",
         {{"Porters and security", "Team leader", 9, {"Porter", "Porter", "Security officer"}},
          {"Catering", "Team leader", 7, {"Catering assistant"}}}},
        {"Corporate services",
         "Service director",
         {{"Learning and development", "Head of learning", 4, kOffice},
          {"Digital", "Head of digital", 5, kOffice},
          {"People and culture", "Head of people", 5, kOffice}}},
    };
    return kAll;
}

constexpr std::array kGiven = {
    "Aled",   "Aisha",   "Andrew",  "Angharad", "Bethan", "Bronwen",  "Callum",  "Carys",
    "Catrin", "Ceri",    "Chidi",   "Claire",   "Daniel", "David",    "Deepak",  "Delyth",
    "Dylan",  "Eirlys",  "Elin",    "Emma",     "Fatima", "Ffion",    "Gareth",  "Grace",
    "Gwen",   "Gwilym",  "Haf",     "Helen",    "Huw",    "Ieuan",    "Ifan",    "Imran",
    "Iolo",   "Jack",    "Jasmine", "Joanne",   "Kavita", "Kwame",    "Laura",   "Llinos",
    "Lowri",  "Mair",    "Manon",   "Mark",     "Megan",  "Meilyr",   "Michael", "Morwenna",
    "Nadia",  "Nerys",   "Nia",     "Oluchi",   "Owain",  "Paul",     "Rachel",  "Rebecca",
    "Rhian",  "Rhys",    "Robert",  "Sandeep",  "Sarah",  "Seren",    "Siân",    "Sioned",
    "Sophie", "Steffan", "Stephen", "Tegan",    "Thomas", "Victoria", "Wyn",     "Zainab"};
constexpr std::array kFamily = {
    "Adeyemi-Ross", "Ahmed",     "Bowen",   "Bradley",   "Carter",     "Chaudhry", "Cooper",
    "Davies",       "Edwards",   "Ellis",   "Evans",     "Fairclough", "Fletcher", "Griffiths",
    "Gwilt",        "Harries",   "Hughes",  "Humphreys", "Iqbal",      "James",    "Jenkins",
    "Jones",        "Kaur",      "Khan",    "Lewis",     "Llewellyn",  "Lloyd",    "Mathias",
    "Mensah",       "Meredith",  "Morgan",  "Morris",    "Nwosu",      "O’Connor", "Owen",
    "Oyelaran",     "Parry",     "Patel",   "Penry",     "Phillips",   "Powell",   "Preece",
    "Price",        "Pritchard", "Probert", "Prosser",   "Rees",       "Roberts",  "Rogers",
    "Rowlands",     "Shah",      "Singh",   "Smith",     "Stone",      "Taylor",   "Thomas",
    "Tregear",      "Tudor",     "Varma",   "Vaughan",   "Walters",    "Watkins",  "Williams",
    "Wynne"};
constexpr std::array kPrefixes = {"AB", "CE", "EH", "HJ", "JK", "LM", "NR", "PS", "RT", "WX"};

/// SplitMix64: the same numbers on every machine.
class Draw {
public:
    std::uint64_t operator()() {
        state_ += 0x9E3779B97F4A7C15U;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31U);
    }
    int below(int limit) { return static_cast<int>((*this)() % static_cast<std::uint64_t>(limit)); }

private:
    std::uint64_t state_ = 20261123;
};

std::string email_of(std::string_view given, std::string_view family) {
    std::string name = text::search_key(given) + "." + text::search_key(family);
    name.erase(std::remove(name.begin(), name.end(), ' '), name.end());
    return name + "@severnmarches.example";
}

class Trust {
public:
    explicit Trust(Date today) : today_(today) {
        const auto chief = drawn(kDemoOrganisation, "Chief executive", "");
        for (const Directorate& directorate : directorates()) {
            const auto director = drawn(directorate.name, directorate.lead_role, chief);
            if (directorate.name == std::string_view("Medicine")) ward_seven(director);
            for (const Team& team : directorate.teams) staff(team, director);
        }
    }
    std::vector<DemoPerson> take() { return std::move(people_); }

private:
    std::string named(const char* given, const char* family, const std::string& unit,
                      const char* role, const std::string& manager) {
        DemoPerson person;
        person.given_name = given;
        person.family_name = family;
        person.email = email_of(given, family);
        person.unit = unit;
        person.job_role = role;
        person.manager = manager;
        do {
            person.passport_serial = draw_() % 1'000'000'000U;
        } while (!serials_.insert(person.passport_serial).second);
        person.national_insurance = national_insurance();
        person.birth = today_.plus_months(-12 * (22 + draw_.below(42))) + -draw_.below(365);
        person.start = today_ + -(40 + draw_.below(4000));
        emails_.insert(person.email);
        people_.push_back(person);
        return person.email;
    }

    /// Somebody whose name nobody has yet.
    std::string drawn(const std::string& unit, const char* role, const std::string& manager) {
        for (;;) {
            const char* given = kGiven[static_cast<std::size_t>(draw_.below(int{kGiven.size()}))];
            const char* family =
                kFamily[static_cast<std::size_t>(draw_.below(int{kFamily.size()}))];
            if (!emails_.count(email_of(given, family)))
                return named(given, family, unit, role, manager);
        }
    }

    std::string national_insurance() {
        // Digits count up, so that no two are the same.
        std::string digits = std::to_string(100'000 + static_cast<int>(people_.size()) * 137);
        const char* prefix =
            kPrefixes[static_cast<std::size_t>(draw_.below(int{kPrefixes.size()}))];
        return prefix + digits + static_cast<char>('A' + draw_.below(4));
    }

    void staff(const Team& team, const std::string& director) {
        const std::string unit = team.unit;
        std::string lead;
        if (unit == "Learning and development") {
            lead = drawn(unit, team.lead_role, director);
            named("Gethin", "Pugh", unit, "Learning administrator", lead);
        } else if (unit == "Digital") {
            lead = drawn(unit, team.lead_role, director);
            named("Sam", "Whitlock", unit, "Systems administrator", lead);
        } else {
            lead = drawn(unit, team.lead_role, director);
        }
        for (int i = 1; i < team.size; ++i) {
            drawn(unit, team.roles[static_cast<std::size_t>(i) % team.roles.size()], lead);
        }
    }

    void ward_seven(const std::string& director) {
        const std::string ward = "Ward 7 Respiratory";
        const auto manager = named("Priya", "Ramanathan", ward, "Ward manager", director);
        named("Amara", "Okafor", ward, "Staff nurse", manager);
        DemoPerson& amara = people_.back();
        serials_.insert(amara.passport_serial = 482190371);
        amara.start = today_.plus_months(-50);
        amara.moved_from = "Ward 4 Stroke";
        amara.moved = today_ + -21;
        named("Tomos", "Bevan", ward, "Healthcare assistant", manager);
        people_.back().start = today_ + -20;
        named("Oluwaseun", "Adeyemi", ward, "Charge nurse", manager);
        named("Shanice", "Campbell", ward, "Student nurse", manager);
        named("Katarzyna", "Nowak", ward, "Staff nurse", manager);
        named("Rhodri", "Parry", ward, "Ward clerk", manager);
        named("Mei-Ling", "Zhou", ward, "Staff nurse", manager);
        named("Joseph", "D’Souza", ward, "Staff nurse", manager);
        named("Ewa", "Kamińska", ward, "Healthcare assistant", manager);
        named("Patrick", "Ó Briain", ward, "Physiotherapist", manager);
        named("Yusuf", "Demir", ward, "Junior sister", manager);
        named("Hannah", "Whitlock", ward, "Staff nurse", manager);
    }

    Date today_;
    Draw draw_;
    std::vector<DemoPerson> people_;
    std::set<std::string> emails_;
    std::set<std::uint64_t> serials_;
};

std::string kind_of(std::string_view unit) {
    if (unit.substr(0, 5) == "Ward ") return "Ward";
    return unit.substr(0, 9) == "Community" ? "Team" : "Department";
}

}  // namespace

std::vector<DemoUnit> demo_units() {
    std::vector<DemoUnit> units = {{kDemoOrganisation, "", "Organisation"}};
    for (const Directorate& directorate : directorates()) {
        units.push_back({directorate.name, kDemoOrganisation, "Directorate"});
        // The wards of Medicine are all in one hospital; elsewhere teams belong to the directorate.
        std::string parent = directorate.name;
        if (parent == "Medicine") {
            units.push_back({"Ludwell General", parent, "Hospital"});
            parent = "Ludwell General";
            units.push_back({"Ward 7 Respiratory", parent, "Ward"});
        }
        for (const Team& team : directorate.teams) {
            units.push_back({team.unit, parent, kind_of(team.unit)});
        }
    }
    return units;
}

std::vector<std::string> demo_job_roles() {
    std::set<std::string> roles;
    for (const DemoPerson& person : demo_people(Date::of(2026, 1, 1)))
        roles.insert(person.job_role);
    return {roles.begin(), roles.end()};
}

std::vector<DemoPerson> demo_people(Date today) { return Trust(today).take(); }

}  // namespace tessera::people
