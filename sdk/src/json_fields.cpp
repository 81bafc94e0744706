#include "tessera/json_fields.hpp"

#include <nlohmann/json.hpp>

namespace tessera {

JsonFields::JsonFields(const Json& document) : document_(document) {
    if (!document.is_object())
        throw Error(ErrorKind::BadRequest, "json.object", "Send one JSON object.");
}

/// Null when absent.
const Json* JsonFields::find(const char* name) const {
    const auto found = document_.find(name);
    return found == document_.end() || found->is_null() ? nullptr : &*found;
}

bool JsonFields::has(const char* name) const { return find(name) != nullptr; }

void JsonFields::refuse(const char* name, std::string message) {
    problems_.push_back({name, std::move(message)});
}

void JsonFields::check() const {
    if (problems_.empty()) return;
    throw Error(ErrorKind::Invalid, "json.fields", problems_.front().message, problems_);
}

std::string JsonFields::text(const char* name, std::size_t most) {
    const Json* const value = find(name);
    if (value == nullptr) return {};
    if (!value->is_string()) {
        refuse(name, std::string(name) + " is text: send it in quotation marks.");
        return {};
    }
    const auto& text = value->get_ref<const std::string&>();
    if (text.size() > most) {
        refuse(name,
               std::string("Shorten \"") + name + "\" to " + std::to_string(most) + " characters.");
        return {};
    }
    if (text.find('\0') != std::string::npos) {
        refuse(name, std::string("\"") + name + "\" has a character that is not text.");
        return {};
    }
    return text;
}

std::optional<std::int64_t> JsonFields::whole(const char* name, std::int64_t least,
                                              std::int64_t most) {
    const Json* const value = find(name);
    if (value == nullptr) return std::nullopt;
    // Numbers above the largest signed one are kept as unsigned ones.
    const bool fits = value->is_number_integer() &&
                      (!value->is_number_unsigned() ||
                       value->get<std::uint64_t>() <= static_cast<std::uint64_t>(INT64_MAX));
    const std::int64_t number = fits ? value->get<std::int64_t>() : 0;
    if (fits && number >= least && number <= most) return number;
    refuse(name, std::string("Send \"") + name + "\" as a whole number from " +
                     std::to_string(least) + " to " + std::to_string(most) + ".");
    return std::nullopt;
}

std::optional<bool> JsonFields::flag(const char* name) {
    const Json* const value = find(name);
    if (value == nullptr) return std::nullopt;
    if (value->is_boolean()) return value->get<bool>();
    refuse(name, std::string("Send \"") + name + "\" as true or false.");
    return std::nullopt;
}

std::optional<Date> JsonFields::date(const char* name) {
    const Json* const value = find(name);
    if (value == nullptr || *value == "") return std::nullopt;
    const auto date =
        value->is_string() ? Date::parse(value->get_ref<const std::string&>()) : std::nullopt;
    if (!date) refuse(name, std::string("Send \"") + name + "\" as a day like 2026-11-22.");
    return date;
}

std::optional<std::int64_t> JsonFields::id_value(const char* name) {
    const Json* const value = find(name);
    if (value == nullptr) return std::nullopt;
    const auto id =
        value->is_string() ? id_parse(value->get_ref<const std::string&>()) : std::nullopt;
    if (!id) refuse(name, std::string("Send \"") + name + "\" as an id of 13 characters.");
    return id;
}

}  // namespace tessera
