#include "plugin/contributions.hpp"

#include "tessera/error.hpp"

#include <algorithm>

namespace tessera::kernel {

namespace {

[[noreturn]] void refuse(const std::string& sentence) {
    throw Error(ErrorKind::Invalid, "plugin.setup", sentence);
}

template <class F>
void require_function(const F& function, const std::string& where) {
    if (!function) refuse(where + " has no function to call.");
}

}  // namespace

Staging::Staging(const Manifest& manifest, Host& host, const Surroundings& surroundings)
    : manifest_(manifest), host_(host), surroundings_(surroundings) {}

Contributions Staging::take() {
    for (const std::string& service : manifest_.provides) {
        if (!staged_.services.count(service)) {
            refuse("plugin.json promises the service \"" + service +
                   "\", but setup() provides none.");
        }
    }
    for (const JobSpec& job : manifest_.jobs) {
        if (!staged_.jobs.count(job.id)) {
            refuse("plugin.json declares the job \"" + job.id +
                   "\", but setup() gives no handler.");
        }
    }
    for (const std::string& question : manifest_.guards) {
        const auto& policies = staged_.policies;
        if (std::none_of(policies.begin(), policies.end(),
                         [&](const auto& policy) { return policy.first == question; })) {
            refuse("plugin.json says that it guards \"" + question +
                   "\", but setup() gives no policy.");
        }
    }
    return std::move(staged_);
}

/// A permission is the plugin's own or one of a plugin it requires.
About Staging::about_of(const std::string& permission, const std::string& where) const {
    if (permission.empty()) return About::Own;
    if (const auto own = manifest_.permission_about(permission)) return *own;
    for (const std::string& plugin : manifest_.requires_) {
        if (const auto about = surroundings_.permission_about(plugin, permission)) return *about;
    }
    refuse(where + " needs the permission \"" + permission +
           "\", which neither plugin.json nor a plugin it requires declares.");
}

Route& Staging::route(Method method, std::string pattern, Access access, Handler handler) {
    const std::string where = "The route \"" + pattern + "\"";
    require_function(handler, where);
    access.about = about_of(access.permission, where);
    Route& route = staged_.routes.emplace_back();
    route.method = method;
    route.pattern = std::move(pattern);
    route.access = std::move(access);
    route.handler = std::move(handler);
    return route;
}

void Staging::provide_raw(const char* id, void* service) {
    if (!manifest_.declares_service(id)) {
        refuse(std::string("The service \"") + id + "\" is not in \"provides\" of plugin.json.");
    }
    if (!staged_.services.emplace(id, service).second) {
        refuse(std::string("The service \"") + id + "\" is provided twice.");
    }
}

void* Staging::require_raw(const char* id) {
    const auto [service, plugin] = surroundings_.service(id);
    if (!service) refuse(std::string("No running plugin provides the service \"") + id + "\".");
    const auto& needs = manifest_.requires_;
    if (plugin != "kernel" && std::find(needs.begin(), needs.end(), plugin) == needs.end()) {
        refuse(std::string("The service \"") + id + "\" is of the plugin \"" + plugin +
               "\", which is not in \"requires\" of plugin.json.");
    }
    return service;
}

void Staging::in_transaction_raw(const char* id, EventInTransaction handler) {
    require_function(handler.now && handler.waited, std::string("The handler of \"") + id + "\"");
    staged_.in_transaction.emplace_back(id, std::move(handler));
}

void Staging::after_commit_raw(const char* id, Contributions::AfterCommit handler) {
    require_function(handler, std::string("The handler of \"") + id + "\"");
    staged_.after_commit.emplace_back(id, std::move(handler));
}

void Staging::policy_raw(const char* id, AnyPolicy policy) {
    require_function(policy.decide, std::string("The policy of \"") + id + "\"");
    if (!manifest_.declares_guard(id)) {
        refuse(std::string("The question \"") + id + "\" is not in \"guards\" of plugin.json.");
    }
    staged_.policies.emplace_back(id, std::move(policy));
}

void Staging::slot(SlotItem item) {
    const std::string where = "The item \"" + item.key + "\" of the slot \"" + item.slot + "\"";
    if (!manifest_.declares_slot(item.slot)) {
        refuse("The slot \"" + item.slot + "\" is not in \"slots\" of plugin.json.");
    }
    require_function(item.render, where);
    about_of(item.permission, where);
    staged_.slots.push_back(std::move(item));
}

void Staging::job(std::string id, std::function<void(JobContext&)> handler) {
    require_function(handler, "The job \"" + id + "\"");
    if (!manifest_.declares_job(id)) refuse("The job \"" + id + "\" is not in plugin.json.");
    if (staged_.jobs.count(id)) refuse("The job \"" + id + "\" has two handlers.");
    staged_.jobs.emplace(std::move(id), std::move(handler));
}

void Staging::command(Command command) {
    require_function(command.run, "The command \"" + command.name + "\"");
    if (command.name.empty()) refuse("A command has no name.");
    staged_.commands.push_back(std::move(command));
}

void Staging::demo(std::function<void()> fill) {
    require_function(fill, "The demonstration");
    staged_.demos.push_back(std::move(fill));
}

void Staging::check(std::string name, std::function<std::optional<std::string>()> probe) {
    require_function(probe, "The check \"" + name + "\"");
    staged_.checks.push_back({std::move(name), std::move(probe)});
}

}  // namespace tessera::kernel
