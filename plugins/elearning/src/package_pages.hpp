// Pages for those who look after packages: list, upload, report.
#pragma once

#include "package_service.hpp"
#include "progress_pages.hpp"

namespace tessera::elearning {

class PackagePages {
public:
    PackagePages(Host& host, PackageService& service, RuleService& rules, ProgressPages& progress,
                 catalogue::Courses& courses)
        : host_(host), service_(service), rules_(rules), progress_(progress), courses_(courses) {}

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
    RuleService& rules_;
    ProgressPages& progress_;
    catalogue::Courses& courses_;
};

}  // namespace tessera::elearning
