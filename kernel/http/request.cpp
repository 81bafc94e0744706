#include "http/request.hpp"

#include "http/json_body.hpp"
#include "http/upload.hpp"
#include "tessera/auth.hpp"
#include "tessera/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tessera::kernel {
namespace {

constexpr std::size_t kMaxForm = 1024 * 1024;
/// Of somebody who is not signed in: enough to sign in with.
constexpr std::size_t kMaxStrangersForm = 16 * 1024;

template <class Collection>
std::optional<std::string_view> find_pair(const Collection& pairs, std::string_view name) {
    for (const auto& [key, value] : pairs) {
        if (key == name) return std::string_view(value);
    }
    return std::nullopt;
}

/// Brings every string into the normal form; secrets stay as they were sent.
void normalise(Json& value) {
    for (auto item = value.begin(); item != value.end(); ++item) {
        if (item->is_structured())
            normalise(*item);
        else if (item->is_string() && !(value.is_object() && item.key() == "password"))
            *item = text::lines(item->get_ref<const std::string&>());
    }
}

[[noreturn]] void bad_encoding() {
    throw Error(ErrorKind::BadRequest, "http.encoding",
                "The values that were sent are not text in UTF-8, or there are too many.");
}

[[noreturn]] void wrong_media(const char* message) {
    throw Error(ErrorKind::UnsupportedMedia, "http.media-type", message);
}

}  // namespace

HttpRequest::HttpRequest(RequestSetting setting, const RequestHead& head, BodyReader& body)
    : setting_(std::move(setting)),
      head_(head),
      body_(body),
      path_(percent_decode(head.path).value_or(std::string(head.path))) {
    if (!is_utf8(path_)) path_ = head.path;
}

HttpRequest::~HttpRequest() = default;

void HttpRequest::matched(Method method, PathParams params) {
    method_ = method;
    params_ = std::move(params);
}

std::string HttpRequest::path_to_log() const {
    std::string path = path_;
    for (const auto& [name, value] : params_) {
        if (name != "token" || value.empty()) continue;
        if (const auto at = path.rfind(value); at != std::string::npos)
            path.replace(at, value.size(), "{token}");
    }
    return path;
}

std::string_view HttpRequest::param(std::string_view name) const {
    return find_pair(params_, name).value_or(std::string_view());
}

std::optional<std::string_view> HttpRequest::query(std::string_view name) const {
    if (!query_) {
        Pairs pairs;
        if (!parse_pairs(head_.query, pairs)) bad_encoding();
        for (auto& pair : pairs) {
            std::string line = text::line(pair.second);
            // A search for characters that nobody sees finds nothing, and not everything.
            const bool meant = pair.second.find_first_not_of(" \t\r\n") != std::string::npos;
            if (!line.empty() || !meant) pair.second = std::move(line);
        }
        query_ = std::move(pairs);
    }
    return find_pair(*query_, name);
}

std::optional<std::string_view> HttpRequest::header(std::string_view name) const {
    const auto named = [&](const HeadField& field) { return same_token(field.name, name); };
    const auto first = std::find_if(head_.fields.begin(), head_.fields.end(), named);
    if (first == head_.fields.end()) return std::nullopt;
    if (std::none_of(first + 1, head_.fields.end(), named)) return first->value;
    // Proxies that speak HTTP/2 to the browser may pass on a cookie header in parts (RFC 9113,
    // 8.2.3).
    const char* const between = same_token(name, "Cookie") ? "; " : ", ";
    std::string all;
    for (const std::string_view line : head_.lines(name)) {
        if (!all.empty()) all += between;
        all += line;
    }
    return joined_.emplace_back(std::move(all));
}

std::optional<std::string_view> HttpRequest::cookie(std::string_view name) const {
    if (!cookies_) {
        cookies_.emplace();
        for (const auto& [key, value] : parse_cookies(header("Cookie").value_or("")))
            cookies_->emplace_back(key, value);
    }
    return find_pair(*cookies_, name);
}

bool HttpRequest::content_type_is(std::string_view type) const {
    const std::string_view value = header("Content-Type").value_or("");
    return same_token(trim_blanks(value.substr(0, value.find(';'))), type);
}

bool HttpRequest::has_form() const {
    return !body_.has_body() || content_type_is("application/x-www-form-urlencoded") ||
           content_type_is("multipart/form-data");
}

void HttpRequest::expect_at_most(std::uint64_t limit) const {
    // Before the first byte is read, so that a client that waits for "100 Continue" need not send
    // it.
    if (body_.declared_length().value_or(0) > limit) throw_too_large(limit);
}

std::size_t HttpRequest::form_limit() const {
    return principal().signed_in() ? kMaxForm : kMaxStrangersForm;
}

void HttpRequest::settle_waiting() {
    if (setting_.origin == Origin::Content)
        body_.waits_for(Waiting::Content);
    else if (principal().signed_in())
        body_.waits_for(Waiting::Known, "account " + id_text(principal().account.value));
}

std::string_view HttpRequest::body(std::size_t limit) {
    if (!bytes_) {
        expect_at_most(limit);
        std::string bytes;
        for (std::string_view part; !(part = body_.read()).empty();) {
            if (bytes.size() + part.size() > limit) throw_too_large(limit);
            bytes += part;
        }
        bytes_ = std::move(bytes);
    }
    if (bytes_->size() > limit) throw_too_large(limit);
    return *bytes_;
}

