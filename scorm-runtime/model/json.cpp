#include "model/json.hpp"

#include <charconv>
#include <cstring>

namespace scorm::json {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Appends a code point as UTF-8 and returns the new end.
char* put_utf8(char* to, std::uint32_t point) {
    const auto tail = [](std::uint32_t bits) { return static_cast<char>(0x80 | (bits & 0x3F)); };
    if (point < 0x80) {
        *to++ = static_cast<char>(point);
    } else if (point < 0x800) {
        *to++ = static_cast<char>(0xC0 | (point >> 6));
        *to++ = tail(point);
    } else if (point < 0x10000) {
        *to++ = static_cast<char>(0xE0 | (point >> 12));
        *to++ = tail(point >> 6);
        *to++ = tail(point);
    } else {
        *to++ = static_cast<char>(0xF0 | (point >> 18));
        *to++ = tail(point >> 12);
        *to++ = tail(point >> 6);
        *to++ = tail(point);
    }
    return to;
}

/// Length of the UTF-8 sequence at the start of `text`, 0 when it is malformed.
std::size_t sequence_length(const unsigned char* p, std::size_t left) {
    const auto tail = [&](std::size_t i) { return (p[i] & 0xC0) == 0x80; };
    if (p[0] < 0x80) return 1;
    if (p[0] >= 0xC2 && p[0] <= 0xDF) return left >= 2 && tail(1) ? 2 : 0;
    if ((p[0] & 0xF0) == 0xE0) {
        if (left < 3 || !tail(1) || !tail(2)) return 0;
        if (p[0] == 0xE0 && p[1] < 0xA0) return 0;   // overlong
        if (p[0] == 0xED && p[1] >= 0xA0) return 0;  // surrogate
        return 3;
    }
    if (p[0] >= 0xF0 && p[0] <= 0xF4) {
        if (left < 4 || !tail(1) || !tail(2) || !tail(3)) return 0;
        if (p[0] == 0xF0 && p[1] < 0x90) return 0;
        if (p[0] == 0xF4 && p[1] >= 0x90) return 0;
        return 4;
    }
    return 0;
}

}  // namespace

bool valid_utf8(std::string_view text) {
    constexpr std::uint64_t kHighBits = 0x8080808080808080;
    const auto* p = reinterpret_cast<const unsigned char*>(text.data());
    for (std::size_t i = 0; i < text.size();) {
        // Most texts are ASCII: eight of its characters at a time.
        std::uint64_t eight = kHighBits;
        if (text.size() - i >= sizeof eight) std::memcpy(&eight, p + i, sizeof eight);
        if ((eight & kHighBits) == 0) {
            i += sizeof eight;
            continue;
        }
        const std::size_t length = sequence_length(p + i, text.size() - i);
        if (length == 0) return false;
        i += length;
    }
    return true;
}

class Parser {
public:
    Parser(std::string_view text, Document& document)
        : at_(text.data()), end_(at_ + text.size()), size_(text.size()), document_(document) {}

    bool parse() {
        if (!value({}, 0)) return false;
        blanks();
        return at_ == end_;
    }

private:
    void blanks() {
        while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\t' || *at_ == '\r')) ++at_;
    }

    bool take(char c) {
        blanks();
        if (at_ == end_ || *at_ != c) return false;
        ++at_;
        return true;
    }

    bool value(std::string_view name, std::size_t depth) {
        blanks();
        if (at_ == end_ || depth > kMaxDepth) return false;
        const auto index = static_cast<std::uint32_t>(document_.nodes_.size());
        document_.nodes_.push_back({{}, name, 0, 0, Kind::Null});
        if (!content(index, depth)) return false;
        document_.nodes_[index].after = static_cast<std::uint32_t>(document_.nodes_.size());
        return true;
    }

    bool content(std::uint32_t index, std::size_t depth) {
        Document::Node& node = document_.nodes_[index];
        switch (*at_) {
            case '{':
                return members(index, depth);
            case '[':
                return elements(index, depth);
            case '"':
                node.kind = Kind::String;
                return string(node.text);
            case 't':
                node.kind = Kind::True;
                return word("true");
            case 'f':
                node.kind = Kind::False;
                return word("false");
            case 'n':
                return word("null");
            default:
                node.kind = Kind::Number;
                return number(node.text);
        }
    }

    bool members(std::uint32_t index, std::size_t depth) {
        document_.nodes_[index].kind = Kind::Object;
        ++at_;
        if (take('}')) return true;
        do {
            std::string_view name;
            blanks();
            if (at_ == end_ || *at_ != '"' || !string(name) || !take(':')) return false;
            if (!value(name, depth + 1)) return false;
            ++document_.nodes_[index].size;
        } while (take(','));
        return take('}');
    }

    bool elements(std::uint32_t index, std::size_t depth) {
        document_.nodes_[index].kind = Kind::Array;
        ++at_;
        if (take(']')) return true;
        do {
            if (!value({}, depth + 1)) return false;
            ++document_.nodes_[index].size;
        } while (take(','));
        return take(']');
    }

    bool word(std::string_view expected) {
        if (std::string_view(at_, static_cast<std::size_t>(end_ - at_))
                .substr(0, expected.size()) != expected)
            return false;
        at_ += expected.size();
        return true;
    }

