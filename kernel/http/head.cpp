#include "http/head.hpp"

#include "http/text.hpp"

#include <algorithm>

namespace tessera::kernel {
namespace {

HeadResult refused(int status, const char* reason) {
    return {HeadResult::State::Refused, 0, status, reason};
}

bool visible(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

/// Line feeds without a carriage return, carriage returns without a line feed, NULs.
bool has_stray_line_end(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        if (c == '\0') return true;
        if (c == '\n' && (i == 0 || bytes[i - 1] != '\r')) return true;
        if (c == '\r' && i + 1 < bytes.size() && bytes[i + 1] != '\n') return true;
    }
    return false;
}

bool valid_host(std::string_view host) {
    return std::all_of(host.begin(), host.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               std::string_view("-._~:[]").find(c) != std::string_view::npos;
    });
}

/// "http://host/path" is what a proxy is asked with; the path of it is ours. `host` is set then.
std::string_view origin_form(std::string_view target, std::string_view& host) {
    const std::string_view scheme = target.substr(0, 7);
    if (!same_token(scheme, "http://")) return target;
    const auto slash = target.find('/', scheme.size());
    host = target.substr(scheme.size(), target.substr(scheme.size()).find_first_of("/?"));
    return slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
}

std::optional<HeadResult> read_request_line(std::string_view line, RequestHead& head) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == 0 || first == last) {
        return refused(400, "The request line can't be read.");
    }
    head.method = line.substr(0, first);
    if (head.method.size() > 20 ||
        !std::all_of(head.method.begin(), head.method.end(), is_token_char)) {
        return refused(400, "The method is not a name.");
    }
    std::string_view target = line.substr(first + 1, last - first - 1);
    if (target.size() > kMaxTarget) return refused(414, "The address is too long.");
    if (!visible(target)) return refused(400, "The address has characters that must be encoded.");
    target = origin_form(target, head.host);
    if (target != "*" && !target.starts_with('/'))
        return refused(400, "The address must be a path.");
    const auto mark = target.find('?');
    head.path = target.substr(0, mark);
    head.query = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);

    const std::string_view version = line.substr(last + 1);
    if (version != "HTTP/1.1" && version != "HTTP/1.0") {
        return version.starts_with("HTTP/")
                   ? refused(505, "Only HTTP/1.1 and HTTP/1.0 are spoken here.")
                   : refused(400, "The request line can't be read.");
    }
    head.http_1_0 = version == "HTTP/1.0";
    head.keep_alive = !head.http_1_0;
    return std::nullopt;
}

std::optional<HeadResult> read_field(std::string_view line, RequestHead& head) {
    if (line.front() == ' ' || line.front() == '\t') {
        return refused(400, "A header may not be folded over lines.");
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) return refused(400, "A header has no name.");
    const std::string_view name = line.substr(0, colon);
    if (!std::all_of(name.begin(), name.end(), is_token_char)) {
        return refused(400, "The name of a header has characters that may not be in it.");
    }
    const std::string_view value = trim_blanks(line.substr(colon + 1));
    const bool clean = std::all_of(value.begin(), value.end(), [](char c) {
        return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
    });
    if (!clean) return refused(400, "A header has a control character.");
    if (head.fields.size() == kMaxFields) return refused(431, "There are too many headers.");
    head.fields.push_back({name, value});
    return std::nullopt;
}

std::optional<HeadResult> read_length(std::string_view value, RequestHead& head) {
    if (head.content_length) return refused(400, "There are two lengths.");
    if (value.empty() || value.size() > 18) return refused(400, "The length is not a number.");
    std::uint64_t length = 0;
    for (const char c : value) {
        if (c < '0' || c > '9') return refused(400, "The length is not a number.");
        length = length * 10 + static_cast<std::uint64_t>(c - '0');
    }
    head.content_length = length;
    return std::nullopt;
}

/// What we read and what has one value by its grammar.
constexpr std::string_view kSingle[] = {
    "Authorization", "Content-Type", "Content-Encoding", "If-Range",       "Origin",
    "Range",         "Referer",      "Sec-Fetch-Site",   "Sec-Fetch-Mode", "Sec-Fetch-Dest",
    "X-CSRF-Token",  "HX-Request",   "HX-Boosted",       "User-Agent",     "If-Modified-Since"};

