#include "compliance_api.hpp"
#include "compliance_service.hpp"
#include "home_page.hpp"
#include "team_page.hpp"
#include "verify.hpp"

#include <nlohmann/json.hpp>

#include <memory>

namespace tessera::compliance {

namespace {

SlotItem link(std::string slot, std::string href, const std::string& label, std::string icon,
              int order, std::string permission) {
    const std::string name = slot == "nav.tabs" ? "theme/tab-item" : "theme/nav-item";
    return {std::move(slot), label, order, std::move(permission),
            [href = std::move(href), label, icon = std::move(icon),
             name](SlotContext& context) -> std::optional<View> {
                return view(name, {{"href", href},
                                   {"label", context.request->t(label)},
                                   {"icon", icon},
                                   {"current", context.request->path() == href}});
            }};
}

}  // namespace

class CompliancePlugin final : public Plugin {
public:
    void setup(Registrar& registrar) override {
        Host& host = registrar.host();
        auto& people = registrar.require<people::Directory>();
        auto& courses = registrar.require<catalogue::Courses>();
        auto& enrolments = registrar.require<enrolment::Enrolments>();
        auto& competencies = registrar.require<competencies::Competencies>();
        service_ = std::make_unique<ComplianceService>(host, people, competencies);
        home_ = std::make_unique<HomePage>(host, *service_, courses, enrolments);
        team_ = std::make_unique<TeamPage>(host, *service_, people, competencies);
        registrar.provide<competencies::Forecast>(*service_);
        home_->declare(registrar);
        team_->declare(registrar);
        declare_compliance_api(registrar, host, *service_);
        declare_verification(registrar, host, *service_);
        follow_events(registrar);
        registrar.slot(
            link("nav.learning", "/", "compliance.nav-home", "house", 10, "compliance.own"));
        registrar.slot(link("nav.tabs", "/", "compliance.nav-home", "house", 10, "compliance.own"));
        registrar.slot(link("nav.team", "/team", "compliance.nav-team", "grid-3x3-gap", 20,
                            "compliance.team"));
        registrar.slot(
            link("nav.tabs", "/team", "compliance.tab-team", "people", 20, "compliance.team"));
    }

    void start() override { service_->start(); }
    void stop() override { service_->stop(); }

private:
    void follow_events(Registrar& registrar) {
        registrar.in_transaction<competencies::CompetencyAwarded>(
            [this](Transaction& tx, const competencies::CompetencyAwarded& event) {
                service_->refresh(tx, event.person);
            });
        registrar.in_transaction<competencies::AwardWithdrawn>(
            [this](Transaction& tx, const competencies::AwardWithdrawn& event) {
                service_->refresh(tx, event.person);
            });
        registrar.in_transaction<people::EmploymentChanged>(
            [this](Transaction& tx, const people::EmploymentChanged& event) {
                service_->refresh(tx, event.person);
            });
        registrar.in_transaction<competencies::RequirementsChanged>(
            [this](Transaction& tx, const competencies::RequirementsChanged&) {
                service_->reload_after(tx);
            });
        // A command beside the server changes the tables as well; the server hears of it from the
        // log of events.
        registrar.after_commit<competencies::CompetencyAwarded>(
            [this](const competencies::CompetencyAwarded& event) {
                service_->catch_up(event.person);
            });
        registrar.after_commit<competencies::AwardWithdrawn>(
            [this](const competencies::AwardWithdrawn& event) {
                service_->catch_up(event.person);
            });
        registrar.after_commit<people::EmploymentChanged>(
            [this](const people::EmploymentChanged& event) { service_->catch_up(event.person); });
        registrar.after_commit<competencies::RequirementsChanged>(
            [this](const competencies::RequirementsChanged&) {
                service_->catch_up_with_requirements();
            });
    }

    std::unique_ptr<ComplianceService> service_;
    std::unique_ptr<HomePage> home_;
    std::unique_ptr<TeamPage> team_;
};

}  // namespace tessera::compliance

TESSERA_PLUGIN(tessera::compliance::CompliancePlugin)
