#include "plugin/registry.hpp"

#include "plugin/call.hpp"

#include <algorithm>

namespace tessera::kernel {

namespace {

template <class T>
const std::vector<Snapshot::Of<T>>& look_up(const Snapshot::Index<T>& index, std::string_view id) {
    static const std::vector<Snapshot::Of<T>> kNone;
    const auto found = index.find(std::string(id));
    return found == index.end() ? kNone : found->second;
}

/// The routes as they are called: the thread remembers whose code it runs.
void mount_routes(const Mounted& plugin, std::vector<MountedRoute>& routes) {
    for (const Route& route : plugin.contributions.routes) {
        Route mounted = route;
        mounted.handler = [id = plugin.id(), handler = route.handler](Request& request) {
            const InPlugin scope(id);
            return handler(request);
        };
        routes.push_back({std::move(mounted), plugin.usage});
    }
}

[[noreturn]] void clash(const std::string& what, const std::string& one, const std::string& other) {
    throw Error(ErrorKind::Conflict, "plugin.clash",
                what + " comes from both \"" + one + "\" and \"" + other + "\".");
}

}  // namespace

Snapshot::Snapshot(const Base& base, std::vector<std::shared_ptr<const Mounted>> mounted,
                   Absent absent)
    : kernel_(base.kernel), mounted_(std::move(mounted)), absent_(std::move(absent)) {
    std::vector<MountedRoute> routes;
    for (const auto& [owner, assets] : base.assets) add_assets(owner, assets);
    if (kernel_) {
        mount_routes(*kernel_, routes);
        add(*kernel_);
    }
    for (const auto& plugin : mounted_) {
        mount_routes(*plugin, routes);
        add(*plugin);
        add_assets(plugin->id(), plugin->assets);
    }
    for (auto& [slot, items] : slots_) {
        std::sort(items.begin(), items.end(), [](const auto& a, const auto& b) {
            return std::tie(a.item->order, a.item->key) < std::tie(b.item->order, b.item->key);
        });
    }
    routes_ = std::make_shared<const RouteTable>(std::move(routes));
    catalogue_ = std::make_shared<const Catalogue>(std::move(messages_by_owner_));
    templates_ = Templates(std::move(templates_by_owner_), base.strict);
    statics_ = Statics(std::move(statics_by_owner_));
}

void Snapshot::add(const Mounted& plugin) {
    const Contributions& all = plugin.contributions;
    add_services(plugin);
    add_slots(plugin);
    for (const auto& [id, handler] : all.in_transaction) {
        in_transaction_[id].push_back({&plugin, &handler});
    }
    for (const auto& [id, policy] : all.policies) policies_[id].push_back({&plugin, &policy});
    for (const Command& command : all.commands) {
        for (const auto& other : commands_) {
            if (other.item->name == command.name) {
                clash("The command \"" + command.name + "\"", other.plugin->id(), plugin.id());
            }
        }
        commands_.push_back({&plugin, &command});
    }
}

void Snapshot::add_services(const Mounted& plugin) {
    for (const auto& [id, service] : plugin.contributions.services) {
        const auto [entry, fresh] = services_.try_emplace(id, service, plugin.id());
        if (!fresh) clash("The service \"" + id + "\"", entry->second.second, plugin.id());
    }
}

void Snapshot::add_slots(const Mounted& plugin) {
    for (const SlotItem& item : plugin.contributions.slots) {
        auto& items = slots_[item.slot];
        for (const auto& other : items) {
            if (other.item->key == item.key) {
                clash("The item \"" + item.key + "\" of the slot \"" + item.slot + "\"",
                      other.plugin->id(), plugin.id());
            }
        }
        items.push_back({&plugin, &item});
    }
}

void Snapshot::add_assets(const std::string& owner, const Assets& assets) {
    if (assets.messages) messages_by_owner_[owner] = assets.messages;
    if (assets.templates) templates_by_owner_[owner] = assets.templates;
    if (assets.statics) statics_by_owner_[owner] = assets.statics;
}

const Mounted* Snapshot::plugin(std::string_view id) const {
    for (const auto& mounted : mounted_) {
        if (mounted->id() == id) return mounted.get();
    }
    return nullptr;
}

std::pair<void*, std::string> Snapshot::service(std::string_view id) const {
    const auto found = services_.find(std::string(id));
    if (found == services_.end()) return {nullptr, ""};
    return found->second;
}

std::optional<About> Snapshot::permission_about(const std::string& plugin,
                                                std::string_view id) const {
    const Mounted* mounted = this->plugin(plugin);
    return mounted ? mounted->manifest.permission_about(id) : std::nullopt;
}

const std::vector<Snapshot::Of<EventInTransaction>>& Snapshot::in_transaction(
    std::string_view id) const {
    return look_up(in_transaction_, id);
}

std::vector<std::string> Snapshot::subscribers_in_transaction(std::string_view event) const {
    std::vector<std::string> ids;
    for (const auto& handler : in_transaction(event)) {
        // The handlers of one plugin stand together.
        if (ids.empty() || ids.back() != handler.plugin->id()) ids.push_back(handler.plugin->id());
    }
    const auto absent = absent_.in_transaction.find(event);
    if (absent != absent_.in_transaction.end())
        ids.insert(ids.end(), absent->second.begin(), absent->second.end());
    return ids;
}

const std::vector<Snapshot::Of<AnyPolicy>>& Snapshot::policies(const char* id) const {
    return look_up(policies_, id);
}

const std::set<std::string>& Snapshot::closed(std::string_view question) const {
    static const std::set<std::string> kNone;
    const auto found = absent_.guards.find(question);
    return found == absent_.guards.end() ? kNone : found->second;
}

const std::vector<Snapshot::Of<SlotItem>>& Snapshot::slot(std::string_view id) const {
    return look_up(slots_, id);
}

std::vector<std::string> Snapshot::subscribers(std::string_view event) const {
    std::vector<std::string> ids;
    for (const auto& mounted : mounted_) {
        const auto& handlers = mounted->contributions.after_commit;
        if (std::any_of(handlers.begin(), handlers.end(),
                        [&](const auto& handler) { return handler.first == event; })) {
            ids.push_back(mounted->id());
        }
    }
    const auto absent = absent_.after_commit.find(event);
    if (absent != absent_.after_commit.end())
        ids.insert(ids.end(), absent->second.begin(), absent->second.end());
    return ids;
}

Snapshot::Of<std::function<void(JobContext&)>> Snapshot::job(std::string_view id) const {
    const Mounted* mounted = plugin(id.substr(0, id.find('.')));
    if (!mounted) return {nullptr, nullptr};
    const auto found = mounted->contributions.jobs.find(std::string(id));
    if (found == mounted->contributions.jobs.end()) return {mounted, nullptr};
    return {mounted, &found->second};
}

Registry::Registry(Base base)
    : base_(std::move(base)),
      now_(std::make_shared<const Snapshot>(base_, std::vector<std::shared_ptr<const Mounted>>(),
                                            Absent())) {}

void Registry::put(std::vector<std::shared_ptr<const Mounted>> plugins, Absent absent) {
    now_.store(std::make_shared<const Snapshot>(base_, std::move(plugins), std::move(absent)));
}

}  // namespace tessera::kernel
