// A plugin: one class, one manifest, one exported symbol.
//
//     class Hello : public tessera::Plugin {
//         void setup(tessera::Registrar& r) override {
//             r.get("/hello", tessera::Needs("hello.read"), [](tessera::Request& q) { ... });
//         }
//     };
//     TESSERA_PLUGIN(Hello)
//
// Lifecycle: found → compatible → migrated → set up → running. setup() only declares; what it
// declares takes effect whole or not at all. start() may use everything; stop() is called after the
// plugin's requests and jobs have drained. Each of the three is called on a thread of its own, never
// two at once, and has a time limit (kernel/plugin/manager.hpp): a plugin that is not done by then is
// held, and so is one that ended the server, until an administrator starts it again.
// Handlers run on many threads.
#pragma once

#include "tessera/host.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tessera {

/// A contribution to a slot ("show something here").
struct SlotItem {
    std::string slot;  ///< id from the manifest's list: "nav.main"
    std::string key;   ///< unique in the slot
    int order = 100;
    std::string permission;  ///< empty: everybody who sees the page
    std::function<std::optional<View>(SlotContext&)> render;  ///< nothing: not shown this time
};

/// What a job handler gets. Handlers are idempotent: a job may run again after a crash.
struct JobContext {
    std::string payload;  ///< JSON as enqueued
    int attempt = 1;
    std::function<void(int done, int total)> progress;
};

/// Arguments of a command-line command, options taken out.
struct TESSERA_API CommandLine {
    std::vector<std::string> arguments;
    std::vector<std::pair<std::string, std::string>> options;  ///< "--json" has an empty value

    bool has(std::string_view option) const;
    std::string value(std::string_view option) const;  ///< empty when absent
};

struct Command {
    std::string name;                ///< "package check"
    std::string usage;               ///< "FILE [--json]"
    std::string help;                ///< one sentence
    bool needs_data = true;          ///< false: runs without --data and without a database
    std::vector<std::string> flags;  ///< options without a value: "--json"
    std::function<int(const CommandLine&)> run;  ///< returns the exit status; prints to std::cout
};

/// An in-transaction handler of one event, as the kernel keeps it: for the event at hand and for one
/// that waited as JSON.
struct EventInTransaction {
    std::function<void(Transaction&, const void*)> now;
    std::function<void(Transaction&, std::string_view)> waited;
};

/// What a guard decides of the question P (see event.hpp).
template <class P>
struct Policy {
    /// One verdict for each question, in their order.
    std::function<std::vector<Verdict>(Reader&, std::span<const P>)> decide;
    /// May be empty. A condition on `column`, which holds the subject of the question (the question's
    /// own subject is 0), that lets exactly the allowed rows through: a list is then paged rightly
    /// and costs one query.
    std::function<Condition(const P& question, std::string_view column)> narrow;
};

/// A policy as the kernel keeps it; `questions` points to `count` of them, one behind the other.
struct AnyPolicy {
    std::function<std::vector<Verdict>(Reader&, const void* questions, std::size_t count)> decide;
    std::function<Condition(const void* question, std::string_view column)> narrow;
};

/// Collects what a plugin declares. Only valid during setup(). A declaration that names an id the
/// manifest does not declare, or that clashes, throws and holds the plugin with that sentence.
class TESSERA_API Registrar {
public:
    virtual ~Registrar() = default;

    virtual Host& host() = 0;
    /// Where the plugin is installed: the folder of its plugin.json, for files it ships besides the
    /// usual ones. Read-only.
    virtual const std::filesystem::path& plugin_folder() const = 0;

    Route& get(std::string pattern, Access access, Handler handler);
    Route& post(std::string pattern, Access access, Handler handler);
    Route& put(std::string pattern, Access access, Handler handler);
    Route& patch(std::string pattern, Access access, Handler handler);
    Route& del(std::string pattern, Access access, Handler handler);

    /// Offers a service: an interface with `static constexpr const char* kId = "plugin.name/1"`.
    template <class S>
    void provide(S& service) {
        provide_raw(S::kId, &service);
    }
    /// A service of a plugin named in "requires"; it outlives this plugin.
    template <class S>
    S& require() {
        return *static_cast<S*>(require_raw(S::kId));
    }