    bool digits() {
        const char* const from = at_;
        while (at_ != end_ && is_digit(*at_)) ++at_;
        return at_ != from;
    }

    bool number(std::string_view& text) {
        const char* const from = at_;
        if (*at_ == '-') ++at_;
        if (!digits()) return false;
        if (at_ != end_ && *at_ == '.') {
            ++at_;
            if (!digits()) return false;
        }
        text = {from, static_cast<std::size_t>(at_ - from)};
        // Exponents are never written here, and Real could not hold what they are for.
        return at_ == end_ || (*at_ != 'e' && *at_ != 'E');
    }

    /// Reads a string; the view is of the text itself as long as there is no escape in it.
    bool string(std::string_view& out) {
        const char* const from = ++at_;
        while (at_ != end_ && *at_ != '"' && *at_ != '\\' &&
               static_cast<unsigned char>(*at_) >= 0x20)
            ++at_;
        if (at_ == end_) return false;
        if (*at_ == '"') {
            out = {from, static_cast<std::size_t>(at_ - from)};
            ++at_;
            return true;
        }
        return *at_ == '\\' && decoded_string(from, out);
    }

    bool decoded_string(const char* from, std::string_view& out) {
        if (!document_.decoded_) {
            // Decoded text is never longer than its source, so this never has to grow (and move).
            document_.decoded_.reset(new char[size_]);
            decoded_ = document_.decoded_.get();
        }
        char* const begin = decoded_;
        while (from != at_) *decoded_++ = *from++;
        while (at_ != end_ && *at_ != '"') {
            if (static_cast<unsigned char>(*at_) < 0x20) return false;
            if (*at_ != '\\') {
                *decoded_++ = *at_++;
            } else if (!escape()) {
                return false;
            }
        }
        if (at_ == end_) return false;
        ++at_;
        out = {begin, static_cast<std::size_t>(decoded_ - begin)};
        return true;
    }

    bool escape() {
        static constexpr std::string_view kNames = "\"\\/bfnrt";
        static constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
        if (++at_ == end_) return false;
        const char c = *at_++;
        if (c == 'u') return unicode_escape();
        const std::size_t which = kNames.find(c);
        if (which == std::string_view::npos) return false;
        *decoded_++ = kMeanings[which];
        return true;
    }

    bool hex4(std::uint32_t& unit) {
        if (end_ - at_ < 4) return false;
        const auto result = std::from_chars(at_, at_ + 4, unit, 16);
        if (result.ptr != at_ + 4) return false;
        at_ += 4;
        return true;
    }

    bool unicode_escape() {
        std::uint32_t point = 0;
        if (!hex4(point)) return false;
        if (point >= 0xD800 && point < 0xDC00) {
            std::uint32_t low = 0;
            if (end_ - at_ < 6 || at_[0] != '\\' || at_[1] != 'u') return false;
            at_ += 2;
            if (!hex4(low) || low < 0xDC00 || low > 0xDFFF) return false;
            point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
        } else if (point >= 0xDC00 && point < 0xE000) {
            return false;
        }
        decoded_ = put_utf8(decoded_, point);
        return true;
    }

    const char* at_;
    const char* end_;
    std::size_t size_;
    char* decoded_ = nullptr;
    Document& document_;
};

std::optional<Document> Document::parse(std::string_view text) {
    if (text.size() > kMaxText || !valid_utf8(text)) return std::nullopt;
    Document document;
    document.nodes_.reserve(16 + text.size() / 16);
    if (!Parser(text, document).parse()) return std::nullopt;
    return document;
}

Kind Value::kind() const { return document_ ? document_->nodes_[index_].kind : Kind::Null; }

bool Value::boolean(bool fallback) const {
    const Kind k = kind();
    return k == Kind::True || (k != Kind::False && fallback);
}

std::int64_t Value::integer(std::int64_t fallback) const {
    if (!is_number()) return fallback;
    const std::string_view text = document_->nodes_[index_].text;
    std::int64_t number = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    return result.ec == std::errc() && result.ptr == text.data() + text.size() ? number : fallback;
}

std::optional<Real> Value::optional_real() const {
    if (!is_number()) return std::nullopt;
    return Real::parse(document_->nodes_[index_].text);
}

Real Value::real(Real fallback) const { return optional_real().value_or(fallback); }

std::string_view Value::string(std::string_view fallback) const {
    return is_string() ? document_->nodes_[index_].text : fallback;
}

std::size_t Value::size() const { return document_ ? document_->nodes_[index_].size : 0; }

Value Value::first() const {
    if (size() == 0) return {};
    return {document_, index_ + 1, document_->nodes_[index_].after};
}

Value Value::next() const {
    const std::uint32_t after = document_->nodes_[index_].after;
    return after < end_ ? Value(document_, after, end_) : Value();
}

std::string_view Value::name() const {
    return document_ ? document_->nodes_[index_].name : std::string_view();
}

Value Value::operator[](std::string_view name) const {
    if (!is_object()) return {};
    for (Value member = first(); member.valid(); member = member.next())
        if (member.name() == name) return member;
    return {};
}

Value Value::at(std::size_t n) const {
    if (!is_array()) return {};
    for (Value element = first(); element.valid(); element = element.next())
        if (n-- == 0) return element;
    return {};
}

}  // namespace scorm::json