std::optional<HeadResult> refuse_doubles(const RequestHead& head) {
    for (const std::string_view name : kSingle) {
        const auto same = [&](const HeadField& field) { return same_token(field.name, name); };
        if (std::count_if(head.fields.begin(), head.fields.end(), same) > 1)
            return refused(400, "A header that has one value is there twice.");
    }
    return std::nullopt;
}

/// The headers that say where the request ends and what happens to the connection.
std::optional<HeadResult> read_framing(RequestHead& head) {
    bool host_seen = false;
    for (const auto& [name, value] : head.fields) {
        if (same_token(name, "Content-Length")) {
            if (auto bad = read_length(value, head)) return bad;
        } else if (same_token(name, "Transfer-Encoding")) {
            if (head.chunked || head.http_1_0 || !same_token(value, "chunked")) {
                return head.chunked || head.http_1_0
                           ? refused(
                                 400,
                                 "The transfer encoding is stated in a way that is not allowed.")
                           : refused(501, "The only transfer encoding is chunked.");
            }
            head.chunked = true;
        } else if (same_token(name, "Host")) {
            if (host_seen || !valid_host(value))
                return refused(400, "The host is not a host name.");
            if (!head.host.empty() && !same_token(head.host, value))
                return refused(400, "The host is not the one in the address.");
            host_seen = true;
            head.host = value;
        } else if (same_token(name, "Connection")) {
            if (list_has(value, "close"))
                head.keep_alive = false;
            else if (head.http_1_0 && list_has(value, "keep-alive"))
                head.keep_alive = true;
        } else if (same_token(name, "Expect")) {
            if (!same_token(value, "100-continue"))
                return refused(417, "That can't be expected here.");
            head.expects_continue = !head.http_1_0;
        }
    }
    if (head.chunked && head.content_length)
        return refused(400, "There is a length beside chunks.");
    if (!host_seen && !head.http_1_0) return refused(400, "The host is missing.");
    return std::nullopt;
}

}  // namespace

std::optional<std::string_view> RequestHead::field(std::string_view name) const {
    for (const auto& field : fields) {
        if (same_token(field.name, name)) return field.value;
    }
    return std::nullopt;
}

std::vector<std::string_view> RequestHead::lines(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& field : fields) {
        if (same_token(field.name, name)) values.push_back(field.value);
    }
    return values;
}

HeadResult read_head(std::string_view bytes, RequestHead& head) {
    // One empty line before a request is left over from clients that end a body with one.
    const std::size_t skipped = bytes.starts_with("\r\n") ? 2 : 0;
    const std::string_view rest = bytes.substr(skipped);
    const auto end = rest.substr(0, kMaxHead).find("\r\n\r\n");
    if (end == std::string_view::npos) {
        if (rest.size() >= kMaxHead) return refused(431, "The header is too long.");
        if (has_stray_line_end(rest)) return refused(400, "A line of the header ends wrongly.");
        return {};
    }
    std::string_view lines = rest.substr(0, end + 2);
    if (has_stray_line_end(lines)) return refused(400, "A line of the header ends wrongly.");

    const auto next_line = [&lines] {
        const auto eol = lines.find("\r\n");
        const std::string_view line = lines.substr(0, eol);
        lines.remove_prefix(eol + 2);
        return line;
    };
    std::vector<HeadField> fields =
        std::move(head.fields);  // keeps its memory from request to request
    fields.clear();
    head = {};
    head.fields = std::move(fields);
    if (auto bad = read_request_line(next_line(), head)) return *bad;
    while (!lines.empty()) {
        if (auto bad = read_field(next_line(), head)) return *bad;
    }
    if (auto bad = read_framing(head)) return *bad;
    if (auto bad = refuse_doubles(head)) return *bad;
    return {HeadResult::State::Complete, skipped + end + 4, 0, nullptr};
}

}  // namespace tessera::kernel
