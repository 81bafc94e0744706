// Enrolling other people: some found by name, or those of a unit who need it.
#pragma once

#include "batch_pages.hpp"

namespace tessera::enrolment {

class EnrolPages {
public:
    EnrolPages(Host& host, BatchService& batches, catalogue::Courses& courses,
               people::Directory& people)
        : host_(host), batches_(batches), courses_(courses), people_(people) {}
    void declare(Registrar& registrar);

private:
    /// What the address or the form asks for.
    struct Asked {
        std::string course, text, unit;
    };
    /// One who can be enrolled, and how things stand with them.
    struct Candidate {
        Id<Person> person;
        std::string name, detail, status;
        bool needs = false;  ///< neither enrolled, nor holding what the course gives
    };
    struct Candidates {
        std::vector<Candidate> people;  ///< those who need it first
        int needing = 0;
        bool more = false;  ///< the search found more than are here
    };

    Response choose(Request& request);
    Response enrol(Request& request);
    Response page(Request& request, const Asked& asked, const std::vector<FieldError>& errors);
    Candidates candidates(Reader& reader, const Request& request, const Asked& asked);
    void add_standing(Reader& reader, const Request& request, Id<catalogue::Course> course,
                      Candidates& found);

    Host& host_;
    BatchService& batches_;
    catalogue::Courses& courses_;
    people::Directory& people_;
};

}  // namespace tessera::enrolment
