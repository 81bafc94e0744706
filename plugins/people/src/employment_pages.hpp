// Pages that add, move and end an employment.
#pragma once

#include "person_pages.hpp"
#include "tessera/note.hpp"

namespace tessera::people {

class EmploymentPages {
public:
    EmploymentPages(Host& host, PeopleService& service) : host_(host), service_(service) {}

    Response new_employment(Request& request);
    Response create(Request& request);
    Response change(Request& request);
    Response move(Request& request);
    /// Takes the last move or end back.
    Response undo(Request& request);
    Response end(Request& request);

private:
    struct Draft {
        std::string unit, job_role, manager, day;
    };
    static Draft typed(const Form& form, const char* day);
    Note note(const Request& request, const char* key, Id<Person> person, Id<Unit> unit,
              Id<JobRole> role, Date day);
    /// The person of the address, if the principal may change them; otherwise Error{NotFound}.
    store::PersonDetails person(Reader& reader, Request& request);
    EmploymentRecord employment(Reader& reader, Request& request);
    /// The form for a new employment (`id` none) or for a move.
    Response form_page(Request& request, const Draft& draft, Id<Employment> id,
                       const std::vector<FieldError>& errors);

    Host& host_;
    PeopleService& service_;
};

}  // namespace tessera::people
