// What one plugin declares in setup(): first staged, then, when all of it is in order, in force.
#pragma once

#include "plugin/manifest.hpp"
#include "tessera/plugin.hpp"

#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace tessera::kernel {

struct ReadinessCheck {
    std::string name;
    std::function<std::optional<std::string>()> probe;
};

struct Contributions {
    using AfterCommit = std::function<void(std::string_view)>;

    std::deque<Route> routes;  ///< a deque, since setup() holds references to them
    std::map<std::string, void*> services;
    std::vector<std::pair<std::string, EventInTransaction>> in_transaction;
    std::vector<std::pair<std::string, AfterCommit>> after_commit;
    std::vector<std::pair<std::string, AnyPolicy>> policies;
    std::vector<SlotItem> slots;
    std::map<std::string, std::function<void(JobContext&)>> jobs;
    std::vector<Command> commands;
    std::vector<std::function<void()>> demos;
    std::vector<ReadinessCheck> checks;
};

/// What the staging registrar asks about the rest of the system.
class Surroundings {
public:
    virtual ~Surroundings() = default;
    /// The service of a running plugin and that plugin's id, or {nullptr, ""}.
    virtual std::pair<void*, std::string> service(std::string_view id) const = 0;
    /// What a permission of the running plugin `plugin` is about; nothing when it declares none.
    virtual std::optional<About> permission_about(const std::string& plugin,
                                                  std::string_view id) const = 0;
};

/// The Registrar a plugin sees in setup(). Checks each declaration against the manifest and throws
/// Error{Invalid} with a sentence at the first that does not fit.
class Staging : public Registrar {
public:
    Staging(const Manifest& manifest, Host& host, const Surroundings& surroundings);

    /// What was declared. Checks that the manifest promises nothing that is not there.
    Contributions take();

    Host& host() override { return host_; }
    const std::filesystem::path& plugin_folder() const override { return manifest_.folder; }
    void slot(SlotItem item) override;
    void job(std::string id, std::function<void(JobContext&)> handler) override;
    void command(Command command) override;
    void demo(std::function<void()> fill) override;
    void check(std::string name, std::function<std::optional<std::string>()> probe) override;

protected:
    Route& route(Method method, std::string pattern, Access access, Handler handler) override;
    void provide_raw(const char* id, void* service) override;
    void* require_raw(const char* id) override;
    void in_transaction_raw(const char* id, EventInTransaction handler) override;
    void after_commit_raw(const char* id, Contributions::AfterCommit handler) override;
    void policy_raw(const char* id, AnyPolicy policy) override;

private:
    About about_of(const std::string& permission, const std::string& where) const;

    const Manifest& manifest_;
    Host& host_;
    const Surroundings& surroundings_;
    Contributions staged_;
};

}  // namespace tessera::kernel
