#include "settings/settings.hpp"

#include "tessera/error.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace tessera::kernel {

namespace {

std::int64_t as_integer(const std::string& text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace

KernelSettings::KernelSettings() : values_(std::make_shared<const Values>()) {}

template <class F>
void KernelSettings::change(F&& edit) {
    const std::lock_guard lock(changing_);
    auto next = std::make_shared<Values>(*values_.load());
    edit(*next);
    values_.store(std::move(next));
}

void KernelSettings::declare(const std::vector<SettingSpec>& specs) {
    change([&](Values& values) {
        for (const SettingSpec& spec : specs) {
            values[spec.id] = {spec, spec.default_value, as_integer(spec.default_value)};
        }
    });
}

void KernelSettings::withdraw(const std::vector<SettingSpec>& specs) {
    change([&](Values& values) {
        for (const SettingSpec& spec : specs) values.erase(spec.id);
    });
}

std::vector<std::string> KernelSettings::load(Database& db) {
    using Stored = std::pair<std::string, std::string>;
    const auto stored = db.read([](Reader& reader) {
        return reader.all(
            [](Row row) {
                return Stored{row.get<std::string>(0), row.get<std::string>(1)};
            },
            "SELECT id, value FROM kernel_setting");
    });
    std::vector<std::string> unfit;
    change([&](Values& values) {
        for (const auto& [id, text] : stored) {
            const auto found = values.find(id);
            if (found == values.end()) continue;  // of a plugin that is not running
            if (found->second.spec.objection(text)) {
                unfit.push_back(id);
                continue;
            }
            found->second.text = text;
            found->second.integer = as_integer(text);
        }
    });
    return unfit;
}

const KernelSettings::Value& KernelSettings::get(const Values& values, std::string_view id,
                                                 SettingSpec::Type type) const {
    const auto found = values.find(id);
    if (found == values.end() || found->second.spec.type != type) {
        throw Error(ErrorKind::Internal, "settings.undeclared",
                    "No manifest declares the setting \"" + std::string(id) + "\" with this type.");
    }
    return found->second;
}

std::int64_t KernelSettings::integer(std::string_view id) const {
    const auto values = values_.load();
    return get(*values, id, SettingSpec::Type::Integer).integer;
}

bool KernelSettings::flag(std::string_view id) const {
    const auto values = values_.load();
    return get(*values, id, SettingSpec::Type::Boolean).text == "true";
}

std::string KernelSettings::text(std::string_view id) const {
    const auto values = values_.load();
    return get(*values, id, SettingSpec::Type::Text).text;
}

void KernelSettings::set(Transaction& tx, const Principal& actor, std::string_view id,
                         std::string_view value) {
    const auto values = values_.load();
    const auto found = values->find(id);
    if (found == values->end()) {
        throw not_found("There is no setting \"" + std::string(id) + "\".");
    }
    if (const auto why = found->second.spec.objection(value)) throw invalid(std::string(id), *why);
    tx.execute(
        "INSERT INTO kernel_setting (id, value) VALUES (?, ?) "
        "ON CONFLICT (id) DO UPDATE SET value = excluded.value",
        id, value);
    tx.audit(actor, {"kernel.setting", "setting:" + std::string(id),
                     Json(found->second.text).dump(-1, ' ', false, Json::error_handler_t::replace),
                     Json(value).dump(-1, ' ', false, Json::error_handler_t::replace)});
    tx.on_durable([this, key = std::string(id), text = std::string(value)] {
        change([&](Values& all) {
            all[key].text = text;
            all[key].integer = as_integer(text);
        });
    });
}

std::vector<std::pair<SettingSpec, std::string>> KernelSettings::all() const {
    std::vector<std::pair<SettingSpec, std::string>> result;
    const auto values = values_.load();
    for (const auto& entry : *values) result.emplace_back(entry.second.spec, entry.second.text);
    return result;
}

}  // namespace tessera::kernel
