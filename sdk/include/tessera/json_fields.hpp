// Reads the body of a REST call: one JSON object whose fields have stated types and limits.
//
//     JsonFields body(request.json());
//     draft.title = body.text("title");
//     const auto level = body.whole("level", 0, 9).value_or(0);
//     body.check();                        // throws all that is wrong at once
//
// A value of another type is never taken for an absent one.
#pragma once

#include "tessera/error.hpp"
#include "tessera/id.hpp"
#include "tessera/json.hpp"
#include "tessera/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tessera {

/// Used by one thread; the document outlives it. A field that is absent or null has no value.
class TESSERA_API JsonFields {
public:
    /// Throws Error{BadRequest, "json.object"} when the document is not an object.
    explicit JsonFields(const Json& document);

    bool has(const char* name) const;
    /// UTF-8 without NUL, at most `most` bytes; empty when there is none.
    std::string text(const char* name, std::size_t most = 10'000);
    std::optional<std::int64_t> whole(const char* name, std::int64_t least, std::int64_t most);
    std::optional<bool> flag(const char* name);
    /// "2026-11-22"; an empty text is none.
    std::optional<Date> date(const char* name);
    /// 13 characters; nothing when absent.
    template <class Tag>
    std::optional<Id<Tag>> id(const char* name) {
        const auto value = id_value(name);
        return value ? std::optional(Id<Tag>{*value}) : std::nullopt;
    }

    /// Adds a problem of the caller's own.
    void refuse(const char* name, std::string message);
    /// Throws Error{Invalid, "json.fields"} with every problem so far, if there is one.
    void check() const;

private:
    const Json* find(const char* name) const;
    std::optional<std::int64_t> id_value(const char* name);

    const Json& document_;
    std::vector<FieldError> problems_;
};

}  // namespace tessera
