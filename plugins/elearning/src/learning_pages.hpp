// Playing from the learner's pages, REST of launches and attempts, and what course pages show.
#pragma once

#include "launch_service.hpp"

namespace tessera::elearning {

class LearningPages {
public:
    LearningPages(Host& host, LaunchService& service, enrolment::Enrolments& enrolments,
                  catalogue::Courses& courses)
        : host_(host), service_(service), enrolments_(enrolments), courses_(courses) {}

    void declare(Registrar& registrar);

private:
    void declare_api(Registrar& registrar);
    Response play(Request& request, bool anew);
    Response launch(Request& request);
    std::optional<View> way(SlotContext& context);
    std::optional<View> package_of_course(SlotContext& context);

    Host& host_;
    LaunchService& service_;
    enrolment::Enrolments& enrolments_;
    catalogue::Courses& courses_;
};

}  // namespace tessera::elearning
