// Errors as pages and as problem documents (RFC 9457).
#pragma once

#include "http/gate.hpp"
#include "http/request.hpp"

#include <exception>

namespace tessera::kernel {

/// Turns whatever a handler threw into a report. What is no tessera::Error becomes a 500 whose
/// details go to the log alone.
ErrorReport report_of(const std::exception_ptr& error, const HttpRequest& request, Log& log);

/// The body of application/problem+json: type, title, status, detail, code, errors, request_id.
std::string problem_json(const ErrorReport& report);

/// The page, or the problem document for those who want JSON. Does not throw.
Response error_response(const ErrorReport& report, HttpRequest& request, Gate& gate);

}  // namespace tessera::kernel
