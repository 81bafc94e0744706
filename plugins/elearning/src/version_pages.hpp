// Versions of a package for those who look after it: pages and REST.
#pragma once

#include "rehearsal_service.hpp"

namespace tessera::elearning {

class VersionPages {
public:
    VersionPages(Host& host, VersionService& versions, RehearsalService& rehearsals)
        : host_(host), versions_(versions), rehearsals_(rehearsals) {}

    void declare(Registrar& registrar);

private:
    void declare_api(Registrar& registrar);
    Response list(Request& request);
    Response use(Request& request);
    Response decide(Request& request);
    Response trial(Request& request);
    Response api_list(Request& request);
    Response api_trial(Request& request);
    Json row(const Request& request, const PackageVersions& all, const VersionUse& one) const;
    Json choice(const Request& request, const VersionUse& in_use, const VersionUse& one) const;

    Host& host_;
    VersionService& versions_;
    RehearsalService& rehearsals_;
};

}  // namespace tessera::elearning
