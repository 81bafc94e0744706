// The facilities the kernel gives to plugins. All of them are thread-safe.
#pragma once

#include "tessera/database.hpp"
#include "tessera/http.hpp"
#include "tessera/time.hpp"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tessera {

enum class LogLevel : std::uint8_t { Debug, Info, Warning, Error };

/// Structured log: one line of JSON per entry, with the request id when there is one.
class Log {
public:
    virtual ~Log() = default;
    virtual void write(LogLevel level, std::string_view message, const TextArgs& fields = {}) = 0;
    void info(std::string_view message, const TextArgs& fields = {}) {
        write(LogLevel::Info, message, fields);
    }
    void warning(std::string_view message, const TextArgs& fields = {}) {
        write(LogLevel::Warning, message, fields);
    }
    void error(std::string_view message, const TextArgs& fields = {}) {
        write(LogLevel::Error, message, fields);
    }
};

/// Content-addressed files: the name of a file is the SHA-256 of its bytes. Files never change.
class FileStore {
public:
    virtual ~FileStore() = default;
    /// Moves an upload into the store (fsync, rename, fsync of the folder) and returns its hash.
    virtual std::string adopt(const Upload& upload) = 0;
    /// Copies a file of this machine into the store, as a command does with its argument.
    virtual std::string import(const std::filesystem::path& file) = 0;
    /// Where the file is. Throws Error{NotFound} when the store has none of that hash.
    virtual std::filesystem::path path(std::string_view sha256) const = 0;
    virtual bool contains(std::string_view sha256) const = 0;
    /// Removes a file that nothing refers to any more; whoever has it open reads on. Nothing happens
    /// when the store has none of that hash.
    virtual void remove(std::string_view sha256) = 0;
    /// A new file without a name, in the data folder, open for reading and writing: it is gone when
    /// the descriptor, which is the caller's to close, is closed. Error{StorageFull} when the disk is
    /// full.
    virtual int temporary() = 0;
};

/// Words by key from the plugins' i18n/<locale>.json. A key is "plugin.name"; a value is a sentence
/// with {{places}}, or an object of plural forms (CLDR: zero one two few many other) chosen by the
/// argument "count". A missing key comes back as the key in brackets and is an error in tests.
class Messages {
public:
    virtual ~Messages() = default;
    virtual std::string text(std::string_view locale, std::string_view key,
                             const TextArgs& args = {}) const = 0;
    virtual const std::vector<std::string>& locales() const = 0;
    /// "14 December 2026" and "14 December 2026 at 09:30" in the language.
    virtual std::string date(std::string_view locale, Date date) const = 0;
    virtual std::string date_time(std::string_view locale, Instant instant) const = 0;
};

/// Settings declared in manifests, changed by administrators. Reading is an atomic load.
class Settings {
public:
    virtual ~Settings() = default;
    virtual std::int64_t integer(std::string_view id) const = 0;
    virtual bool flag(std::string_view id) const = 0;
    virtual std::string text(std::string_view id) const = 0;
    /// Checks the value against the manifest; Error{Invalid} when it does not fit.
    virtual void set(Transaction& tx, const Principal& actor, std::string_view id,
                     std::string_view value) = 0;
};

/// Secrets: argon2id on a small bounded pool, random tokens, keyed hashes.
class Secrets {
public:
    virtual ~Secrets() = default;
    /// Whether as many wait for a hash as may: who asks now is refused, so do nothing first that would
    /// be in vain.
    virtual bool busy() = 0;
    /// Slow by design (about 20 ms). Error{Unavailable} when the pool's queue is full.
    virtual std::string hash_password(std::string_view password) = 0;
    /// An empty `hash` costs the same and is false: for accounts that do not exist.
    virtual bool verify_password(std::string_view hash, std::string_view password) = 0;
    virtual bool needs_rehash(std::string_view hash) const = 0;
    /// `bytes` random bytes as URL-safe text.
    virtual std::string random_token(std::size_t bytes = 32) = 0;
    virtual std::uint64_t random_number() = 0;
    /// What is stored of a token: SHA-256, hex.
    virtual std::string digest(std::string_view token) const = 0;
    /// HMAC-SHA-256 with the installation's own key, hex; `purpose` keeps uses apart.
    virtual std::string sign(std::string_view purpose, std::string_view message) const = 0;
    /// Compares in constant time.
    virtual bool same(std::string_view a, std::string_view b) const = 0;
};

/// What a slot contribution is asked with.
struct SlotContext {
    Request* request = nullptr;
    const Json* subject =
        nullptr;  ///< what the page is about, as documented with the slot; may be null
};

/// Renders what others contribute to a place of a page.
class Slots {
public:
    virtual ~Slots() = default;
    /// HTML of each contribution the principal may see, in order.
    virtual std::vector<std::string> render(std::string_view slot, Request& request,
                                            const Json* subject = nullptr) = 0;
};

/// A permission as declared in a manifest.
struct PermissionInfo {
    std::string id, label, plugin;
    std::vector<std::string> roles;  ///< roles that have it by default
    About about = About::Site;
};

