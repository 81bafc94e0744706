#include "demo.hpp"
#include "enrol_pages.hpp"
#include "enrolment_api.hpp"
#include "enrolment_service.hpp"
#include "learning_pages.hpp"

#include <nlohmann/json.hpp>

#include <memory>

namespace tessera::enrolment {

namespace {

SlotItem link(std::string slot, std::string href, std::string label, std::string icon, int order,
              std::string permission) {
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

class EnrolmentPlugin final : public Plugin {
public:
    void setup(Registrar& registrar) override {
        Host& host = registrar.host();
        auto& people = registrar.require<people::Directory>();
        auto& courses = registrar.require<catalogue::Courses>();
        service_ = std::make_unique<EnrolmentService>(host, people, courses);
        learning_ = std::make_unique<LearningPages>(host, *service_, courses);
        batches_ = std::make_unique<BatchService>(host, *service_, people, courses);
        batch_pages_ = std::make_unique<BatchPages>(host, *batches_, courses, people);
        enrol_ = std::make_unique<EnrolPages>(host, *batches_, courses, people);
        registrar.provide<Enrolments>(*service_);
        learning_->declare(registrar);
        batches_->declare(registrar);
        batch_pages_->declare(registrar);
        enrol_->declare(registrar);
        declare_enrolment_api(registrar, host, *service_);
        registrar.slot(link("nav.learning", "/learning", "enrolment.nav-mine", "journal-bookmark",
                            13, "enrolment.own"));
        registrar.slot(link("nav.tabs", "/learning", "enrolment.tab-mine", "journal-bookmark", 13,
                            "enrolment.own"));
        registrar.slot(link("nav.administration", "/admin/enrol", "enrolment.nav-enrol",
                            "person-plus", 34, "enrolment.manage"));
        registrar.demo(
            [&host, &people, &courses, this] { fill_demo(host, *service_, people, courses); });
    }

private:
    std::unique_ptr<EnrolmentService> service_;
    std::unique_ptr<LearningPages> learning_;
    std::unique_ptr<BatchService> batches_;
    std::unique_ptr<BatchPages> batch_pages_;
    std::unique_ptr<EnrolPages> enrol_;
};

}  // namespace tessera::enrolment

TESSERA_PLUGIN(tessera::enrolment::EnrolmentPlugin)