const Form& HttpRequest::form() {
    if (form_) return *form_;
    form_.emplace();
    if (!body_.has_body()) return *form_;
    if (content_type_is("application/x-www-form-urlencoded")) {
        if (!parse_pairs(body(form_limit()), form_->fields)) bad_encoding();
    } else if (content_type_is("multipart/form-data")) {
        multipart_ = std::make_unique<MultipartReader>(body_, *header("Content-Type"));
        read_multipart_fields();
    } else {
        wrong_media("A form is expected here.");
    }
    form_->normalise();
    return *form_;
}

/// Reads text parts into the form, up to the next file or the end.
void HttpRequest::read_multipart_fields() {
    file_part_.reset();
    while (auto part = multipart_->next()) {
        if (part->file_name) {
            file_part_ = std::move(part);
            return;
        }
        std::string value;
        for (std::string_view bytes; !(bytes = multipart_->read()).empty();) {
            form_bytes_ += bytes.size();
            if (form_bytes_ > form_limit()) throw_too_large(form_limit());
            value += bytes;
        }
        if (!is_utf8(value) || value.find('\0') != std::string::npos) bad_encoding();
        form_->fields.emplace_back(std::move(part->name), std::move(value));
    }
}

const Json& HttpRequest::json() {
    if (json_) return *json_;
    const std::string_view type = header("Content-Type").value_or("");
    const bool is_json = content_type_is("application/json") ||
                         trim_blanks(type.substr(0, type.find(';'))).ends_with("+json");
    if (!is_json) wrong_media("JSON is expected here (Content-Type: application/json).");
    const std::string_view text = body(form_limit());
    json_ = std::make_unique<Json>(parse_json_body(text));
    if (json_->is_structured()) normalise(*json_);
    return *json_;
}

Upload HttpRequest::upload(std::string_view field, std::uint64_t limit) {
    limit = std::min(limit, setting_.max_upload);
    if (content_type_is("multipart/form-data")) return upload_part(field, limit);
    if (!body_.has_body()) throw invalid(std::string(field), "Choose a file.");
    form_.emplace();  // there are no fields beside a bare file
    expect_at_most(limit);
    UploadFile file(setting_.tmp, limit);
    for (std::string_view bytes; !(bytes = body_.read()).empty();) file.write(bytes);
    return file.finish({});
}

Upload HttpRequest::upload_part(std::string_view field, std::uint64_t limit) {
    expect_at_most(limit + kMaxForm);
    form();
    while (file_part_ && file_part_->name != field) read_multipart_fields();
    if (!file_part_) throw invalid(std::string(field), "Choose a file.");

    UploadFile file(setting_.tmp, limit);
    bool empty = true;
    for (std::string_view bytes; !(bytes = multipart_->read()).empty();) {
        empty = false;
        file.write(bytes);
    }
    std::string file_name = std::move(*file_part_->file_name);
    // A browser sends an empty part without a name when no file was chosen.
    if (empty && file_name.empty()) throw invalid(std::string(field), "Choose a file.");
    read_multipart_fields();
    form_->normalise();  // what stood behind the file has joined it
    return file.finish(text::line(file_name));
}

std::optional<std::string> HttpRequest::pending_file() const {
    return file_part_ ? std::optional(file_part_->name) : std::nullopt;
}

bool HttpRequest::has_api_key() const {
    const std::string_view value = header("Authorization").value_or("");
    return same_token(value.substr(0, 7), "Bearer ");
}

const Principal& HttpRequest::principal() const {
    if (principal_) return *principal_;
    Principal principal;
    if (setting_.origin != Origin::Public) {
        // What runs there is not ours: a sign-in must mean nothing, even if a cookie leaks across.
    } else if (has_api_key()) {
        principal = setting_.gate.from_api_key(trim_blanks(header("Authorization")->substr(7)));
        if (principal.signed_in()) credential_ = Credential::ApiKey;
    } else if (const auto token =
                   cookie(Authenticator::cookie(setting_.gate.addresses().public_url));
               token && !token->empty()) {
        principal = setting_.gate.from_session(*token);
        if (principal.signed_in()) credential_ = Credential::Cookie;
    }
    principal_ = std::move(principal);
    return *principal_;
}

const std::string& HttpRequest::locale() const {
    if (!locale_) locale_ = setting_.gate.locale(*this);
    return *locale_;
}

std::string HttpRequest::t(std::string_view key, const TextArgs& args) const {
    return setting_.gate.text(locale(), key, args);
}

bool HttpRequest::wants_json() const {
    if (path_.starts_with("/api/")) return true;
    const std::string_view accept = header("Accept").value_or("");
    const bool json =
        list_has(accept, "application/json") || list_has(accept, "application/problem+json");
    return json && !list_has(accept, "text/html");
}

bool HttpRequest::is_fragment() const {
    return header("HX-Request") == "true" && header("HX-Boosted") != "true" &&
           header("HX-History-Restore-Request") != "true";
}

}  // namespace tessera::kernel
