// The manager's page: people by competencies.
#pragma once

#include "compliance_service.hpp"

namespace tessera::compliance {

class TeamPage {
public:
    TeamPage(Host& host, ComplianceService& service, people::Directory& people,
             competencies::Competencies& competencies)
        : host_(host), service_(service), people_(people), competencies_(competencies) {}
    void declare(Registrar& registrar);

private:
    struct Data;
    Data read(Request& request, Date today);
    Response page(Request& request);
    Response csv(Request& request);
    Json matrix_row(Request& request, const Data& data, const TeamMember& member, Date today);
    Json phone_row(Request& request, const Data& data, const TeamMember& member, Date today);

    Host& host_;
    ComplianceService& service_;
    people::Directory& people_;
    competencies::Competencies& competencies_;
};

}  // namespace tessera::compliance
