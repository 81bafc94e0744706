#include "settings/settings.hpp"

namespace tessera::kernel {

namespace {

const char* type_name(SettingSpec::Type type) {
    switch (type) {
        case SettingSpec::Type::Integer:
            return "integer";
        case SettingSpec::Type::Boolean:
            return "boolean";
        case SettingSpec::Type::Text:
            return "text";
    }
    return "text";
}

}  // namespace

std::vector<SettingInfo> KernelSettings::list() const {
    std::vector<SettingInfo> result;
    for (auto& [spec, value] : all()) {
        result.push_back(
            {spec.id, spec.label, type_name(spec.type), value, spec.default_value, spec.choices});
    }
    return result;
}

}  // namespace tessera::kernel
