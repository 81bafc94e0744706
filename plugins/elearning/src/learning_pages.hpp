// Playing from the learner's pages, REST of launches and attempts, and what course pages show.
#pragma once

#include "rehearsal_service.hpp"
#include "rule_service.hpp"

namespace tessera::elearning {

class LearningPages {
public:
    LearningPages(Host& host, LaunchService& service, RehearsalService& rehearsals,
                  RuleService& rules, enrolment::Enrolments& enrolments,
                  catalogue::Courses& courses)
        : host_(host),
          service_(service),
          rehearsals_(rehearsals),
          rules_(rules),
          enrolments_(enrolments),
          courses_(courses) {}

    void declare(Registrar& registrar);

private:
    void declare_api(Registrar& registrar);
    Response play(Request& request, const std::string& attempt, const std::string& mode);
    Launched launched(Request& request, const std::string& attempt, const std::string& mode);
    Response play_page(Request& request);
    Response launch(Request& request);
    Response new_attempt(Request& request);
    std::string day(const Request& request, Instant at) const;
    std::optional<View> way(SlotContext& context);
    std::optional<View> package_of_course(SlotContext& context);

    Host& host_;
    LaunchService& service_;
    RehearsalService& rehearsals_;
    RuleService& rules_;
    enrolment::Enrolments& enrolments_;
    catalogue::Courses& courses_;
};

}  // namespace tessera::elearning
