// The small part of JSON that scorm-runtime needs, without exceptions: course, state, operations
// and view are read and written here, on both sides of the wire.
//
// Reading gives a Document: all values in one flat array in reading order, strings as views into
// the text. A Value is a handle into it. Asking a Value for something it is not gives the fallback,
// so optional members need no branches: `value["weight"].real(Real::from_int(1))`.
#pragma once

#include "scorm/values.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace scorm::json {

inline constexpr std::size_t kMaxDepth = 32;
inline constexpr std::size_t kMaxText = std::size_t{32} * 1024 * 1024;

enum class Kind : std::uint8_t { Null, False, True, Number, String, Array, Object };

class Document;

class Value {
public:
    Value() = default;

    Kind kind() const;
    bool is_null() const { return kind() == Kind::Null; }
    bool is_array() const { return kind() == Kind::Array; }
    bool is_object() const { return kind() == Kind::Object; }
    bool is_string() const { return kind() == Kind::String; }
    bool is_number() const { return kind() == Kind::Number; }

    bool boolean(bool fallback = false) const;
    /// A whole number within int64; anything else, fractions included, gives the fallback.
    std::int64_t integer(std::int64_t fallback = 0) const;
    Real real(Real fallback = {}) const;
    std::optional<Real> optional_real() const;
    std::string_view string(std::string_view fallback = {}) const;

    /// Elements of an array, or members of an object.
    std::size_t size() const;
    /// The member of that name, or a null value. Looks through the members one by one.
    Value operator[](std::string_view name) const;
    /// The n-th element, or a null value. Walks there: for a loop use first() and next().
    Value at(std::size_t n) const;

    /// The first element of an array or value of an object's first member; invalid when there is
    /// none.
    Value first() const;
    /// The following element or member value of the same parent; invalid after the last.
    Value next() const;
    /// False once a loop over first() and next() is done.
    bool valid() const { return document_ != nullptr; }
    /// The name under which an object holds this value; empty in an array.
    std::string_view name() const;

private:
    friend class Document;
    Value(const Document* document, std::uint32_t index, std::uint32_t end)
        : document_(document), index_(index), end_(end) {}

    const Document* document_ = nullptr;
    std::uint32_t index_ = 0;
    std::uint32_t end_ = 0;  ///< where the parent's values end
};

/// Owns what Values point to. The text must outlive it.
class Document {
public:
    /// Returns nothing when the text is no JSON, is no valid UTF-8, or is deeper or longer than the
    /// limits above.
    static std::optional<Document> parse(std::string_view text);

    Value root() const { return {this, 0, static_cast<std::uint32_t>(nodes_.size())}; }

private:
    friend class Value;
    friend class Parser;

    struct Node {
        std::string_view text;    ///< of a string (decoded) or number
        std::string_view name;    ///< of an object's member
        std::uint32_t after = 0;  ///< index of the first node behind this one and everything in it
        std::uint32_t size = 0;
        Kind kind = Kind::Null;
    };

    std::vector<Node> nodes_;
    std::unique_ptr<char[]> decoded_;  ///< strings that had escapes
};

/// Appends JSON to a string. Commas are set where they belong; calls must be balanced.
///     Writer w(out); w.begin_object().key("title").string(title).end_object();
class Writer {
public:
    explicit Writer(std::string& out) : out_(out) {}

    Writer& begin_object() { return open('{'); }
    Writer& end_object() { return close('}'); }
    Writer& begin_array() { return open('['); }
    Writer& end_array() { return close(']'); }
    Writer& key(std::string_view name);
    Writer& string(std::string_view text);
    Writer& integer(std::int64_t number);
    Writer& real(Real number);
    Writer& boolean(bool value);
    Writer& null();
    /// Text that is JSON already.
    Writer& raw(std::string_view json);

private:
    Writer& open(char bracket);
    Writer& close(char bracket);
    void comma();

    std::string& out_;
};

/// True when the text is well-formed UTF-8 (no overlong forms, no surrogates).
bool valid_utf8(std::string_view text);

}  // namespace scorm::json
