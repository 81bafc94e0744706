#include "once.hpp"

#include "safety_store.hpp"

namespace tessera::identity {

namespace {

constexpr std::int64_t kLifeMs = 5 * 60'000;
constexpr std::size_t kMostBytes = 128;
constexpr std::size_t kMostToken = 100;

int digit(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

std::string from_hex(std::string_view text) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2)
        bytes += static_cast<char>(digit(text[i]) * 16 + digit(text[i + 1]));
    return bytes;
}

std::string to_hex(std::string_view bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += kDigits[byte >> 4U];
        text += kDigits[byte & 15U];
    }
    return text;
}

}  // namespace

/// Seals and opens: the bytes combined with a keystream that only this token has, once.
std::string OnceSecrets::sealed(std::string_view token, std::string_view bytes) const {
    std::string stream, result(bytes);
    for (int block = 0; stream.size() < bytes.size(); ++block) {
        stream += from_hex(host_.secrets().sign("identity.once-" + std::to_string(block), token));
    }
    for (std::size_t i = 0; i < result.size(); ++i)
        result[i] = static_cast<char>(result[i] ^ stream[i]);
    return result;
}

std::string OnceSecrets::keep(Transaction& tx, const Principal& maker, std::string_view purpose,
                              std::string_view secret) {
    if (secret.size() > kMostBytes)
        throw Error(ErrorKind::Internal, "identity.once", "The secret is too long.");
    std::string token = host_.secrets().random_token();
    store::insert(tx, host_.secrets().digest(token),
                  store::OnceRecord{maker.account.value, std::string(purpose),
                                    to_hex(sealed(token, secret)), host_.clock().now() + kLifeMs});
    return token;
}

std::string OnceSecrets::take(const Principal& maker, std::string_view purpose,
                              std::string_view token) {
    if (token.empty() || token.size() > kMostToken) return {};
    const std::string digest = host_.secrets().digest(token);
    const auto mine = [&](Reader& reader) {
        auto found = store::once(reader, digest);
        const bool fits = found && found->maker == maker.account.value &&
                          found->purpose == purpose && found->expires > host_.clock().now();
        return fits ? found : std::nullopt;
    };
    // Looked for first, so that an address that shows nothing writes nothing.
    const auto found = host_.db().read(mine);
    if (!found) return {};
    const bool first =
        host_.db().write([&](Transaction& tx) { return store::delete_once(tx, digest); });
    return first ? sealed(token, from_hex(found->sealed)) : std::string();
}

}  // namespace tessera::identity
