// Small helpers of the pages.
#pragma once

#include "tessera/tessera.hpp"

#include <nlohmann/json.hpp>

#include <initializer_list>
#include <string>
#include <vector>

namespace tessera::identity {

/// The principal with the language of the request, so that what a service refuses is said in it.
inline Principal speaking(Request& request) {
    Principal actor = request.principal();
    actor.locale = request.locale();
    return actor;
}

/// Adds what people/errors and the fields of a form show: "errors", "has_errors" and, for every
/// field, "error_<field>" (empty when it is fine).
inline void add_errors(Json& data, const std::vector<FieldError>& errors,
                       std::initializer_list<const char*> fields) {
    data["errors"] = Json::array();
    for (const char* field : fields) data[std::string("error_") + field] = "";
    for (const FieldError& error : errors) {
        data["errors"].push_back({{"field", error.field}, {"message", error.message}});
        data["error_" + error.field] = error.message;
    }
    data["has_errors"] = !errors.empty();
}

inline std::string page_title(Request& request, const std::string& title, bool has_errors) {
    return has_errors ? request.t("people.error-title", {{"title", title}}) : title;
}

}  // namespace tessera::identity
