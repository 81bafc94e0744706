// A learner's own pages: my learning, enrolling, withdrawing; and what the course page says of it.
#pragma once

#include "enrolment_service.hpp"
#include "tessera/note.hpp"

namespace tessera::enrolment {

class LearningPages {
public:
    LearningPages(Host& host, EnrolmentService& service, catalogue::Courses& courses)
        : host_(host), service_(service), courses_(courses) {}
    void declare(Registrar& registrar);

private:
    Response mine(Request& request);
    Response enrol(Request& request);
    /// A note that names the course of an enrolment.
    Note note(const char* key, Id<Enrolment> enrolment);
    Response withdraw(Request& request);
    std::optional<View> history_on_course(SlotContext& context);
    std::optional<View> badge_on_course(SlotContext& context);

    Host& host_;
    EnrolmentService& service_;
    catalogue::Courses& courses_;
};

}  // namespace tessera::enrolment
