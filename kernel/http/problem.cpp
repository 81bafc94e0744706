#include "http/problem.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPResponse.h>
#include <nlohmann/json.hpp>

namespace tessera::kernel {
namespace {

std::string title_of(int status) {
    return Poco::Net::HTTPResponse::getReasonForStatus(
        static_cast<Poco::Net::HTTPResponse::HTTPStatus>(status));
}

void log_failure(Log& log, const HttpRequest& request, const std::string& what) {
    log.error("A request failed", {{"method", std::string(request.head().method)},
                                   {"path", request.path_to_log()},
                                   {"error", what}});
}

}  // namespace

ErrorReport report_of(const std::exception_ptr& error, const HttpRequest& request, Log& log) {
    ErrorReport report;
    report.request_id = request.request_id();
    report.code = "http.internal";
    report.message =
        "Something went wrong on our side. It has been written down. Please try again later.";
    try {
        std::rethrow_exception(error);
    } catch (const Error& e) {
        report.status = e.status();
        report.code = e.code();
        report.fields = e.fields();
        if (e.kind() == ErrorKind::Internal)
            log_failure(log, request, e.what());
        else
            report.message = e.what();
        if (report.status > 500)
            log.warning("A request was turned away", {{"code", e.code()}, {"error", e.what()}});
    } catch (const Poco::Exception& e) {
        log_failure(log, request, e.displayText());
    } catch (const std::exception& e) {
        log_failure(log, request, e.what());
    } catch (...) {
        log_failure(log, request, "an exception of unknown type");
    }
    return report;
}

std::string problem_json(const ErrorReport& report) {
    Json problem = {{"type", "about:blank"},   {"title", title_of(report.status)},
                    {"status", report.status}, {"detail", report.message},
                    {"code", report.code},     {"request_id", report.request_id}};
    if (!report.fields.empty()) {
        Json errors = Json::array();
        for (const auto& [field, message] : report.fields) {
            errors.push_back({{"field", field}, {"message", message}});
        }
        problem["errors"] = std::move(errors);
    }
    return problem.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Response error_response(const ErrorReport& report, HttpRequest& request, Gate& gate) {
    Response response;
    if (request.wants_json()) {
        response = Response::text(problem_json(report), report.status, "application/problem+json");
    } else {
        try {
            response = Response::text(gate.error_page(report, request), report.status,
                                      "text/html; charset=utf-8");
        } catch (const std::exception& e) {
            gate.log().error("The error page could not be made", {{"error", e.what()}});
            response = Response::text(report.message + "\nRequest " + report.request_id + "\n",
                                      report.status);
        }
    }
    if (report.status == 401) response.header("WWW-Authenticate", "Bearer");
    if (report.status == 429 || report.status == 503) response.header("Retry-After", "5");
    return response;
}

}  // namespace tessera::kernel
