// Any bytes as the JSON body of a REST call: every field is read as every type, and none is taken for
// another.
#include "http/json_body.hpp"
#include "tessera/json_fields.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <cstdlib>

namespace {

void check(bool holds) {
    if (!holds) std::abort();
}

template <class F>
bool accepted(const tessera::Json& document, F&& read) {
    tessera::JsonFields body(document);
    read(body);
    try {
        body.check();
        return true;
    } catch (const tessera::Error& e) {
        check(e.status() == 422 && e.fields().size() == 1);
        return false;
    }
}

void read_field(const tessera::Json& document, const char* name, const tessera::Json& value) {
    using Fields = tessera::JsonFields;
    const bool none = value.is_null();
    if (accepted(document, [&](Fields& b) { b.text(name); })) check(none || value.is_string());
    if (accepted(document, [&](Fields& b) { b.whole(name, INT64_MIN, INT64_MAX); }))
        check(none || value.is_number_integer());
    if (accepted(document, [&](Fields& b) { b.flag(name); })) check(none || value.is_boolean());
    if (accepted(document, [&](Fields& b) { b.date(name); })) check(none || value.is_string());
    if (accepted(document, [&](Fields& b) { b.id<struct Person>(name); }))
        check(none || value.is_string());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    tessera::Json document;
    try {
        document = tessera::kernel::parse_json_body({reinterpret_cast<const char*>(data), size});
        tessera::JsonFields fields(document);
    } catch (const tessera::Error& e) {
        check(e.status() == 400);
        return 0;
    }
    for (const auto& [name, value] : document.items()) {
        if (name.find('\0') == std::string::npos) read_field(document, name.c_str(), value);
    }
    return 0;
}
