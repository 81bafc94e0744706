// Settings: declared in manifests, kept in the table kernel_setting, read from memory.
#pragma once

#include "plugin/manifest.hpp"
#include "tessera/administration.hpp"
#include "tessera/host.hpp"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>

namespace tessera::kernel {

class KernelSettings : public Settings, public SettingsCatalogue {
public:
    KernelSettings();

    /// Makes the settings of an owner known; replaces what it declared before. They have their
    /// defaults until load().
    void declare(const std::vector<SettingSpec>& specs);
    /// Forgets declarations; the stored values stay.
    void withdraw(const std::vector<SettingSpec>& specs);
    /// Reads the values administrators have set. A stored value that no longer fits its declaration
    /// is passed over for the default; its id is returned.
    std::vector<std::string> load(Database& db);

    /// Reading one that nobody declares, or as another type, throws Error{Internal}.
    std::int64_t integer(std::string_view id) const override;
    bool flag(std::string_view id) const override;
    std::string text(std::string_view id) const override;
    void set(Transaction& tx, const Principal& actor, std::string_view id,
             std::string_view value) override;

    /// All that are declared, with their present values.
    std::vector<std::pair<SettingSpec, std::string>> all() const;
    std::vector<SettingInfo> list() const override;

private:
    struct Value {
        SettingSpec spec;
        std::string text;
        std::int64_t integer = 0;
    };
    using Values = std::map<std::string, Value, std::less<>>;

    /// Puts a copy with the change in the place of the present values.
    template <class F>
    void change(F&& edit);
    const Value& get(const Values& values, std::string_view id, SettingSpec::Type type) const;

    std::mutex changing_;
    std::atomic<std::shared_ptr<const Values>> values_;
};

}  // namespace tessera::kernel
