// The learner's home: My Compliance first, then what is in progress.
#pragma once

#include "compliance_service.hpp"

namespace tessera::compliance {

class HomePage {
public:
    HomePage(Host& host, ComplianceService& service, catalogue::Courses& courses,
             enrolment::Enrolments& enrolments)
        : host_(host), service_(service), courses_(courses), enrolments_(enrolments) {}
    void declare(Registrar& registrar);

private:
    struct Data;
    Response home(Request& request);
    Data read(Request& request, Date today);
    Json hero(Request& request, const Data& data, Date today);
    Json row(Request& request, const Data& data, const Line& line, Date today, bool first);
    static std::string rest_text(const Request& request, std::size_t green, std::size_t blue);
    Json in_progress(Request& request, const Data& data);
    /// For the end of a course: what the person has to do next, as home would have it.
    std::optional<View> next_to_do(SlotContext& context);
    std::optional<View> person_section(SlotContext& context);

    Host& host_;
    ComplianceService& service_;
    catalogue::Courses& courses_;
    enrolment::Enrolments& enrolments_;
};

}  // namespace tessera::compliance
