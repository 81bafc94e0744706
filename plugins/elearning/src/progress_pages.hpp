// Progress on a package for those who look after it: sections of the package's page, the table as a
// file, and who is stuck.
#pragma once

#include "course_cache.hpp"
#include "package_service.hpp"
#include "progress_view.hpp"
#include "tessera_people/people.hpp"

namespace tessera::elearning {

class ProgressPages {
public:
    ProgressPages(Host& host, PackageService& packages, ProgressService& service,
                  CourseCache& courses, people::Directory& people)
        : host_(host), packages_(packages), service_(service), courses_(courses), people_(people) {}

    void declare(Registrar& registrar);

    /// Template data of the sections of the package's page: of the version that the query asks for
    /// by `version`, or of the one in use.
    Json sections(const Request& request, Reader& reader, const PackageRecord& package);
    /// The member "progress" of the package in the REST API.
    Json document(Reader& reader, const PackageRecord& package);

private:
    Response csv(Request& request);
    Response names(Request& request);

    Host& host_;
    PackageService& packages_;
    ProgressService& service_;
    CourseCache& courses_;
    people::Directory& people_;
};

}  // namespace tessera::elearning
