#include "tessera/http.hpp"

#include "tessera/text.hpp"

#include <nlohmann/json.hpp>

namespace tessera {

View view(std::string name, Json data, std::string title, std::string layout) {
    View result;
    result.name = std::move(name);
    result.data = std::make_shared<const Json>(std::move(data));
    result.title = std::move(title);
    result.layout = std::move(layout);
    return result;
}

Response Response::page(View view, int status) {
    Response response;
    response.status = status;
    response.view = std::move(view);
    return response;
}

Response Response::json(const Json& document, int status) {
    return json_text(document.dump(-1, ' ', false, Json::error_handler_t::replace), status);
}

Response Response::json_text(std::string text, int status) {
    return Response::text(std::move(text), status, "application/json");
}

Response Response::text(std::string text, int status, std::string type) {
    Response response;
    response.status = status;
    response.bytes = std::move(text);
    response.header("Content-Type", std::move(type));
    return response;
}

Response Response::redirect(std::string location) {
    Response response;
    response.status = 303;
    response.header("Location", std::move(location));
    return response;
}

Response Response::empty(int status) {
    Response response;
    response.status = status;
    return response;
}

Response Response::file(std::vector<Piece> pieces, std::string type, std::string etag) {
    Response response;
    response.pieces = std::move(pieces);
    response.header("Content-Type", std::move(type));
    response.header("ETag", '"' + std::move(etag) + '"');
    return response;
}

std::string_view Form::operator[](std::string_view name) const {
    for (std::size_t i = 0; i < normal_.size(); ++i) {
        if (fields[i].first == name) return normal_[i];
    }
    return {};
}

bool Form::has(std::string_view name) const {
    for (const auto& field : fields) {
        if (field.first == name) return true;
    }
    return false;
}

std::vector<std::string_view> Form::all(std::string_view name) const {
    std::vector<std::string_view> values;
    for (std::size_t i = 0; i < normal_.size(); ++i) {
        if (fields[i].first == name) values.emplace_back(normal_[i]);
    }
    return values;
}

std::string Form::lines(std::string_view name) const {
    for (const auto& [key, value] : fields) {
        if (key == name) return text::lines(value);
    }
    return {};
}

void Form::normalise() {
    normal_.clear();
    normal_.reserve(fields.size());
    for (const auto& field : fields) normal_.push_back(text::line(field.second));
}

std::string percent_encoded(std::string_view text) {
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                           (byte >= 'a' && byte <= 'z') || byte == '-' || byte == '.' ||
                           byte == '_' || byte == '~';
        if (plain) {
            out += c;
        } else {
            out += '%';
            out += kHex[byte >> 4];
            out += kHex[byte & 15];
        }
    }
    return out;
}

Route& Route::summary(std::string text) {
    summary_text = std::move(text);
    return *this;
}
Route& Route::query(FieldDoc field) {
    query_fields.push_back(std::move(field));
    return *this;
}
Route& Route::body(std::vector<FieldDoc> fields) {
    body_fields = std::move(fields);
    return *this;
}
Route& Route::returns(int status, std::string description) {
    results.emplace_back(status, std::move(description));
    return *this;
}
Route& Route::content_origin() {
    on_content_origin = true;
    return *this;
}
Route& Route::without_csrf() {
    csrf_exempt = true;
    return *this;
}

}  // namespace tessera
