// Pages for those who look after packages: list, upload, report.
#pragma once

#include "package_service.hpp"

namespace tessera::elearning {

class PackagePages {
public:
    PackagePages(Host& host, PackageService& service, catalogue::Courses& courses)
        : host_(host), service_(service), courses_(courses) {}

    void declare(Registrar& registrar);

private:
    Response list(Request& request, const std::vector<FieldError>& errors);
    Response add(Request& request);
    Response refused(Request& request, const content::Report& report, const std::string& file_name);
    Response report(Request& request, const std::string& error);
    Response report_file(Request& request);
    Response change(Request& request);
    Response change_tolerances(Request& request);

    Host& host_;
    PackageService& service_;
    catalogue::Courses& courses_;
};

}  // namespace tessera::elearning
