// Administrators' pages of competencies and requirements.
#pragma once

#include "competency_service.hpp"
#include "tessera/note.hpp"

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
    /// The list and the form; `typed` is what it held: competency, level, target ("unit:ID" or
    /// "job-role:ID").
    Response page(Request& request, const Form& typed, const std::vector<FieldError>& errors);
    /// The step between form and deed: what it would do, sealed, so that nothing else is done.
    Response look(Request& request);
    Response preview(Request& request, const store::RequirementRecord& wanted,
                     const std::string& warning);
    Response confirm(Request& request);
    Response remove(Request& request);
    Response undo(Request& request);
    Note note(Request& request, const char* key, const store::RequirementRecord& requirement);

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
    Response form(Request& request);
    Response form_page(Request& request, const Form& typed, const std::vector<FieldError>& errors);
    Response award(Request& request);
    Response withdraw(Request& request);
    Response undo(Request& request);
    Note note(const char* key, Id<Person> person, Id<Competency> competency, int level,
              Request& request);
    std::optional<View> section(SlotContext& context);

    Host& host_;
    CompetencyService& service_;
    people::Directory& people_;
};

/// Awards that wait for a second person.
class WaitingPages {
public:
    WaitingPages(Host& host, CompetencyService& service, people::Directory& people,
                 catalogue::Courses& courses)
        : host_(host), service_(service), people_(people), courses_(courses) {}
    void declare(Registrar& registrar);

private:
    Response list(Request& request);
    Response decide(Request& request, bool confirmed);
    Response decide_json(Request& request, bool confirmed);
    Json rows(Request& request);

    Host& host_;
    CompetencyService& service_;
    people::Directory& people_;
    catalogue::Courses& courses_;
};

/// What a course awards: on its page, and attaching it where a course is changed.
void declare_course_slots(Registrar& registrar, Host& host, CompetencyService& service,
                          catalogue::Courses& courses);

void declare_competency_api(Registrar& registrar, Host& host, CompetencyService& service,
                            people::Directory& people);

/// "Every 2 years", "Every 18 months", "Never".
std::string renewal_text(const Request& request, int months);

/// "Moving and handling, level 2".
std::string name_with_level(const Request& request, const std::string& name, int level);
/// What a form says for a level: a digit, or nothing for none. Nothing when it is neither.
std::optional<int> read_level(std::string_view text);
/// Options of a list of competencies, none of them chosen unless `chosen` is one; `levels` becomes
/// the number of levels of that one.
Json competency_options(const std::vector<CompetencyRecord>& all, std::string_view chosen,
                        int& levels);
/// What competencies/level wants: the levels of the chosen competency, if it has any.
void add_levels(Json& data, int levels, std::string_view chosen);
/// 409: what Undo would take back has changed, or it was long ago.
Error no_undo(const Request& request);

/// Errors as a template wants them: "errors" for the summary, "error_<field>" beside each of
/// `fields`.
void add_errors(Json& data, const std::vector<FieldError>& errors,
                std::initializer_list<const char*> fields);

}  // namespace tessera::competencies