/// What is known of a plugin on the plugins page.
struct PluginInfo {
    std::string id, version, title, description;
    /// found compatible migrated set-up running held disabled; "missing": it ran here before and is
    /// no longer installed.
    std::string state;
    std::string reason;
    std::vector<std::string> requires_, permissions, slots;
    std::vector<std::string> guards;  ///< questions it decides: "catalogue.may-see-course/1"
    std::int64_t waiting = 0;         ///< events that wait for it
    bool may_disable = false;
};

class Plugins {
public:
    virtual ~Plugins() = default;
    virtual std::vector<PluginInfo> list() const = 0;
    virtual std::vector<PermissionInfo> permissions() const = 0;
    /// Drains the plugin and removes its registrations, or starts it again; remembered over a
    /// restart. Error{Conflict} with the names of those that need it.
    virtual void disable(const Principal& actor, std::string_view id) = 0;
    virtual void enable(const Principal& actor, std::string_view id) = 0;
    /// For a plugin that was removed for good: drops the events that wait for it and everything
    /// remembered of it, in one transaction with its audit entry. Error{Conflict} when it is
    /// installed.
    virtual void forget(const Principal& actor, std::string_view id) = 0;
};

/// Counters and gauges for /metrics, which puts "tessera_" before each name ("sign_in_wrong_total").
/// A name that has it already, or that is not in Prometheus' alphabet, throws Error{Internal}.
class Metrics {
public:
    virtual ~Metrics() = default;
    virtual void count(std::string_view name, std::int64_t by = 1) = 0;
    virtual void gauge(std::string_view name, std::int64_t value) = 0;
};

/// The installation's addresses, without a slash at the end. Courses run apart from the site, and each
/// apart from the others: a browser lets pages of different hosts neither see each other nor what
/// the other one stored (RFC 6454). All functions are pure.
struct TESSERA_API Addresses {
    std::string public_url;  ///< "http://localhost:8080"
    /// "http://content.localhost:8080": what all players load, and packages too where they have no
    /// hosts of their own.
    std::string content_url;
    /// Whether names below the content host lead here ("--content-url http://*.content.localhost").
    bool origin_per_package = false;

    /// The origin of the package with that SHA-256 (hex) and of its player:
    /// "http://3f78…e1.content.localhost:8080", or content_url when packages have no own ones.
    std::string package_url(std::string_view sha256) const;
    /// Whether that host (as the Host header has it) is the one of the package.
    bool is_package_host(std::string_view host, std::string_view sha256) const;
    /// Whether that host is one that packages may have, one level below the content host.
    bool is_below_content_host(std::string_view host) const;
    /// Every content origin, as sources of a Content-Security-Policy.
    std::string content_sources() const;
};

class Host {
public:
    virtual ~Host() = default;
    virtual Database& db() = 0;
    virtual const Clock& clock() const = 0;
    virtual IdSource& ids() = 0;
    virtual FileStore& files() = 0;
    virtual const Messages& messages() const = 0;
    virtual Settings& settings() = 0;
    virtual Secrets& secrets() = 0;
    virtual Slots& slots() = 0;
    virtual Plugins& plugins() = 0;
    virtual Metrics& metrics() = 0;
    virtual Log& log() = 0;
    virtual const Addresses& addresses() const = 0;

    /// Asks every guard of the question and returns the reasons against; empty: allowed. `locale`
    /// is the language of what the kernel itself says: a guard that can't answer is a no.
    template <class P>
    std::vector<std::string> ask(Reader& reader, const P& question,
                                 std::string_view locale = "en") {
        return std::move(ask_raw(P::kId, reader, &question, 1, locale).front());
    }
    /// Whether each of the questions is allowed, in their order. Every guard is asked once.
    template <class P>
    std::vector<bool> allowed(Reader& reader, const std::vector<P>& questions) {
        std::vector<bool> result;
        for (const auto& reasons :
             ask_raw(P::kId, reader, questions.data(), questions.size(), "en")) {
            result.push_back(reasons.empty());
        }
        return result;
    }
    /// A condition for a list whose `column` holds the subject of the question (0 in `question`). It
    /// lets every allowed row through, and no other when it is complete; if it is not, ask
    /// allowed() of the rows before they count.
    template <class P>
    Condition narrow(const P& question, std::string_view column) {
        return narrow_raw(P::kId, &question, column);
    }
    /// A service another running plugin provides, or null. For those in "requires" use
    /// Registrar::require; the pointer is good until that plugin stops.
    template <class S>
    S* find() {
        return static_cast<S*>(find_raw(S::kId));
    }

protected:
    virtual std::vector<std::vector<std::string>> ask_raw(const char* id, Reader& reader,
                                                          const void* questions, std::size_t count,
                                                          std::string_view locale) = 0;
    virtual Condition narrow_raw(const char* id, const void* question, std::string_view column) = 0;
    virtual void* find_raw(const char* id) = 0;
};

}  // namespace tessera
