#include "brand.hpp"
#include "demo.hpp"
#include "employment_pages.hpp"
#include "nav.hpp"
#include "normal_form.hpp"
#include "organisation_pages.hpp"
#include "people_api.hpp"
#include "person_pages.hpp"

#include <memory>

namespace tessera::people {

class People : public Plugin {
    void setup(Registrar& r) override {
        Host& host = r.host();
        service_ = std::make_unique<PeopleService>(host);
        persons_ = std::make_unique<PersonPages>(host, *service_);
        employments_ = std::make_unique<EmploymentPages>(host, *service_);
        organisation_ = std::make_unique<OrganisationPages>(host, *service_);
        brand_ = std::make_unique<BrandView>(host);
        api_ = std::make_unique<PeopleApi>(host, *service_);
        r.provide<Directory>(*service_);

        r.get("/people", Needs("people.list"), [this](Request& q) { return persons_->list(q); });
        r.get("/people/new", Needs("people.create"),
              [this](Request& q) { return persons_->new_person(q); });
        r.post("/people/new", Needs("people.create"),
               [this](Request& q) { return persons_->create(q); });
        r.get("/people/{person}", Needs("people.view"),
              [this](Request& q) { return persons_->show(q); });
        r.get("/people/{person}/edit", Needs("people.edit"),
              [this](Request& q) { return persons_->edit(q); });
        r.post("/people/{person}/edit", Needs("people.edit"),
               [this](Request& q) { return persons_->update(q); });
        setup_employments(r);
        setup_organisation(r);
        setup_api(r);

        declare_navigation(r);
        declare_normal_form(r, host);
        host_ = &host;
        r.slot({"layout.brand", "organisation", 10, "",
                [this](SlotContext& c) { return brand_->render(c); }});
        r.slot({"layout.mark", "organisation", 10, "",
                [this](SlotContext& c) { return brand_->render_mark(c); }});
        r.demo([this, &host] { fill_demo(host, *service_); });
    }

    void start() override { begin_normal_form(*host_); }

    void setup_employments(Registrar& r) {
        const auto edit = Needs("people.edit");
        r.get("/people/{person}/employments/new", edit,
              [this](Request& q) { return employments_->new_employment(q); });
        r.post("/people/{person}/employments/new", edit,
               [this](Request& q) { return employments_->create(q); });
        r.get("/people/{person}/employments/{employment}", edit,
              [this](Request& q) { return employments_->change(q); });
        r.post("/people/{person}/employments/{employment}/move", edit,
               [this](Request& q) { return employments_->move(q); });
        r.post("/people/{person}/employments/undo", edit,
               [this](Request& q) { return employments_->undo(q); });
        r.post("/people/{person}/employments/{employment}/end", edit,
               [this](Request& q) { return employments_->end(q); });
    }

    void setup_organisation(Registrar& r) {
        const auto change = Needs("people.structure");
        r.get("/organisation", Needs("people.organisation"),
              [this](Request& q) { return organisation_->tree(q); });
        r.get("/organisation/units/new", change,
              [this](Request& q) { return organisation_->new_unit(q); });
        r.post("/organisation/units/new", change,
               [this](Request& q) { return organisation_->create_unit(q); });
        r.get("/organisation/units/{unit}/edit", change,
              [this](Request& q) { return organisation_->edit_unit(q); });
        r.post("/organisation/units/{unit}/edit", change,
               [this](Request& q) { return organisation_->rename_unit(q); });
        r.get("/organisation/units/{unit}/brand", change,
              [this](Request& q) { return organisation_->edit_brand(q); });
        r.post("/organisation/units/{unit}/brand", change,
               [this](Request& q) { return organisation_->save_brand(q); });
        r.post("/organisation/job-roles", change,
               [this](Request& q) { return organisation_->add_job_role(q); });
        const auto colour = [this](Request& q) { return brand_->stylesheet(q); };
        r.get("/organisation/brand/{file}", Public, colour);
        // The player's page has its stylesheets from its own origin.
        r.get("/organisation/brand/{file}", Public, colour).content_origin();
    }

    void setup_api(Registrar& r) {
        r.post("/api/v1/people", Needs("people.create"),
               [this](Request& q) { return api_->create(q); })
            .summary("Adds a person, who gets a passport number for life")
            .body({{"given_name", "string", "Given name"},
                   {"family_name", "string", "Family name"},
                   {"email", "string", "E-mail address; nobody else may have it", false},
                   {"date_of_birth", "date", "Date of birth", false},
                   {"national_insurance", "string",
                    "National Insurance number; nobody else may have it", false},
                   {"type", "string", "employee, applicant or external; employee when absent",
                    false}})
            .returns(201, "The id of the person")
            .returns(422, "Values have to be put right");
        r.get("/api/v1/people", Needs("people.list"), [this](Request& q) { return api_->list(q); })
            .summary("Finds people by name, e-mail address or passport number")
            .query({"q", "string", "Words that must all be found", false})
            .query({"limit", "integer", "At most this many, 200 at most; 50 when absent", false})
            .query({"offset", "integer", "Leaves out so many", false})
            .returns(200, "The people and how many there are in all");
        r.get("/api/v1/people/{person}", Needs("people.view"),
              [this](Request& q) { return api_->get(q); })
            .summary("One person with their current employments")
            .returns(200, "The person")
            .returns(404, "There is no such person, or not for you");
    }

    Host* host_ = nullptr;
    std::unique_ptr<PeopleService> service_;
    std::unique_ptr<PersonPages> persons_;
    std::unique_ptr<EmploymentPages> employments_;
    std::unique_ptr<OrganisationPages> organisation_;
    std::unique_ptr<BrandView> brand_;
    std::unique_ptr<PeopleApi> api_;
};

TESSERA_PLUGIN(People)

}  // namespace tessera::people
