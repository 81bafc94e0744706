#include "demo.hpp"
#include "import_pages.hpp"
#include "learning_pages.hpp"
#include "package_api.hpp"
#include "package_files.hpp"
#include "package_pages.hpp"
#include "player_pages.hpp"
#include "rule_pages.hpp"
#include "scorm_command.hpp"
#include "timeline_pages.hpp"
#include "tolerance_api.hpp"
#include "version_pages.hpp"

#include <nlohmann/json.hpp>

#include <memory>

namespace tessera::elearning {

namespace {

SlotItem packages_link() {
    return {"nav.administration", "elearning.nav-packages", 33, "elearning.packages",
            [](SlotContext& context) -> std::optional<View> {
                constexpr std::string_view kPath = "/admin/packages";
                return view(
                    "theme/nav-item",
                    {{"href", kPath},
                     {"label", context.request->t("elearning.nav-packages")},
                     {"icon", "box-seam"},
                     {"current", context.request->path().substr(0, kPath.size()) == kPath}});
            }};
}

}  // namespace

class ElearningPlugin final : public Plugin {
public:
    void setup(Registrar& registrar) override {
        Host& host = registrar.host();
        auto& people = registrar.require<people::Directory>();
        auto& catalogue = registrar.require<catalogue::Courses>();
        auto& enrolments = registrar.require<enrolment::Enrolments>();
        const auto folder = registrar.plugin_folder();

        packages_ = std::make_unique<PackageService>(host, catalogue);
        imports_ = std::make_unique<ImportService>(host, catalogue, *packages_);
        outcomes_ = std::make_unique<Outcomes>(host, people, enrolments);
        rules_ = std::make_unique<RuleService>(host, enrolments, catalogue, *outcomes_);
        rights_ = std::make_unique<LaunchRights>(host, enrolments, courses_);
        launches_ = std::make_unique<LaunchService>(host, people, enrolments, courses_, *rights_);
        versions_ =
            std::make_unique<VersionService>(host, enrolments, catalogue, courses_, *rights_);
        play_ = std::make_unique<PlayService>(host, people, *outcomes_, *rules_, courses_,
                                              *versions_, *rights_);
        rehearsals_ = std::make_unique<RehearsalService>(host, people, courses_, *launches_, *play_,
                                                         *versions_, *rights_);
        timelines_ = std::make_unique<TimelineService>(host, people, courses_);
        files_ = std::make_unique<PackageFiles>(
            host, [this](const std::string& sha256) { return packages_->has_file(sha256); });
        progress_ = std::make_unique<ProgressService>(host, enrolments, *rules_);
        progress_pages_ =
            std::make_unique<ProgressPages>(host, *packages_, *progress_, courses_, people);
        rule_pages_ = std::make_unique<RulePages>(host, *packages_, *rules_);
        import_pages_ = std::make_unique<ImportPages>(host, *imports_);
        package_pages_ = std::make_unique<PackagePages>(host, *packages_, *import_pages_, *rules_,
                                                        *progress_pages_, catalogue);
        timeline_pages_ =
            std::make_unique<TimelinePages>(host, *timelines_, *packages_, people, catalogue);
        version_pages_ = std::make_unique<VersionPages>(host, *versions_, *rehearsals_);
        learning_pages_ = std::make_unique<LearningPages>(host, *launches_, *rehearsals_, *rules_,
                                                          enrolments, catalogue);
        player_pages_ =
            std::make_unique<PlayerPages>(host, *rights_, *play_, *rehearsals_, courses_, people,
                                          catalogue, *files_, player_words(folder));

        registrar.provide<Attempts>(*launches_);
        package_pages_->declare(registrar);
        import_pages_->declare(registrar);
        progress_pages_->declare(registrar);
        rule_pages_->declare(registrar);
        version_pages_->declare(registrar);
        learning_pages_->declare(registrar);
        player_pages_->declare(registrar);
        timeline_pages_->declare(registrar);
        declare_package_api(registrar, host, *packages_, *rules_, *progress_pages_);
        declare_package_commands(registrar, host, *packages_);
        declare_scorm_command(registrar);
        declare_tolerance_api(registrar, host, *packages_);
        declare_tolerance_command(registrar, host, *packages_);
        registrar.slot(packages_link());
        registrar.job(kApplyRuleJob, [this](JobContext& job) { rules_->apply_rest(job); });
        registrar.job(kImportJob, [this](JobContext& job) { imports_->run(job); });
        registrar.job("elearning.forget-launches", [this, &host](JobContext&) {
            imports_->forget_old();
            host.db().write([&](Transaction& tx) {
                store::remove_launches(tx, host.clock().now());
                store::remove_rehearsals(tx, host.clock().now());
            });
            timelines_->forget_old();
        });
        registrar.demo([this, &host, &people, &enrolments, folder] {
            fill_demo(host, folder / "samples", *packages_, *launches_, *play_, enrolments, people);
        });
    }

private:
    CourseCache courses_;
    std::unique_ptr<Outcomes> outcomes_;
    std::unique_ptr<RuleService> rules_;
    std::unique_ptr<PackageService> packages_;
    std::unique_ptr<ImportService> imports_;
    std::unique_ptr<LaunchRights> rights_;
    std::unique_ptr<LaunchService> launches_;
    std::unique_ptr<VersionService> versions_;
    std::unique_ptr<PlayService> play_;
    std::unique_ptr<RehearsalService> rehearsals_;
    std::unique_ptr<PackageFiles> files_;
    std::unique_ptr<ProgressService> progress_;
    std::unique_ptr<ProgressPages> progress_pages_;
    std::unique_ptr<RulePages> rule_pages_;
    std::unique_ptr<TimelineService> timelines_;
    std::unique_ptr<ImportPages> import_pages_;
    std::unique_ptr<PackagePages> package_pages_;
    std::unique_ptr<TimelinePages> timeline_pages_;
    std::unique_ptr<VersionPages> version_pages_;
    std::unique_ptr<LearningPages> learning_pages_;
    std::unique_ptr<PlayerPages> player_pages_;
};

}  // namespace tessera::elearning

TESSERA_PLUGIN(tessera::elearning::ElearningPlugin)
