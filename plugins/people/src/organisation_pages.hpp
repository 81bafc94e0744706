// The organisation: its units as a tree, its job roles, and its brand.
#pragma once

#include "form_view.hpp"
#include "people_service.hpp"

namespace tessera::people {

class OrganisationPages {
public:
    OrganisationPages(Host& host, PeopleService& service) : host_(host), service_(service) {}

    Response tree(Request& request);
    Response new_unit(Request& request);
    Response create_unit(Request& request);
    Response edit_unit(Request& request);
    Response rename_unit(Request& request);
    Response edit_brand(Request& request);
    Response save_brand(Request& request);
    Response add_job_role(Request& request);

private:
    Response tree_page(Request& request, std::string_view role,
                       const std::vector<FieldError>& errors);
    Response unit_page(Request& request, const NewUnit& unit, std::optional<Id<Unit>> id,
                       const std::vector<FieldError>& errors);
    Response brand_page(Request& request, const store::Brand& brand,
                        const std::vector<FieldError>& errors);

    Host& host_;
    PeopleService& service_;
};

}  // namespace tessera::people
