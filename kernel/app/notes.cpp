#include "app/notes.hpp"

#include "tessera/sealed.hpp"

#include <nlohmann/json.hpp>

namespace tessera::kernel {

namespace {

/// Browsers keep 4,096 bytes of a cookie, its name and attributes included (RFC 6265, 6.1).
constexpr std::size_t kMostCookie = 3800;

std::string signature(const Secrets& secrets, const Principal& principal, std::string_view body) {
    return secrets.sign("note", principal.csrf + ":" + std::string(body));
}

}  // namespace

std::string packed_note(const Secrets& secrets, const Principal& principal, std::string_view note) {
    const auto pack = [&](std::string_view text) {
        const std::string body = base64url(text);
        return body + "." + signature(secrets, principal, body);
    };
    std::string packed = pack(note);
    if (packed.size() <= kMostCookie) return packed;
    Json shorter = Json::parse(note);
    shorter["undo"] = shorter["sealed"] = "";
    packed = pack(shorter.dump());
    return packed.size() <= kMostCookie ? packed : std::string();
}

std::optional<Json> unpacked_note(const Secrets& secrets, const Principal& principal,
                                  std::string_view cookie) {
    const auto dot = cookie.find('.');
    if (dot == cookie.npos || !principal.signed_in()) return std::nullopt;
    const std::string_view body = cookie.substr(0, dot);
    if (!secrets.same(cookie.substr(dot + 1), signature(secrets, principal, body)))
        return std::nullopt;
    const auto text = from_base64url(body);
    if (!text) return std::nullopt;
    Json note = Json::parse(*text, nullptr, false);
    if (note.is_discarded()) return std::nullopt;
    return note;
}

}  // namespace tessera::kernel
