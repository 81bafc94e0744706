// Pages about people: list, record, forms. Request → View; no SQL, no rules.
#pragma once

#include "form_view.hpp"
#include "people_service.hpp"

namespace tessera::people {

class PersonPages {
public:
    PersonPages(Host& host, PeopleService& service) : host_(host), service_(service) {}

    Response list(Request& request);
    Response show(Request& request);
    Response new_person(Request& request);
    Response create(Request& request);
    Response edit(Request& request);
    Response update(Request& request);

private:
    struct Draft;  ///< what was typed
    Response form_page(Request& request, const Draft& draft, std::optional<Id<Person>> person,
                       const std::vector<FieldError>& errors);
    store::PersonDetails editable(Reader& reader, Request& request);

    Host& host_;
    PeopleService& service_;
};

/// The principal with the language of the request, so that what a service refuses is said in it.
Principal speaking(Request& request);

/// All units as choices, children behind their parents' names: "Medicine / Ward 7".
std::vector<FormView::Option> unit_options(const std::vector<UnitRecord>& units);
std::vector<FormView::Option> role_options(const std::vector<JobRoleRecord>& roles);

/// The employment a manager is named by: an e-mail address or passport number; none when empty.
/// Adds to `errors` when nobody is employed under it.
Id<Employment> manager_named(Reader& reader, Directory& directory, Request& request,
                             std::string_view text, Date on, std::vector<FieldError>& errors);

}  // namespace tessera::people
