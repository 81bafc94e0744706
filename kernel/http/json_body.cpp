#include "http/json_body.hpp"

#include "tessera/error.hpp"

#include <nlohmann/json.hpp>

namespace tessera::kernel {
namespace {

constexpr int kMaxDepth = 64;

/// nlohmann's parser has no limit of its own.
bool deeper_than(std::string_view json, int most) {
    int depth = 0;
    bool in_text = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (in_text) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                in_text = false;
        } else if (c == '"') {
            in_text = true;
        } else if (c == '{' || c == '[') {
            if (++depth > most) return true;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return false;
}

}  // namespace

Json parse_json_body(std::string_view text) {
    if (deeper_than(text, kMaxDepth))
        throw Error(ErrorKind::BadRequest, "http.json", "The JSON is nested too deeply.");
    Json document = Json::parse(text, nullptr, false);
    if (document.is_discarded())
        throw Error(ErrorKind::BadRequest, "http.json", "The body is not JSON.");
    return document;
}

}  // namespace tessera::kernel
