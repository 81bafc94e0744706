// What is in force: the contributions of the running plugins, indexed. A snapshot never changes;
// when plugins come or go a new one takes its place, and whoever holds the old one finishes with
// it.
#pragma once

#include "http/router.hpp"
#include "http/usage.hpp"
#include "i18n/catalogue.hpp"
#include "plugin/contributions.hpp"
#include "templates/statics.hpp"
#include "templates/templates.hpp"

#include <atomic>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace tessera::kernel {

/// Words, templates and static files of one owner. Each may be null.
struct Assets {
    std::shared_ptr<const MessageGroup> messages;
    std::shared_ptr<const TemplateGroup> templates;
    std::shared_ptr<const StaticGroup> statics;
};

/// A running plugin; or the kernel itself, with its own routes.
struct Mounted {
    Manifest manifest;
    std::shared_ptr<Usage> usage;
    Contributions contributions;
    Assets assets;

    const std::string& id() const { return manifest.id; }
};

/// What there is beside plugins: the kernel, the theme.
struct Base {
    std::shared_ptr<const Mounted> kernel;
    std::map<std::string, Assets> assets;  ///< of "kernel", "theme" and "layout"
    bool strict = false;                   ///< what is missing in a template or text is an error
};

/// What is known of plugins that are not in force: not started yet, held, stopped or missing.
struct Absent {
    using Ids = std::map<std::string, std::set<std::string>, std::less<>>;
    Ids after_commit, in_transaction;  ///< plugins by the event they would handle
    /// Titles of guards by their question. Not of those an administrator has stopped.
    Ids guards;
};

class Snapshot : public Surroundings {
public:
    /// Something contributed, and by whom.
    template <class T>
    struct Of {
        const Mounted* plugin;
        const T* item;
    };
    template <class T>
    using Index = std::unordered_map<std::string, std::vector<Of<T>>>;

    /// Throws Error{Conflict} with a sentence when two contributions exclude each other.
    Snapshot(const Base& base, std::vector<std::shared_ptr<const Mounted>> mounted, Absent absent);

    const std::vector<std::shared_ptr<const Mounted>>& plugins() const { return mounted_; }
    const Mounted* plugin(std::string_view id) const;
    std::shared_ptr<const RouteTable> routes() const { return routes_; }
    std::shared_ptr<const Catalogue> catalogue() const { return catalogue_; }
    const Templates& templates() const { return templates_; }
    const Statics& statics() const { return statics_; }

    std::pair<void*, std::string> service(std::string_view id) const override;
    std::optional<About> permission_about(const std::string& plugin,
                                          std::string_view id) const override;

    const std::vector<Of<EventInTransaction>>& in_transaction(std::string_view id) const;
    /// Plugins that handle the event in the transaction: running ones in order, then absent ones.
    std::vector<std::string> subscribers_in_transaction(std::string_view event) const;
    const std::vector<Of<AnyPolicy>>& policies(const char* id) const;
    /// Titles of guards of the question that can't be asked.
    const std::set<std::string>& closed(std::string_view question) const;
    /// In order.
    const std::vector<Of<SlotItem>>& slot(std::string_view id) const;
    std::vector<std::string> subscribers(std::string_view event) const;
    /// The plugin that handles the job and the handler, or nulls.
    Of<std::function<void(JobContext&)>> job(std::string_view id) const;
    const std::vector<Of<Command>>& commands() const { return commands_; }

private:
    void add(const Mounted& plugin);
    void add_services(const Mounted& plugin);
    void add_slots(const Mounted& plugin);
    void add_assets(const std::string& owner, const Assets& assets);

    std::shared_ptr<const Mounted> kernel_;
    std::vector<std::shared_ptr<const Mounted>> mounted_;
    Absent absent_;
    std::shared_ptr<const RouteTable> routes_;
    std::shared_ptr<const Catalogue> catalogue_;
    Templates templates_;
    Statics statics_;
    Catalogue::Groups messages_by_owner_;
    Templates::Groups templates_by_owner_;
    Statics::Groups statics_by_owner_;
    std::unordered_map<std::string, std::pair<void*, std::string>> services_;
    Index<EventInTransaction> in_transaction_;
    Index<AnyPolicy> policies_;
    Index<SlotItem> slots_;
    std::vector<Of<Command>> commands_;
};

/// The snapshot in force. Thread-safe.
class Registry {
public:
    explicit Registry(Base base);

    const Base& base() const { return base_; }
    std::shared_ptr<const Snapshot> now() const { return now_.load(); }
    /// Builds a snapshot of these plugins and puts it in force; when it can't be built,
    /// Error{Conflict} comes out and the present one stays.
    void put(std::vector<std::shared_ptr<const Mounted>> plugins, Absent absent);

private:
    const Base base_;
    std::atomic<std::shared_ptr<const Snapshot>> now_;
};

}  // namespace tessera::kernel
