#include "http/openapi.hpp"

#include <nlohmann/json.hpp>

namespace tessera::kernel {
namespace {

constexpr std::string_view kBase = "/api/v1";

Json schema_of(const std::string& type) {
    if (type == "id") return {{"type", "string"}, {"pattern", "^[0-9A-HJKMNP-TV-Z]{13}$"}};
    if (type == "date") return {{"type", "string"}, {"format", "date"}};
    if (type == "file")
        return {{"type", "string"}, {"contentMediaType", "application/octet-stream"}};
    return {{"type", type}};
}

/// "/people/{person}" of "/api/v1/people/{person}"; "{rest...}" is "{rest}" there.
std::string path_of(const Route& route) {
    std::string path = route.pattern.substr(kBase.size());
    if (const auto dots = path.find("...}"); dots != std::string::npos) path.erase(dots, 3);
    return path.empty() ? "/" : path;
}

Json parameters_of(const Route& route) {
    Json parameters = Json::array();
    const std::string path = path_of(route);
    for (std::size_t open = 0; (open = path.find('{', open)) != std::string::npos; ++open) {
        const std::string name = path.substr(open + 1, path.find('}', open) - open - 1);
        parameters.push_back(
            {{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
    }
    for (const FieldDoc& field : route.query_fields) {
        parameters.push_back({{"name", field.name},
                              {"in", "query"},
                              {"required", field.required},
                              {"description", field.description},
                              {"schema", schema_of(field.type)}});
    }
    return parameters;
}

Json body_of(const Route& route) {
    Json properties = Json::object(), required = Json::array();
    bool has_file = false;
    for (const FieldDoc& field : route.body_fields) {
        Json schema = schema_of(field.type);
        schema["description"] = field.description;
        properties[field.name] = std::move(schema);
        if (field.required) required.push_back(field.name);
        has_file = has_file || field.type == "file";
    }
    Json schema = {{"type", "object"}, {"properties", std::move(properties)}};
    if (!required.empty()) schema["required"] = std::move(required);
    const char* type = has_file ? "multipart/form-data" : "application/json";
    return {{"required", true}, {"content", {{type, {{"schema", std::move(schema)}}}}}};
}

Json responses_of(const Route& route) {
    Json responses = Json::object();
    for (const auto& [status, description] : route.results) {
        responses[std::to_string(status)] = {{"description", description}};
    }
    if (responses.empty()) responses["200"] = {{"description", "Done"}};
    responses["default"] = {{"$ref", "#/components/responses/Problem"}};
    return responses;
}

Json operation_of(const MountedRoute& mounted) {
    const Route& route = mounted.route;
    Json operation = {{"summary", route.summary_text},
                      {"tags", Json::array({mounted.owner->plugin()})},
                      {"responses", responses_of(route)}};
    if (Json parameters = parameters_of(route); !parameters.empty()) {
        operation["parameters"] = std::move(parameters);
    }
    if (!route.body_fields.empty()) operation["requestBody"] = body_of(route);
    if (route.access.permission.empty()) {
        operation["security"] = Json::array();
    } else {
        operation["description"] = "Needs the permission " + route.access.permission + ".";
        operation["x-permission"] = route.access.permission;
    }
    return operation;
}

Json problem_schema() {
    const Json text = {{"type", "string"}};
    const Json field_error = {{"type", "object"},
                              {"properties", {{"field", text}, {"message", text}}}};
    return {{"type", "object"},
            {"description", "RFC 9457"},
            {"required", Json::array({"type", "title", "status", "detail", "code", "request_id"})},
            {"properties",
             {{"type", text},
              {"title", text},
              {"status", {{"type", "integer"}}},
              {"detail", text},
              {"code", text},
              {"request_id", text},
              {"errors", {{"type", "array"}, {"items", field_error}}}}}};
}

}  // namespace

Json openapi(const RouteTable& routes, const std::string& server_url, const std::string& version) {
    Json paths = Json::object();
    for (const MountedRoute& mounted : routes.all()) {
        const std::string& pattern = mounted.route.pattern;
        if (mounted.route.on_content_origin ||
            !(pattern + '/').starts_with(std::string(kBase) + '/'))
            continue;
        std::string method(method_name(mounted.route.method));
        for (char& c : method) c = static_cast<char>(c + ('a' - 'A'));
        paths[path_of(mounted.route)][method] = operation_of(mounted);
    }
    const Json problem = {
        {"description", "What is wrong, for a person and for a program"},
        {"content",
         {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}};
    return {
        {"openapi", "3.1.0"},
        {"info", {{"title", "Tessera"}, {"version", version}}},
        {"servers", Json::array({Json{{"url", server_url + std::string(kBase)}}})},
        {"paths", std::move(paths)},
        {"components",
         {{"schemas", {{"Problem", problem_schema()}}},
          {"responses", {{"Problem", problem}}},
          {"securitySchemes",
           {{"key", {{"type", "http"}, {"scheme", "bearer"}}},
            {"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "tessera_session"}}}}}}},
        {"security",
         Json::array({Json{{"key", Json::array()}}, Json{{"session", Json::array()}}})}};
}

}  // namespace tessera::kernel
