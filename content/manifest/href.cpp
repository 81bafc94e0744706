#include "manifest/href.hpp"

#include "manifest/text.hpp"

#include <algorithm>
#include <vector>

namespace content {
namespace {

bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "http" of "http://…"; empty when the text is a relative reference.
std::string_view scheme_of(std::string_view text) {
    if (text.empty() || !is_alpha(text[0])) return {};
    const auto is_scheme = [](char c) {
        return is_alpha(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
    };
    const std::size_t end = std::find_if_not(text.begin(), text.end(), is_scheme) - text.begin();
    return end < text.size() && text[end] == ':' ? text.substr(0, end) : std::string_view();
}

bool is_web(std::string_view text) {
    const std::string_view scheme = scheme_of(text);
    return same(scheme, "http") || same(scheme, "https") || text.substr(0, 2) == "//";
}

int hex_value(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string percent_encode(std::string_view text, bool (*keep)(char)) {
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        if (keep(c)) {
            result += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            result += {'%', kHex[byte >> 4], kHex[byte & 15]};
        }
    }
    return result;
}

/// Takes "." and ".." out of a path; false when it climbs above its start.
bool normalise(std::string& path) {
    std::vector<std::string_view> kept;
    std::string_view rest = path;
    while (true) {
        const std::size_t slash = rest.find('/');
        const std::string_view segment = rest.substr(0, slash);
        if (segment == "..") {
            if (kept.empty()) return false;
            kept.pop_back();
        } else if (!segment.empty() && segment != ".") {
            kept.push_back(segment);
        }
        if (slash == std::string_view::npos) break;
        rest.remove_prefix(slash + 1);
    }
    std::string result;
    for (const std::string_view segment : kept) {
        if (!result.empty()) result += '/';
        result += segment;
    }
    path = result;
    return true;
}

}  // namespace

std::string percent_decode(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
        const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
        if (low < 0) {
            result += text[i];
            continue;
        }
        result += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return result;
}

std::string percent_encode_path(std::string_view path) {
    return percent_encode(path, [](char c) {
        static constexpr std::string_view kAllowed = "/-._~!$&'()*+,;=:@";
        return is_alpha(c) || is_digit(c) || kAllowed.find(c) != std::string_view::npos;
    });
}

std::string percent_encode_rest(std::string_view text) {
    return percent_encode(text, [](char c) {
        static constexpr std::string_view kForbidden = "\"<>\\^`{|}\x7f";
        return c > ' ' && kForbidden.find(c) == std::string_view::npos;
    });
}

std::string join_base(std::string_view outer, std::string_view inner) {
    inner = trim(inner);
    if (is_web(inner) || outer.empty()) return std::string(inner);
    if (inner.empty()) return std::string(outer);
    const std::size_t slash = outer.find_last_of("/\\");
    return std::string(slash == std::string_view::npos ? "" : outer.substr(0, slash + 1)) +
           std::string(inner);
}

Href resolve(std::string_view base, std::string_view href) {
    href = trim(href);
    const std::size_t hash = std::min(href.find('#'), href.size());
    const std::string_view before = href.substr(0, hash);
    const std::size_t question = std::min(before.find('?'), before.size());
    Href result;
    if (!href.empty()) result = resolve_name(base, before.substr(0, question));
    result.fragment = href.substr(hash);
    result.query = before.substr(question);
    return result;
}

Href resolve_name(std::string_view base, std::string_view name) {
    Href result;
    result.path = join_base(base, name);
    if (is_web(result.path)) {
        result.kind = Href::Kind::Outside;
        return result;
    }
    if (!scheme_of(result.path).empty()) {
        result.kind = Href::Kind::BadScheme;
        return result;
    }
    result.had_backslash = result.path.find('\\') != std::string::npos;
    std::replace(result.path.begin(), result.path.end(), '\\', '/');
    result.had_leading_slash = result.path.substr(0, 1) == "/";
    if (!normalise(result.path))
        result.kind = Href::Kind::Climbs;
    else if (!result.path.empty())
        result.kind = Href::Kind::Inside;
    return result;
}

void add_parameters(Href& href, std::string_view parameters) {
    parameters = trim(parameters);
    while (!parameters.empty() && (parameters[0] == '?' || parameters[0] == '&')) {
        parameters.remove_prefix(1);
    }
    if (parameters.empty()) return;
    if (parameters[0] == '#') {
        if (href.fragment.empty()) href.fragment = parameters;
        return;
    }
    // The parameters may bring a fragment of their own; the resource's wins.
    const std::size_t hash = std::min(parameters.find('#'), parameters.size());
    if (href.fragment.empty()) href.fragment = parameters.substr(hash);
    parameters = parameters.substr(0, hash);
    const bool has_query = href.query.size() > 1;
    href.query = (has_query ? href.query + "&" : std::string("?")) + std::string(parameters);
}

}  // namespace content
