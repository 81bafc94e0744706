#include "tessera/sealed.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>

namespace tessera {

namespace {

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::int64_t kMinuteMs = 60'000;

/// Over everything that must not change. The parts are told apart by their lengths.
std::string signature(Host& host, const Principal& principal, std::string_view use,
                      std::string_view until, std::string_view body) {
    std::string text;
    const std::string account = principal.account.text();
    for (const std::string_view part :
         {use, std::string_view(account), std::string_view(principal.csrf), until, body}) {
        text += std::to_string(part.size()) + ":";
        text += part;
    }
    return host.secrets().sign("sealed", text);
}

}  // namespace

std::string base64url(std::string_view bytes) {
    std::string text;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : bytes) {
        bits = bits << 8U | static_cast<unsigned char>(c);
        for (count += 8; count >= 6; count -= 6) text += kDigits[bits >> (count - 6) & 63U];
    }
    if (count > 0) text += kDigits[bits << (6 - count) & 63U];
    return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
    std::string bytes;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        const auto digit = kDigits.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        bits = bits << 6U | static_cast<std::uint32_t>(digit);
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes += static_cast<char>(bits >> count & 255U);
        }
    }
    return bytes;
}

std::string seal(Host& host, const Principal& principal, std::string_view use, const Json& what,
                 int minutes) {
    const std::string body = base64url(what.dump());
    const std::string until = std::to_string(host.clock().now().ms + minutes * kMinuteMs);
    return body + "." + until + "." + signature(host, principal, use, until, body);
}

std::optional<Json> unseal(Host& host, const Principal& principal, std::string_view use,
                           std::string_view sealed) {
    const auto first = sealed.find('.');
    const auto second = first == sealed.npos ? first : sealed.find('.', first + 1);
    if (second == sealed.npos) return std::nullopt;
    const std::string_view body = sealed.substr(0, first);
    const std::string_view until = sealed.substr(first + 1, second - first - 1);
    const std::string wanted = signature(host, principal, use, until, body);
    if (!host.secrets().same(sealed.substr(second + 1), wanted)) return std::nullopt;
    std::int64_t end = 0;
    std::from_chars(until.data(), until.data() + until.size(), end);
    if (end < host.clock().now().ms) return std::nullopt;
    const auto text = from_base64url(body);
    if (!text) return std::nullopt;
    Json what = Json::parse(*text, nullptr, false);
    if (what.is_discarded()) return std::nullopt;
    return what;
}

}  // namespace tessera