    /// Handles an event inside the publisher's transaction: both happen, or neither. While this
    /// plugin is not running its events wait; when it runs again each is handled in a transaction of
    /// its own, in order per subject, and later events of that subject wait for them.
    template <class E>
    void in_transaction(std::function<void(Transaction&, const E&)> handler) {
        in_transaction_raw(E::kId, {[handler](Transaction& tx, const void* event) {
                                        handler(tx, *static_cast<const E*>(event));
                                    },
                                    [handler](Transaction& tx, std::string_view json) {
                                        handler(tx, event_from_json<E>(json));
                                    }});
    }
    /// Handles an event from the durable outbox after commit: at least once, in order per subject.
    template <class E>
    void after_commit(std::function<void(const E&)> handler) {
        after_commit_raw(E::kId, [handler = std::move(handler)](std::string_view json) {
            handler(event_from_json<E>(json));
        });
    }
    /// Guards the question P, which is in "guards" of the manifest. While a guard can't answer (it is
    /// held, failing, missing or being stopped) the answer is no; one that an administrator has
    /// stopped is not asked.
    template <class P>
    void policy(Policy<P> policy) {
        AnyPolicy any;
        if (policy.decide) {
            any.decide = [decide = std::move(policy.decide)](Reader& reader, const void* questions,
                                                             std::size_t count) {
                return decide(reader, std::span(static_cast<const P*>(questions), count));
            };
        }
        if (policy.narrow) {
            any.narrow = [narrow = std::move(policy.narrow)](const void* question,
                                                             std::string_view column) {
                return narrow(*static_cast<const P*>(question), column);
            };
        }
        policy_raw(P::kId, std::move(any));
    }
    /// The same for a guard that decides one question at a time.
    template <class P>
    void policy(std::function<Verdict(Reader&, const P&)> decide) {
        policy(
            Policy<P>{[decide = std::move(decide)](Reader& reader, std::span<const P> questions) {
                          std::vector<Verdict> verdicts;
                          for (const P& question : questions)
                              verdicts.push_back(decide(reader, question));
                          return verdicts;
                      },
                      {}});
    }

    virtual void slot(SlotItem item) = 0;
    /// `id` and its schedule, if any, are in the manifest.
    virtual void job(std::string id, std::function<void(JobContext&)> handler) = 0;
    virtual void command(Command command) = 0;
    /// Fills this plugin's part of the demonstration organisation; runs in dependency order, once.
    virtual void demo(std::function<void()> fill) = 0;
    /// Adds text to /readyz and the start-up check: returns a sentence when something is wrong.
    virtual void check(std::string name, std::function<std::optional<std::string>()> probe) = 0;

protected:
    virtual Route& route(Method method, std::string pattern, Access access, Handler handler) = 0;
    virtual void provide_raw(const char* id, void* service) = 0;
    virtual void* require_raw(const char* id) = 0;
    virtual void in_transaction_raw(const char* id, EventInTransaction handler) = 0;
    virtual void after_commit_raw(const char* id,
                                  std::function<void(std::string_view)> handler) = 0;
    virtual void policy_raw(const char* id, AnyPolicy policy) = 0;
};

class TESSERA_API Plugin {
public:
    virtual ~Plugin();
    virtual void setup(Registrar& registrar) = 0;
    virtual void start() {}
    virtual void stop() {}
};

/// The one exported symbol. Plain C data, read before any C++ of the plugin runs.
struct PluginEntry {
    std::uint32_t size;  ///< sizeof(PluginEntry)
    std::uint16_t api_major, api_minor;
    const char* abi;  ///< must equal the kernel's kAbiTag
    const char* id;   ///< must equal the manifest's
    Plugin* (*create)();
    void (*destroy)(Plugin*);
};

inline constexpr std::uint16_t kApiMajor = 0;
inline constexpr std::uint16_t kApiMinor = 1;

#define TESSERA_STRINGIFY_(x) #x
#define TESSERA_STRINGIFY(x) TESSERA_STRINGIFY_(x)
#if defined(_GLIBCXX_DEBUG)
#define TESSERA_DEBUG_TAG "-debug"
#else
#define TESSERA_DEBUG_TAG ""
#endif
#if defined(_LIBCPP_VERSION)
#define TESSERA_STDLIB_TAG "libc++"
#else
#define TESSERA_STDLIB_TAG "libstdc++-cxx11abi" TESSERA_STRINGIFY(_GLIBCXX_USE_CXX11_ABI)
#endif
/// Before SDK 1.0 every version is its own ABI.
#define TESSERA_ABI_TAG                             \
    "itanium-" TESSERA_STDLIB_TAG TESSERA_DEBUG_TAG \
    "-ptr" TESSERA_STRINGIFY(__SIZEOF_POINTER__) "-sdk0.1"

/// TESSERA_PLUGIN_ID is defined by tessera_add_plugin from plugin.json.
#define TESSERA_PLUGIN(Type)                                                  \
    extern "C" TESSERA_API const ::tessera::PluginEntry tessera_plugin_entry; \
    const ::tessera::PluginEntry tessera_plugin_entry = {                     \
        sizeof(::tessera::PluginEntry),                                       \
        ::tessera::kApiMajor,                                                 \
        ::tessera::kApiMinor,                                                 \
        TESSERA_ABI_TAG,                                                      \
        TESSERA_PLUGIN_ID,                                                    \
        []() -> ::tessera::Plugin* { return new Type; },                      \
        [](::tessera::Plugin* plugin) { delete plugin; }};

}  // namespace tessera
