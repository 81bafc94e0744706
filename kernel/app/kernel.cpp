#include "app/kernel.hpp"

#include "app/ending.hpp"
#include "app/routes.hpp"
#include "files/lock.hpp"
#include "log/doing.hpp"

#include <thread>

namespace tessera::kernel {

namespace fs = std::filesystem;

namespace {

std::vector<SettingSpec> kernel_settings() {
    SettingSpec theme;
    theme.id = "kernel.theme";
    theme.label = "Theme";
    theme.default_value = "default";
    theme.min = 1;
    theme.max = 64;
    return {theme, disk_alarm_setting()};
}

/// The theme's words, those of its parents first, so that its own count.
std::vector<fs::path> folders_of(const ThemeChain& themes, const char* name) {
    std::vector<fs::path> folders;
    for (const fs::path& theme : themes.folders) folders.push_back(theme / name);
    return folders;
}

}  // namespace

Kernel::Kernel(KernelOptions options)
    : options_(std::move(options)),
      log_(clock_, options_.log_level),
      health_(options_.addresses, settings_, options_.data) {
    storage_ = std::make_unique<Storage>(options_.data, options_.home / "kernel" / "migrations",
                                         clock_, log_);
    if (options_.serving) only_server_ = lock_as_server(options_.data / "server.lock");
    secrets_ = std::make_unique<KernelSecrets>(installation_key(options_.data / "key"));
    settings_.declare(kernel_settings());
    settings_.load(storage_->db());
    const ThemeChain themes = options_.serving ? read_themes() : ThemeChain();
    registry_ = std::make_unique<Registry>(make_base(themes));
    dispatcher_ = std::make_unique<Dispatcher>(*registry_, log_);
    storage_->connect(*dispatcher_);
    messages_ = std::make_unique<KernelMessages>([this] { return registry_->now()->catalogue(); },
                                                 clock_, options_.strict);
    slots_ = std::make_unique<KernelSlots>(*registry_, log_);
    held_forms_ = std::make_unique<HeldForms>(storage_->db(), storage_->ids(), clock_);
    gate_ = std::make_unique<SiteGate>(*registry_, *slots_, *messages_, *secrets_,
                                       options_.addresses, log_, held_forms_.get());
    facilities_ = std::make_unique<Facilities>(Facilities{
        storage_->db(), clock_, storage_->ids(), storage_->files(), *messages_, settings_,
        *secrets_, *slots_, metrics_, log_, options_.addresses, *dispatcher_});
    ManagerOptions manager;
    manager.folders = {options_.home / "plugins", options_.data / "plugins"};
    manager.themes = themes;
    manager.with_data = options_.with_data;
    manager.with_pages = options_.serving;
    manager.safe = options_.safe;
    manager.start_time = options_.plugin_time;
    manager.stop_time = options_.plugin_stop_time;
    manager.marks = options_.data / "starting";
    if (options_.serving) manager.copies = options_.data / "tmp" / "plugins";
    manager_ =
        std::make_unique<PluginManager>(manager, *facilities_, storage_->db(), storage_->outbox(),
                                        *registry_, [this] { apply_schedules(); });
    manager_->load();
}

Kernel::~Kernel() {
    if (server_) server_->stop();
    storage_->jobs().stop();
    storage_->outbox().stop();
    if (manager_) manager_->stop();
}

/// The theme in force; "default" when the one that is set can't be used.
ThemeChain Kernel::read_themes() {
    const fs::path folder = options_.home / "themes";
    const std::string name = settings_.text("kernel.theme");
    try {
        return ThemeChain::read(folder, name);
    } catch (const Error& problem) {
        log_.error("The theme can't be used", {{"theme", name}, {"reason", problem.what()}});
        if (name == "default") throw;
    }
    return ThemeChain::read(folder, "default");
}

Base Kernel::make_base(const ThemeChain& themes) {
    Base base;
    base.strict = options_.strict;
    auto kernel = std::make_shared<Mounted>();
    kernel->manifest.id = "kernel";
    kernel->usage = std::make_shared<Usage>("kernel");
    kernel->contributions = kernel_contributions(*this);
    auto& services = kernel->contributions.services;
    services[SiteHealth::kId] = static_cast<SiteHealth*>(&health_);
    services[AuditTrail::kId] = static_cast<AuditTrail*>(&audit_trail_);
    services[SettingsCatalogue::kId] = static_cast<SettingsCatalogue*>(&settings_);
    base.kernel = kernel;
    Assets& own = base.assets["kernel"];
    own.messages = MessageGroup::load("kernel", {options_.home / "kernel" / "i18n"});
    if (!options_.serving) return base;

    Assets& theme = base.assets["theme"];
    auto words = folders_of(themes, "i18n");
    theme.messages = MessageGroup::load("theme", {words.rbegin(), words.rend()});
    theme.statics = StaticGroup::load(folders_of(themes, "static"));
    const Catalogue catalogue({{"kernel", own.messages}, {"theme", theme.messages}});
    const Statics statics({{"theme", theme.statics}});
    const TemplateSource source(themes, {{"kernel", options_.home / "kernel"}});
    const ExpandContext context{source, catalogue, statics, options_.strict};
    for (const char* owner : {"kernel", "layout", "theme"}) {
        base.assets[owner].templates =
            TemplateGroup::compile(owner, context, [&](const std::string& problem) {
                log_.error("A template of the theme is left out", {{"reason", problem}});
            });
    }
    return base;
}

/// The schedules of the plugins that run now.
void Kernel::apply_schedules() {
    std::vector<JobDeclaration> jobs;
    for (const auto& plugin : registry_->now()->plugins()) {
        for (const JobSpec& job : plugin->manifest.jobs) jobs.push_back({job.id, job.schedule});
    }
    storage_->jobs().set_schedules(jobs);
}

void Kernel::settle() {
    for (bool more = true; more;) {
        more = storage_->outbox().deliver_due() > 0;
        while (storage_->jobs().run_one(*dispatcher_)) more = true;
    }
}

bool Kernel::serve(HttpOptions options, const std::function<void(std::uint16_t)>& listening) {
    storage_->files().remove_leftovers();
    options.tmp = storage_->files().tmp();
    const auto patience = options.drain_time;
    server_ = std::make_unique<HttpServer>(std::move(options), *gate_);
    storage_->outbox().start();
    storage_->jobs().start(*dispatcher_);
    server_->start();
    listening(server_->port());
    wait_for_end_signal();
    return end(patience);
}

/// Requests, jobs and events have the same time to end. A plugin is stopped when nobody is inside it.
bool Kernel::end(std::chrono::milliseconds patience) {
    bool work_ended = false;
    std::thread others([&] {
        const bool jobs = storage_->jobs().stop(patience);
        const bool events = storage_->outbox().stop(std::chrono::seconds(1));
        work_ended = jobs && events;
    });
    const bool requests_ended = server_->stop();
    others.join();
    manager_->stop();
    if (requests_ended && work_ended && manager_->stuck().empty()) return true;
    name_stuck();
    return false;
}

void Kernel::name_stuck() {
    for (const Work& work : Doing::all()) {
        log_.error("It did not end, so the server ends without it",
                   {{work.kind, work.name},
                    {"plugin", work.plugin},
                    {"seconds", std::to_string(work.ms / 1000)}});
    }
    for (const std::string& step : manager_->stuck()) {
        log_.error("It did not end, so the server ends without it", {{"step", step}});
    }
}

}  // namespace tessera::kernel
