#include "demo.hpp"

namespace tessera::enrolment {

namespace {

const Principal& demonstration() {
    static const Principal kActor = Principal::system("Demonstration");
    return kActor;
}

/// E-learning that many people have before them.
constexpr const char* kElearning[] = {"Data Security Awareness",
                                      "Infection prevention and control, level 2",
                                      "Moving and handling: people, level 2"};

void enrol_if_there(Transaction& tx, EnrolmentService& service, people::Directory& people,
                    catalogue::Courses& courses, std::string_view email, std::string_view title) {
    const auto person = people.person_by_email(tx, email);
    const auto course = courses.course_by_title(tx, title);
    if (person && course) service.enrol(tx, Trusted(demonstration()), person->id, *course);
}

}  // namespace

void fill_demo(Host& host, EnrolmentService& service, people::Directory& people,
               catalogue::Courses& courses) {
    host.db().write([&](Transaction& tx) {
        constexpr const char* kAmara = "amara.okafor@severnmarches.example";
        enrol_if_there(tx, service, people, courses, kAmara, "Data Security Awareness");
        enrol_if_there(tx, service, people, courses, kAmara,
                       "Infection prevention and control, level 2");
        enrol_if_there(tx, service, people, courses, kAmara, "Adult basic life support, level 2");
        enrol_if_there(tx, service, people, courses, kAmara,
                       "Caring for people with a tracheostomy");
        enrol_if_there(tx, service, people, courses, "priya.ramanathan@severnmarches.example",
                       "Infection prevention and control, level 2");
        // Every third person of the organisation has one more to do, in turn.
        const auto units = people.units(tx);
        if (units.empty()) return;
        std::size_t number = 0;
        for (const auto& employment :
             people.employed_in(tx, units.front().id, host.clock().today())) {
            const char* title = kElearning[number / 3 % 3];
            if (number++ % 3 != 0) continue;
            const auto course = courses.course_by_title(tx, title);
            if (!course || store::current(tx, employment.person, *course)) continue;
            service.enrol(tx, Trusted(demonstration()), employment.person, *course);
        }
    });
}

}  // namespace tessera::enrolment
