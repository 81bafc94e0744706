// Identifiers: 64 bits, time-ordered, made in code, typed by what they identify.
#pragma once

#include "tessera/export.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tessera {

/// 13 characters of Crockford base32, the form of ids in URLs and JSON.
TESSERA_API std::string id_text(std::int64_t value);
/// Reads that form, in either case. Nothing when it is not one.
TESSERA_API std::optional<std::int64_t> id_parse(std::string_view text);

/// `Tag` is any type naming the thing, often only declared: Id<struct Person>. Zero is "none".
template <class Tag>
struct Id {
    std::int64_t value = 0;

    explicit operator bool() const { return value != 0; }
    std::string text() const { return id_text(value); }
    static std::optional<Id> parse(std::string_view text) {
        auto value = id_parse(text);
        if (!value) return std::nullopt;
        return Id{*value};
    }
    friend bool operator==(Id, Id) = default;
    friend auto operator<=>(Id, Id) = default;
};

/// Makes ids: 41 bits of milliseconds since 2020-01-01, 10 bits node, 12 bits sequence.
/// Thread-safe.
class IdSource {
public:
    virtual ~IdSource() = default;
    virtual std::int64_t next() = 0;
    template <class Tag>
    Id<Tag> make() {
        return Id<Tag>{next()};
    }
};

}  // namespace tessera

template <class Tag>
struct std::hash<tessera::Id<Tag>> {
    std::size_t operator()(tessera::Id<Tag> id) const noexcept {
        return std::hash<std::int64_t>{}(id.value);
    }
};
