#include "form_view.hpp"

namespace tessera::people {

Json& FormView::field(const std::string& name, std::string_view value, std::string_view hint) {
    fields_.push_back({{"name", name},
                       {"label", request_.t(prefix_ + name)},
                       {"value", value},
                       {"hint", hint.empty() ? "" : request_.t(hint)},
                       {"described_by", hint.empty() ? "" : name + "-hint"},
                       {"error", ""},
                       {"is_select", false}});
    return fields_.back();
}

void FormView::input(const std::string& name, std::string_view value, const char* type,
                     std::string_view hint, const char* autocomplete) {
    Json& made = field(name, value, hint);
    made["type"] = type;
    made["autocomplete"] = autocomplete;
}

void FormView::select(const std::string& name, std::string_view value,
                      const std::vector<Option>& options, std::string_view hint) {
    Json& made = field(name, value, hint);
    made["is_select"] = true;
    made["options"] = Json::array();
    for (const Option& option : options) {
        made["options"].push_back({{"value", option.value},
                                   {"label", option.label},
                                   {"selected", option.value == value}});
    }
}

void FormView::errors(const std::vector<FieldError>& problems) {
    for (const FieldError& problem : problems) {
        summary_.push_back({{"field", problem.field}, {"message", problem.message}});
        for (Json& made : fields_) {
            if (made["name"] != problem.field || made["error"] != "") continue;
            made["error"] = problem.message;
            const std::string hint = made["described_by"];
            made["described_by"] = problem.field + "-error" + (hint.empty() ? "" : " " + hint);
        }
    }
}

void FormView::into(Json& data) const {
    data["fields"] = fields_;
    data["errors"] = summary_;
    data["has_errors"] = has_errors();
}

std::string FormView::title(const std::string& text) const {
    return has_errors() ? request_.t("people.error-title", {{"title", text}}) : text;
}

}  // namespace tessera::people
