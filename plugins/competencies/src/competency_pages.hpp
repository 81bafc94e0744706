// Administrators' pages of competencies and requirements.
#pragma once

#include "competency_service.hpp"

namespace tessera::competencies {

class CompetencyPages {
public:
    CompetencyPages(Host& host, CompetencyService& service) : host_(host), service_(service) {}
    void declare(Registrar& registrar);

private:
    Response list(Request& request);
    Response edit(Request& request);
    Response save(Request& request);
    Response form(Request& request, const std::string& id, const CompetencyDraft& draft,
                  const std::vector<FieldError>& errors);

    Host& host_;
    CompetencyService& service_;
};

class RequirementPages {
public:
    RequirementPages(Host& host, CompetencyService& service, people::Directory& people)
        : host_(host), service_(service), people_(people) {}
    void declare(Registrar& registrar);

private:
    Response list(Request& request);
    Response attach(Request& request);
    Response remove(Request& request);
    /// `typed` is what the form held: competency, level, target ("unit:ID" or "job-role:ID").
    Response page(Request& request, const Form& typed, const std::vector<FieldError>& errors,
                  const Json& preview);

    Host& host_;
    CompetencyService& service_;
    people::Directory& people_;
};

/// Awards on a person's page: what they hold, award, withdraw.
class AwardPages {
public:
    AwardPages(Host& host, CompetencyService& service, people::Directory& people)
        : host_(host), service_(service), people_(people) {}
    void declare(Registrar& registrar);

private:
    Response award(Request& request);
    Response withdraw(Request& request);
    std::optional<View> section(SlotContext& context);

    Host& host_;
    CompetencyService& service_;
    people::Directory& people_;
};

/// What a course awards: on its page, and attaching it where a course is changed.
void declare_course_slots(Registrar& registrar, Host& host, CompetencyService& service,
                          catalogue::Courses& courses);

void declare_competency_api(Registrar& registrar, Host& host, CompetencyService& service,
                            people::Directory& people);

/// "Every 2 years", "Every 18 months", "Never".
std::string renewal_text(const Request& request, int months);

/// Errors as a template wants them: "errors" for the summary, "error_<field>" beside each of
/// `fields`.
void add_errors(Json& data, const std::vector<FieldError>& errors,
                std::initializer_list<const char*> fields);

}  // namespace tessera::competencies
