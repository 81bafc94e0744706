#include "demo.hpp"

namespace tessera::catalogue {

namespace {

struct DemoCourse {
    const char* title;
    const char* category;
    int minutes;
    const char* summary;
    const char* keywords;
    std::vector<const char*> kinds;
};

constexpr const char* kStatutory = "Statutory and mandatory";
constexpr const char* kClinical = "Clinical skills";
constexpr const char* kLeadership = "Leading people";

const std::vector<DemoCourse>& demo_courses() {
    static const std::vector<DemoCourse> courses{
        {"Data Security Awareness",
         kStatutory,
         35,
         "Keep patients' information safe: passwords, phishing, sharing and what to do when "
         "something goes wrong.",
         "information governance GDPR cyber phishing",
         {"elearning"}},
        {"Infection prevention and control, level 2",
         kStatutory,
         40,
         "How infection spreads and how you stop it: hand hygiene, protective equipment, sharps. "
         "For everyone who meets patients.",
         "IPC hand hygiene PPE",
         {"elearning"}},
        {"Moving and handling: people, level 2",
         kStatutory,
         50,
         "Move and support people safely with slide sheets, hoists and standing aids, and know "
         "when not to. For everyone who helps patients to move.",
         "manual handling hoist back care",
         {"elearning", "classroom"}},
        {"Adult basic life support, level 2",
         kStatutory,
         180,
         "Recognise cardiac arrest, call for help, give compressions and use a defibrillator. "
         "Practised on manikins.",
         "BLS CPR resuscitation AED",
         {"classroom"}},
        {"Fire safety",
         kStatutory,
         30,
         "What to do when you find a fire or hear the alarm, and how your ward is evacuated.",
         "evacuation extinguisher",
         {"classroom", "online-class"}},
        {"Safeguarding adults, level 2",
         kStatutory,
         60,
         "Recognise abuse and neglect of adults at risk, and raise a concern the right way.",
         "abuse neglect Care Act",
         {"online-class"}},
        {"Safeguarding children, level 2",
         kStatutory,
         60,
         "Recognise signs that a child may be at risk and know whom to tell.",
         "child protection",
         {"online-class"}},
        {"Conflict resolution",
         kStatutory,
         120,
         "Calm a situation before it turns, and keep yourself and others safe.",
         "aggression de-escalation violence",
         {"classroom"}},
        {"Equality, diversity and human rights",
         kStatutory,
         30,
         "Treat people fairly and with dignity, as the law and our values ask.",
         "EDI Equality Act",
         {"online-class"}},
        {"Health, safety and welfare",
         kStatutory,
         30,
         "Your duties and your employer's, reporting incidents, working at screens.",
         "RIDDOR COSHH risk assessment",
         {"online-class"}},
        {"Aseptic technique",
         kClinical,
         90,
         "Prepare a field, protect key parts, and be assessed doing it.",
         "ANTT wound cannula",
         {"classroom"}},
        {"Medicines management for nurses",
         kClinical,
         120,
         "Prescribing charts, the rights of administration, controlled drugs, errors and how to "
         "report them.",
         "drugs controlled drugs prescribing",
         {"online-class"}},
        {"Caring for people with a tracheostomy",
         kClinical,
         240,
         "Suction, inner tube care and the first minutes of an emergency.",
         "airway suction",
         {"blended"}},
        {"Recognising the deteriorating patient",
         kClinical,
         60,
         "Track and trigger, sepsis, and calling for help with SBAR.",
         "NEWS2 sepsis escalation",
         {"online-class"}},
        {"Leading a shift, band 6",
         kLeadership,
         420,
         "Plan, delegate and keep the overview when the ward is yours for the day.",
         "delegation nurse in charge",
         {"classroom"}},
        {"Giving feedback that helps",
         kLeadership,
         90,
         "Say what you saw, what it did, and what you would like, in five minutes.",
         "appraisal coaching",
         {"online-class"}},
    };
    return courses;
}

}  // namespace

void fill_demo(Host& host, CourseService& service) {
    const Principal demonstration = Principal::system("Demonstration");
    const Trusted actor(demonstration);
    host.db().write([&](Transaction& tx) {
        for (const DemoCourse& demo : demo_courses()) {
            NewCourse course;
            course.title = demo.title;
            course.category = demo.category;
            course.minutes = demo.minutes;
            course.summary = demo.summary;
            course.keywords = demo.keywords;
            const auto id = service.create(tx, actor, course);
            for (const char* kind : demo.kinds) service.add_offering(tx, actor, id, kind);
        }
    });
}

}  // namespace tessera::catalogue
