// Pages of the catalogue.
#pragma once

#include "course_service.hpp"

namespace tessera::catalogue {

class CoursePages {
public:
    CoursePages(Host& host, CourseService& service) : host_(host), service_(service) {}
    void declare(Registrar& registrar);

private:
    Response find(Request& request);
    Response course(Request& request);
    Response manage(Request& request);
    Response edit(Request& request);
    Response save(Request& request);
    Response form(Request& request, const std::string& id, const CourseDraft& draft, bool active,
                  const std::vector<FieldError>& errors);

    Host& host_;
    CourseService& service_;
};

}  // namespace tessera::catalogue
