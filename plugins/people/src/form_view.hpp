// Forms as data for the templates people/field and people/errors: what was typed is kept, each
// error stands beside its field and in the summary at the top.
#pragma once

#include "tessera/tessera.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace tessera::people {

class FormView {
public:
    /// `prefix` of the message keys: "people.field." + name is a field's label.
    FormView(Request& request, std::string prefix)
        : request_(request), prefix_(std::move(prefix)) {}

    /// `type` of the input element. `hint`: key of a sentence under the label, or empty.
    void input(const std::string& name, std::string_view value, const char* type = "text",
               std::string_view hint = {}, const char* autocomplete = "off");
    struct Option {
        std::string value, label;
    };
    void select(const std::string& name, std::string_view value, const std::vector<Option>& options,
                std::string_view hint = {});

    /// Puts the problems beside their fields; one of a field that is not there stays in the
    /// summary.
    void errors(const std::vector<FieldError>& problems);
    bool has_errors() const { return !summary_.empty(); }

    /// Adds "fields", "errors" and "has_errors" to the data of a page.
    void into(Json& data) const;
    /// The page's title, with "Error: " before it when there are errors.
    std::string title(const std::string& text) const;

private:
    Json& field(const std::string& name, std::string_view value, std::string_view hint);

    Request& request_;
    std::string prefix_;
    Json fields_ = Json::array();
    Json summary_ = Json::array();
};

}  // namespace tessera::people
