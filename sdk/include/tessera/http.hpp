// Requests, responses and views: what a page or an API handler sees of HTTP.
#pragma once

#include "tessera/error.hpp"
#include "tessera/id.hpp"
#include "tessera/json.hpp"
#include "tessera/principal.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tessera {

enum class Method : std::uint8_t { Get, Post, Put, Patch, Delete };

/// Values for the named places of a message ("{{count}} people").
using TextArgs = std::vector<std::pair<std::string, std::string>>;

/// A template and its data. The kernel renders it with the theme in force.
struct View {
    /// "plugin/name": looked up as theme → parent theme → plugin's templates/name.html.
    std::string name;
    /// Data of the template (object). Strings are escaped when rendered. Shared, so that a View
    /// stays cheap to move and this header needs no JSON.
    std::shared_ptr<const Json> data;
    /// What surrounds it: "app" (navigation, top bar), "plain" (sign-in, errors), "task" (one task,
    /// no navigation), "" (a fragment for htmx or a slot).
    std::string layout = "app";
    std::string title;  ///< <title>, already in the person's language
};

/// `data` by value for the common case.
TESSERA_API View view(std::string name, Json data, std::string title = {},
                      std::string layout = "app");

/// A piece of a body: bytes, or a range of an open file sent by sendfile(2).
struct Piece {
    std::string bytes;
    std::shared_ptr<const void> keep;  ///< holds the file open until it is sent
    int fd = -1;
    std::uint64_t offset = 0, length = 0;
};

/// Where a streamed body goes. Throws when the client is gone.
class BodyWriter {
public:
    virtual ~BodyWriter() = default;
    virtual void write(std::string_view bytes) = 0;
};

struct TESSERA_API Response {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    // Exactly one of these is the body; all empty means none.
    std::string bytes;
    std::optional<View> view;
    std::vector<Piece> pieces;
    std::function<void(BodyWriter&)>
        stream;  ///< sent chunked; may take long, so it may not hold a transaction

    Response& header(std::string name, std::string value) {
        headers.emplace_back(std::move(name), std::move(value));
        return *this;
    }

    static Response page(View view, int status = 200);
    static Response json(const Json& document, int status = 200);
    /// Already serialised JSON.
    static Response json_text(std::string text, int status = 200);
    static Response text(std::string text, int status = 200,
                         std::string type = "text/plain; charset=utf-8");
    /// 303 See Other, for after a POST.
    static Response redirect(std::string location);
    static Response empty(int status = 204);
    /// Pieces with a known type; If-None-Match and Range are the kernel's work. `etag` without
    /// quotes.
    static Response file(std::vector<Piece> pieces, std::string type, std::string etag);
};

/// Fields of a form, in order; urlencoded or the text parts of multipart/form-data.
class TESSERA_API Form {
public:
    /// As sent: for passwords. Everything else is read with [], all() and lines(), which give the
    /// normal form of text.hpp.
    std::vector<std::pair<std::string, std::string>> fields;
    /// The first value as one line; empty when absent.
    std::string_view operator[](std::string_view name) const;
    bool has(std::string_view name) const;
    std::vector<std::string_view> all(std::string_view name) const;
    /// The first value with its line ends, for a field of several lines.
    std::string lines(std::string_view name) const;
    /// The kernel calls it once `fields` are complete.
    void normalise();

private:
    std::vector<std::string> normal_;  ///< of `fields`, by position
};

/// An upload that was streamed to disk. The file is removed with the last copy unless it was
/// adopted by the file store.
struct Upload {
    std::shared_ptr<const std::filesystem::path> path;
    std::string file_name;  ///< as the client named it; a label, never a path
    std::uint64_t size = 0;
    std::string sha256;  ///< hex
};

/// Text for use in a URL's query or path segment: everything but letters, digits and "-._~" as %XX.
TESSERA_API std::string percent_encoded(std::string_view text);

/// One request. Used by one thread. References are valid as long as the request.
class Request {
public:
    virtual ~Request() = default;

    virtual Method method() const = 0;
    virtual std::string_view path() const = 0;       ///< decoded
    virtual std::string_view raw_query() const = 0;  ///< after "?", not decoded
    /// A path parameter, decoded: "class" of "/classes/{class}". A last parameter "{rest...}" takes
    /// the remaining path with its slashes.
    virtual std::string_view param(std::string_view name) const = 0;
    /// As one line in the normal form of text.hpp.
    virtual std::optional<std::string_view> query(std::string_view name) const = 0;
    virtual std::optional<std::string_view> header(std::string_view name) const = 0;
    virtual std::optional<std::string_view> cookie(std::string_view name) const = 0;

    /// The body, one way only. Over the limit: Error{TooLarge}.
    virtual const Form& form() = 0;  ///< at most 1 MB
    /// At most 1 MB, depth 64; Error{BadRequest} otherwise. Strings are in the normal form of
    /// text.hpp, with their line ends; those called "password" are as sent.
    virtual const Json& json() = 0;
    virtual std::string_view body(std::size_t limit) = 0;  ///< the raw bytes
    /// The whole body, or the file in multipart field `field`, streamed to disk; the other fields
    /// are then in form().
    virtual Upload upload(std::string_view field, std::uint64_t limit) = 0;

    virtual const Principal& principal() const = 0;
    virtual const std::string& locale() const = 0;  ///< "en" or "cy"
    virtual const std::string& request_id() const = 0;
    virtual std::string_view client_address() const = 0;
    /// True for requests under /api/ and those that prefer JSON over HTML.
    virtual bool wants_json() const = 0;
    /// True for a fragment request of htmx.
    virtual bool is_fragment() const = 0;

    /// A message in the request's language; see Messages in host.hpp.
    virtual std::string t(std::string_view key, const TextArgs& args = {}) const = 0;

    /// Path parameter as a typed id; Error{NotFound} when it is none.
    template <class Tag>
    Id<Tag> id(std::string_view name) const {
        auto value = Id<Tag>::parse(param(name));
        if (!value) throw not_found("There is nothing at this address.");
        return *value;
    }
};

/// What a route demands. There is no default: write Public or Needs{"permission.id"}.
struct Access {
    std::string permission;  ///< empty: public
    /// What the permission is about. The kernel takes it from the manifest that declares it.
    About about = About::Site;
};
inline const Access Public{};
inline Access Needs(std::string permission) { return Access{std::move(permission), About::Site}; }

using Handler = std::function<Response(Request&)>;

/// A parameter or body field as the OpenAPI document shows it.
struct FieldDoc {
    std::string name;
    std::string type;  ///< "string", "integer", "boolean", "id", "date", "file"
    std::string description;
    bool required = true;
};

/// One route. The setters document it (OpenAPI is generated from them) and return it again.
struct TESSERA_API Route {
    Method method = Method::Get;
    std::string pattern;
    Access access;
    Handler handler;
    bool on_content_origin = false;  ///< served on the content origin and nowhere else
    bool csrf_exempt = false;        ///< only for public routes that carry a token of their own
    std::string summary_text;
    std::vector<FieldDoc> query_fields, body_fields;
    std::vector<std::pair<int, std::string>> results;

    Route& summary(std::string text);
    Route& query(FieldDoc field);
    Route& body(std::vector<FieldDoc> fields);
    Route& returns(int status, std::string description);
    Route& content_origin();
    Route& without_csrf();
};

}  // namespace tessera
