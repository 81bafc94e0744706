#include "problem.hpp"

#include "play_service.hpp"

#include <nlohmann/json.hpp>

namespace tessera::elearning {

namespace {

Response problem(const Request& request, const Error& error, int status, const Json& more) {
    Json document{{"type", "about:blank"},
                  {"status", status},
                  {"detail", error.what()},
                  {"code", error.code()},
                  {"request_id", request.request_id()}};
    document.update(more);
    if (!error.fields().empty()) {
        Json errors = Json::array();
        for (const FieldError& field : error.fields())
            errors.push_back({{"field", field.field}, {"message", field.message}});
        document["errors"] = std::move(errors);
    }
    Response response =
        Response::text(document.dump(-1, ' ', false, Json::error_handler_t::replace), status,
                       "application/problem+json");
    if (status == 503) response.header("Retry-After", "1");
    return response;
}

/// A link that has ended was there once: 410 Gone, which no error kind has.
int status_of(const Error& error) {
    return error.code() == "elearning.launch-ended" ? 410 : error.status();
}

}  // namespace

Response with_problems(Request& request, const std::function<Response(Request&)>& handler) {
    try {
        return handler(request);
    } catch (const CommitConflict& conflict) {
        return problem(request, conflict, 409, {{"expected", conflict.expected}});
    } catch (const AttemptMoved& moved) {
        return problem(request, moved, 409, {{"url", moved.url}});
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::Internal) throw;
        return problem(request, error, status_of(error), Json::object());
    }
}

}  // namespace tessera::elearning
