#include "competency_pages.hpp"
#include "competency_service.hpp"
#include "demo.hpp"

#include <nlohmann/json.hpp>

#include <memory>

namespace tessera::competencies {

namespace {

SlotItem link(std::string href, const std::string& label, std::string icon, int order,
              const char* permission) {
    return {"nav.administration", label, order, permission,
            [href = std::move(href), label,
             icon = std::move(icon)](SlotContext& context) -> std::optional<View> {
                const auto path = context.request->path();
                const bool current = path == href || path.substr(0, href.size() + 1) == href + "/";
                return view("theme/nav-item", {{"href", href},
                                               {"label", context.request->t(label)},
                                               {"icon", icon},
                                               {"current", current}});
            }};
}

}  // namespace

class CompetenciesPlugin final : public Plugin {
public:
    void setup(Registrar& registrar) override {
        Host& host = registrar.host();
        auto& people = registrar.require<people::Directory>();
        auto& courses = registrar.require<catalogue::Courses>();
        service_ = std::make_unique<CompetencyService>(host, people, courses);
        competencies_ = std::make_unique<CompetencyPages>(host, *service_);
        requirements_ = std::make_unique<RequirementPages>(host, *service_, people);
        awards_ = std::make_unique<AwardPages>(host, *service_, people);
        waiting_ = std::make_unique<WaitingPages>(host, *service_, people, courses);
        registrar.provide<Competencies>(*service_);
        registrar.provide<enrolment::CourseStanding>(*service_);
        registrar.in_transaction<enrolment::EnrolmentCompleted>(
            [this](Transaction& tx, const enrolment::EnrolmentCompleted& event) {
                service_->on_completed(tx, event);
            });
        competencies_->declare(registrar);
        requirements_->declare(registrar);
        awards_->declare(registrar);
        waiting_->declare(registrar);
        declare_course_slots(registrar, host, *service_, courses);
        declare_competency_api(registrar, host, *service_, people);
        registrar.slot(link("/admin/competencies", "competencies.nav-list", "award-fill", 36,
                            "competencies.define"));
        registrar.slot(link("/admin/requirements", "competencies.nav-requirements", "check2-square",
                            37, "competencies.require"));
        registrar.slot(link("/admin/waiting-awards", "competencies.nav-waiting", "patch-check", 38,
                            "competencies.award"));
        registrar.demo(
            [&host, &people, &courses, this] { fill_demo(host, *service_, people, courses); });
    }

private:
    std::unique_ptr<CompetencyService> service_;
    std::unique_ptr<CompetencyPages> competencies_;
    std::unique_ptr<RequirementPages> requirements_;
    std::unique_ptr<AwardPages> awards_;
    std::unique_ptr<WaitingPages> waiting_;
};

}  // namespace tessera::competencies

TESSERA_PLUGIN(tessera::competencies::CompetenciesPlugin)
