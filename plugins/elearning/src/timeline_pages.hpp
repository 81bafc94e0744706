// The attempts of a package and the timeline of one, as pages, downloads and for the REST API.
#pragma once

#include "package_service.hpp"
#include "timeline_service.hpp"

namespace tessera::elearning {

class TimelinePages {
public:
    TimelinePages(Host& host, TimelineService& service, PackageService& packages,
                  people::Directory& people, catalogue::Courses& courses, CourseCache& loaded)
        : host_(host),
          service_(service),
          packages_(packages),
          people_(people),
          courses_(courses),
          loaded_(loaded) {}

    void declare(Registrar& registrar);

private:
    Response attempts(Request& request);
    Response page(Request& request);
    Response json_file(Request& request);
    Response csv_file(Request& request);
    Response document(Request& request);
    Json facts(Request& request, const TimelineSource& source);
    Json troubles(Request& request, const TimelineSource& source);
    Json line_data(Request& request, const AttemptLine& line);
    std::string clock_text(Instant at) const;

    Host& host_;
    TimelineService& service_;
    PackageService& packages_;
    people::Directory& people_;
    catalogue::Courses& courses_;
    CourseCache& loaded_;
};

}  // namespace tessera::elearning
