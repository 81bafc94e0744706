#include "plugin/dispatcher.hpp"

#include "plugin/call.hpp"

namespace tessera::kernel {

namespace {

/// Calls `fn` while the plugin is entered. False when it does not run or is being stopped.
template <class F>
bool with_plugin(const Registry& registry, std::string_view id, F&& fn) {
    const auto snapshot = registry.now();
    const Mounted* mounted = snapshot->plugin(id);
    if (!mounted) return false;
    const UsageScope inside(*mounted->usage);
    if (!inside) return false;
    fn(*mounted);
    return true;
}

std::string closed_sentence(const Snapshot& snapshot, std::string_view locale,
                            const std::string& title) {
    const Message* message = snapshot.catalogue()->find(locale, "kernel.guard-closed");
    if (!message) return "\"" + title + "\" decides this and can't be asked at the moment.";
    return message->form("other").fill({{"plugin", title}}, nullptr);
}

}  // namespace

std::vector<std::string> Dispatcher::running() const {
    std::vector<std::string> ids;
    for (const auto& plugin : registry_.now()->plugins()) {
        if (plugin->usage->open()) ids.push_back(plugin->id());
    }
    return ids;
}

std::vector<std::string> Dispatcher::subscribers_in_transaction(std::string_view id) const {
    return registry_.now()->subscribers_in_transaction(id);
}

std::vector<std::string> Dispatcher::subscribers(std::string_view id) const {
    return registry_.now()->subscribers(id);
}

bool Dispatcher::deliver_in_transaction(Transaction& tx, std::string_view plugin,
                                        std::string_view id, const void* event) {
    return with_plugin(registry_, plugin, [&](const Mounted& mounted) {
        for (const auto& [name, handler] : mounted.contributions.in_transaction) {
            if (name == id) call_plugin(mounted.id(), [&, &h = handler] { h.now(tx, event); });
        }
    });
}

bool Dispatcher::deliver_waited(Transaction& tx, std::string_view plugin, std::string_view id,
                                std::string_view json) {
    return with_plugin(registry_, plugin, [&](const Mounted& mounted) {
        for (const auto& [name, handler] : mounted.contributions.in_transaction) {
            if (name == id) call_plugin(mounted.id(), [&, &h = handler] { h.waited(tx, json); });
        }
    });
}

bool Dispatcher::deliver_after_commit(std::string_view plugin, std::string_view id,
                                      std::string_view json) {
    return with_plugin(registry_, plugin, [&](const Mounted& mounted) {
        for (const auto& [name, handler] : mounted.contributions.after_commit) {
            if (name == id) call_plugin(mounted.id(), [&, &h = handler] { h(json); });
        }
    });
}

bool Dispatcher::run(std::string_view job, JobContext& context) {
    const auto snapshot = registry_.now();
    const auto [plugin, handler] = snapshot->job(job);
    if (!plugin) return false;
    if (!handler) {
        throw Error(ErrorKind::Internal, "jobs.unknown",
                    "The plugin \"" + plugin->id() + "\" no longer has the job \"" +
                        std::string(job) + "\".");
    }
    const UsageScope inside(*plugin->usage);
    if (!inside) return false;
    call_plugin(plugin->id(), [&, h = handler] { (*h)(context); });
    return true;
}

/// Throws what the policy throws, and Error{Unavailable} when the plugin is being stopped.
std::vector<Verdict> Dispatcher::verdicts(const Snapshot::Of<AnyPolicy>& guard, Reader& reader,
                                          const void* questions, std::size_t count) const {
    const UsageScope inside(*guard.plugin->usage);
    if (!inside) throw Error(ErrorKind::Unavailable, "plugin.draining", "It is being stopped.");
    auto verdicts = call_plugin(guard.plugin->id(),
                                [&] { return guard.item->decide(reader, questions, count); });
    if (verdicts.size() != count) {
        throw plugin_failed(guard.plugin->id(), "it gave " + std::to_string(verdicts.size()) +
                                                    " verdicts for " + std::to_string(count) +
                                                    " questions");
    }
    return verdicts;
}

std::vector<std::vector<std::string>> Dispatcher::ask(const char* id, Reader& reader,
                                                      const void* questions, std::size_t count,
                                                      std::string_view locale) const {
    std::vector<std::vector<std::string>> reasons(count);
    const auto snapshot = registry_.now();
    const auto refuse_all = [&](const std::string& title) {
        const auto sentence = closed_sentence(*snapshot, locale, title);
        for (auto& of_one : reasons) of_one.push_back(sentence);
    };
    for (const std::string& title : snapshot->closed(id)) refuse_all(title);
    for (const auto& guard : snapshot->policies(id)) {
        try {
            auto answers = verdicts(guard, reader, questions, count);
            for (std::size_t i = 0; i < count; ++i) {
                if (!answers[i].allowed) reasons[i].push_back(std::move(answers[i].reason));
            }
        } catch (const Error& problem) {
            log_.error(
                "A guard could not decide, so the answer is no",
                {{"plugin", guard.plugin->id()}, {"question", id}, {"reason", problem.what()}});
            refuse_all(guard.plugin->manifest.title);
        }
    }
    return reasons;
}

Condition Dispatcher::narrow(const char* id, const void* question, std::string_view column) const {
    const auto snapshot = registry_.now();
    const Condition nothing{"1 = 0", {}, true};
    if (!snapshot->closed(id).empty()) return nothing;
    Condition all;
    for (const auto& guard : snapshot->policies(id)) {
        const UsageScope inside(*guard.plugin->usage);
        if (!inside) return nothing;
        if (!guard.item->narrow) {
            all.complete = false;
            continue;
        }
        try {
            Condition one = call_plugin(guard.plugin->id(),
                                        [&] { return guard.item->narrow(question, column); });
            all.sql += " AND (" + one.sql + ")";
            all.values.insert(all.values.end(), one.values.begin(), one.values.end());
            all.complete = all.complete && one.complete;
        } catch (const Error& problem) {
            log_.error(
                "A guard could not narrow a list, so it is empty",
                {{"plugin", guard.plugin->id()}, {"question", id}, {"reason", problem.what()}});
            return nothing;
        }
    }
    return all;
}

void* Dispatcher::service(const char* id) const { return registry_.now()->service(id).first; }

}  // namespace tessera::kernel
