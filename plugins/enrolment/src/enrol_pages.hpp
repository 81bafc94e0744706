// Enrolling other people: one by one, or everybody of a unit.
#pragma once

#include "enrolment_service.hpp"

namespace tessera::enrolment {

class EnrolPages {
public:
    EnrolPages(Host& host, EnrolmentService& service, catalogue::Courses& courses,
               people::Directory& people)
        : host_(host), service_(service), courses_(courses), people_(people) {}
    void declare(Registrar& registrar);

private:
    Response choose(Request& request);
    Response enrol(Request& request);
    Response page(Request& request, const std::string& course, const std::string& text,
                  const std::string& unit, const std::vector<FieldError>& errors, const Json& done);

    Host& host_;
    EnrolmentService& service_;
    catalogue::Courses& courses_;
    people::Directory& people_;
};

}  // namespace tessera::enrolment
