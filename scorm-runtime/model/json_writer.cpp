#include "model/json.hpp"

#include <charconv>

namespace scorm::json {

void Writer::comma() {
    if (out_.empty()) return;
    const char last = out_.back();
    if (last != '{' && last != '[' && last != ':') out_ += ',';
}

Writer& Writer::open(char bracket) {
    comma();
    out_ += bracket;
    return *this;
}

Writer& Writer::close(char bracket) {
    out_ += bracket;
    return *this;
}

Writer& Writer::key(std::string_view name) {
    string(name);
    out_ += ':';
    return *this;
}

Writer& Writer::string(std::string_view text) {
    static constexpr std::string_view kHex = "0123456789abcdef";
    comma();
    out_ += '"';
    std::size_t done = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        out_.append(text, done, i - done);
        done = i + 1;
        out_ += '\\';
        switch (c) {
            case '"':
                out_ += '"';
                break;
            case '\\':
                out_ += '\\';
                break;
            case '\n':
                out_ += 'n';
                break;
            case '\r':
                out_ += 'r';
                break;
            case '\t':
                out_ += 't';
                break;
            default:
                out_ += "u00";
                out_ += kHex[c >> 4];
                out_ += kHex[c & 15];
        }
    }
    out_.append(text, done, text.size() - done);
    out_ += '"';
    return *this;
}

Writer& Writer::integer(std::int64_t number) {
    comma();
    char digits[24];
    const auto result = std::to_chars(digits, digits + sizeof digits, number);
    out_.append(digits, result.ptr);
    return *this;
}

Writer& Writer::real(Real number) {
    comma();
    out_ += number.text();
    return *this;
}

Writer& Writer::boolean(bool value) {
    comma();
    out_ += value ? "true" : "false";
    return *this;
}

Writer& Writer::null() {
    comma();
    out_ += "null";
    return *this;
}

Writer& Writer::raw(std::string_view json) {
    comma();
    out_ += json;
    return *this;
}

}  // namespace scorm::json
