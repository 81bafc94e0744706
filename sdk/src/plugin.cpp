#include "tessera/plugin.hpp"

namespace tessera {

Plugin::~Plugin() = default;

Route& Registrar::get(std::string pattern, Access access, Handler handler) {
    return route(Method::Get, std::move(pattern), std::move(access), std::move(handler));
}
Route& Registrar::post(std::string pattern, Access access, Handler handler) {
    return route(Method::Post, std::move(pattern), std::move(access), std::move(handler));
}
Route& Registrar::put(std::string pattern, Access access, Handler handler) {
    return route(Method::Put, std::move(pattern), std::move(access), std::move(handler));
}
Route& Registrar::patch(std::string pattern, Access access, Handler handler) {
    return route(Method::Patch, std::move(pattern), std::move(access), std::move(handler));
}
Route& Registrar::del(std::string pattern, Access access, Handler handler) {
    return route(Method::Delete, std::move(pattern), std::move(access), std::move(handler));
}

bool CommandLine::has(std::string_view option) const {
    for (const auto& entry : options) {
        if (entry.first == option) return true;
    }
    return false;
}

std::string CommandLine::value(std::string_view option) const {
    for (const auto& [name, value] : options) {
        if (name == option) return value;
    }
    return {};
}

}  // namespace tessera
