// Pages for those who look after packages: list, upload, report.
#pragma once

#include "import_pages.hpp"
#include "progress_pages.hpp"

namespace tessera::elearning {

class PackagePages {
public:
    PackagePages(Host& host, PackageService& service, ImportPages& imports, RuleService& rules,
                 ProgressPages& progress, catalogue::Courses& courses)
        : host_(host),
          service_(service),
          imports_(imports),
          rules_(rules),
          progress_(progress),
          courses_(courses) {}

    void declare(Registrar& registrar);

private:
    Response list(Request& request, const std::vector<FieldError>& errors);
    Response add(Request& request);
    /// The page of a package; `errors` are of its forms.
    Response report(Request& request, const std::vector<FieldError>& errors);
    Json draft_data(const Request& request, const PackageRecord& package, const Json& checked,
                    std::size_t awards, const std::string& error);
    Response publish(Request& request);
    Response report_file(Request& request);
    Response change(Request& request);
    Response change_tolerances(Request& request);

    Host& host_;
    PackageService& service_;
    ImportPages& imports_;
    RuleService& rules_;
    ProgressPages& progress_;
    catalogue::Courses& courses_;
};

}  // namespace tessera::elearning
