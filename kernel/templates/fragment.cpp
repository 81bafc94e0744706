#include "templates/fragment.hpp"

#include <nlohmann/json.hpp>

namespace tessera::kernel {

namespace {

/// The first character of UTF-8 text.
std::string_view first_character(std::string_view text) {
    std::size_t size = 1;
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) ++size;
    return text.substr(0, size);
}

}  // namespace

std::string initials(std::string_view name) {
    const auto from = name.find_first_not_of(' ');
    if (from == std::string_view::npos) return {};
    name = name.substr(from, name.find_last_not_of(' ') - from + 1);
    std::string result(first_character(name));
    const auto space = name.rfind(' ');
    if (space != std::string_view::npos) result += first_character(name.substr(space + 1));
    return result;
}

Json common_fields(const Request& request) {
    const Principal& principal = request.principal();
    return {{"csrf", principal.csrf},
            {"locale", request.locale()},
            {"path", request.path()},
            {"request_id", request.request_id()},
            {"signed_in", principal.signed_in()},
            {"principal", {{"name", principal.name}, {"initials", initials(principal.name)}}}};
}

std::string render_fragment(const Templates& templates, const View& view, const Request& request) {
    static const Json kNothing = Json::object();
    return templates.render(view.name, request.locale(), common_fields(request),
                            view.data ? *view.data : kNothing);
}

}  // namespace tessera::kernel
