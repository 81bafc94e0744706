#include "http/answer.hpp"

#include "http/compress.hpp"
#include "http/ranges.hpp"
#include "http/text.hpp"

#include <Poco/Net/HTTPResponse.h>

#include <ctime>

namespace tessera::kernel {
namespace {

constexpr std::size_t kWorthCompressing = 1024;

const std::string* find_header(const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
        if (same_token(key, name)) return &value;
    }
    return nullptr;
}

void remove_header(Response& response, std::string_view name) {
    std::erase_if(response.headers,
                  [&](const auto& field) { return same_token(field.first, name); });
}

/// "HTTP/1.1 200 OK\r\n"
const std::string& status_line(int status) {
    static const auto lines = [] {
        std::vector<std::string> all;
        for (int s = 0; s < 600; ++s) {
            const auto code = static_cast<Poco::Net::HTTPResponse::HTTPStatus>(s);
            all.push_back("HTTP/1.1 " + std::to_string(s) + ' ' +
                          Poco::Net::HTTPResponse::getReasonForStatus(code) + "\r\n");
        }
        return all;
    }();
    return lines[status >= 200 && status < 600 ? static_cast<std::size_t>(status) : 500];
}

/// "Date: …\r\n", made once a second and thread.
std::string_view date_line() {
    thread_local std::time_t made = 0;
    thread_local char line[64];
    thread_local std::size_t length = 0;
    const std::time_t now = std::time(nullptr);
    if (now != made) {
        std::tm parts{};
        gmtime_r(&now, &parts);
        length = std::strftime(line, sizeof line, "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &parts);
        made = now;
    }
    return {line, length};
}

void check_headers(const Response& response) {
    for (const auto& [name, value] : response.headers) {
        bool clean = !name.empty();
        for (const char c : name) clean = clean && is_token_char(c);
        for (const char c : value)
            clean = clean && (c == '\t' || static_cast<unsigned char>(c) >= 0x20);
        if (clean) continue;
        throw Error(ErrorKind::Internal, "http.response-header",
                    "The response has a header that can't be sent: " + name);
    }
}

/// Answers If-None-Match: RFC 9110, 13.1.2.
bool not_modified(const Response& response, const HttpRequest& request) {
    if (response.status != 200 || request.method() != Method::Get) return false;
    const auto wanted = request.header("If-None-Match");
    const std::string* etag = find_header(response, "ETag");
    if (!wanted || etag == nullptr) return false;
    return *wanted == "*" || etag_list_has(*wanted, *etag);
}

void apply_range(Response& response, const HttpRequest& request) {
    const bool possible = response.status == 200 && !response.pieces.empty() &&
                          request.method() == Method::Get &&
                          find_header(response, "Content-Encoding") == nullptr;
    if (!possible) return;
    response.header("Accept-Ranges", "bytes");
    const auto range = request.header("Range");
    if (!range) return;
    const std::string* etag = find_header(response, "ETag");
    if (const auto condition = request.header("If-Range")) {
        if (etag == nullptr || *condition != *etag) return;
    }
    const std::uint64_t total = total_length(response.pieces);
    const RangeResult result = read_range(*range, total);
    if (result.kind == RangeResult::Kind::Ignore) return;
    if (result.kind == RangeResult::Kind::Unsatisfiable) {
        response.status = 416;
        response.pieces.clear();
        remove_header(response, "Content-Type");
        response.header("Content-Range", "bytes */" + std::to_string(total));
        return;
    }
    response.status = 206;
    response.pieces =
        slice(std::move(response.pieces), result.first, result.last - result.first + 1);
    response.header("Content-Range", "bytes " + std::to_string(result.first) + '-' +
                                         std::to_string(result.last) + '/' + std::to_string(total));
}

void compress(Response& response, const HttpRequest& request) {
    const std::string* type = find_header(response, "Content-Type");
    if (response.bytes.size() < kWorthCompressing || type == nullptr || !compresses_well(*type) ||
        find_header(response, "Content-Encoding") != nullptr) {
        return;
    }
    response.header("Vary", "Accept-Encoding");
    if (!accepts_coding(request.header("Accept-Encoding").value_or(""), "gzip")) return;
    response.bytes = gzip(response.bytes);
    response.header("Content-Encoding", "gzip");
    for (auto& [name, value] : response.headers) {
        // The bytes differ from the uncompressed ones, so the tag is a weak one from here on.
        if (same_token(name, "ETag") && !value.starts_with("W/")) value.insert(0, "W/");
    }
}

bool may_have_body(int status) { return status != 204 && status != 304; }

void write_head(Answer& answer, const Response& response, const HttpRequest& request,
                const SiteHeaders& site, std::uint64_t length) {
    std::string& head = answer.output.head;
    head.reserve(640);
    head += status_line(answer.status);
    head += date_line();
    bool policy = false, caching = false, referrer = false;
    for (const auto& [name, value] : response.headers) {
        policy = policy || same_token(name, "Content-Security-Policy");
        caching = caching || same_token(name, "Cache-Control");
        referrer = referrer || same_token(name, "Referrer-Policy");
        head.append(name).append(": ").append(value).append("\r\n");
    }
    head += site.always;
    if (!policy) head += site.policy;
    // Of two policies browsers follow the last, so there is never a second one.
    if (!referrer) head += "Referrer-Policy: same-origin\r\n";
    // Pages are about a person: no cache keeps them unless the route says so.
    if (!caching) head += "Cache-Control: no-store\r\n";
    head.append("X-Request-Id: ").append(request.request_id()).append("\r\n");
    if (answer.chunked) {
        head += "Transfer-Encoding: chunked\r\n";
    } else if (!answer.stream && may_have_body(answer.status)) {
        head.append("Content-Length: ").append(std::to_string(length)).append("\r\n");
    }
    if (!answer.keep_alive)
        head += "Connection: close\r\n";
    else if (request.head().http_1_0)
        head += "Connection: keep-alive\r\n";
    head += "\r\n";
}

}  // namespace

SiteHeaders public_site_headers(const Addresses& addresses) {
    SiteHeaders site;
    site.always = "X-Content-Type-Options: nosniff\r\n";
    if (addresses.public_url.starts_with("https:")) {
        site.always += "Strict-Transport-Security: max-age=31536000\r\n";
    }
    site.policy =
        "Content-Security-Policy: default-src 'self'; img-src 'self' data:; object-src 'none'; "
        "base-uri 'none'; form-action 'self'" +
        (addresses.content_url.empty() ? std::string() : ' ' + addresses.content_sources()) +
        "; frame-ancestors 'none'\r\n";
    return site;
}

SiteHeaders content_site_headers(const Addresses&) {
    return {"X-Content-Type-Options: nosniff\r\n", {}};
}

Answer make_answer(Response&& response, const HttpRequest& request, const SiteHeaders& site,
                   bool may_keep_alive) {
    check_headers(response);
    if (not_modified(response, request)) {
        response.status = 304;
        response.bytes.clear();
        response.pieces.clear();
        response.stream = nullptr;
        remove_header(response, "Content-Type");
    }
    apply_range(response, request);
    compress(response, request);

    Answer answer;
    answer.status = response.status;
    answer.keep_alive = may_keep_alive && request.head().keep_alive;
    answer.stream = std::move(response.stream);
    if (!may_have_body(answer.status)) answer.stream = nullptr;
    if (answer.stream) {
        answer.chunked = !request.head().http_1_0;
        answer.keep_alive = answer.keep_alive && answer.chunked;
    }
    if (!response.bytes.empty()) {
        response.pieces.insert(response.pieces.begin(),
                               Piece{std::move(response.bytes), {}, -1, 0, 0});
    }
    write_head(answer, response, request, site, total_length(response.pieces));
    if (request.is_head())
        answer.stream = nullptr;
    else if (may_have_body(answer.status))
        answer.output.pieces = std::move(response.pieces);
    return answer;
}

Output plain_answer(int status, std::string_view sentence, int retry_after_seconds) {
    Output output;
    output.head = status_line(status);
    output.head += date_line();
    output.head +=
        "Content-Type: text/plain; charset=utf-8\r\nConnection: close\r\nContent-Length: " +
        std::to_string(sentence.size() + 1) + "\r\n";
    if (retry_after_seconds > 0) {
        output.head += "Retry-After: " + std::to_string(retry_after_seconds) + "\r\n";
    }
    output.head.append("\r\n").append(sentence).append("\n");
    return output;
}

}  // namespace tessera::kernel
