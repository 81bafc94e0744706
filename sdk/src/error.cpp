#include "tessera/error.hpp"

#include "tessera/database.hpp"

namespace tessera {

Error::Error(ErrorKind kind, std::string code, const std::string& message,
             std::vector<FieldError> fields)
    : std::runtime_error(message),
      kind_(kind),
      code_(std::move(code)),
      fields_(std::move(fields)) {}

Error::~Error() = default;

int Error::status() const {
    switch (kind_) {
        case ErrorKind::BadRequest:
            return 400;
        case ErrorKind::Unauthenticated:
            return 401;
        case ErrorKind::Forbidden:
            return 403;
        case ErrorKind::NotFound:
            return 404;
        case ErrorKind::Conflict:
            return 409;
        case ErrorKind::TooLarge:
            return 413;
        case ErrorKind::UnsupportedMedia:
            return 415;
        case ErrorKind::Invalid:
            return 422;
        case ErrorKind::TooMany:
            return 429;
        case ErrorKind::Internal:
            return 500;
        case ErrorKind::Unavailable:
            return 503;
        case ErrorKind::StorageFull:
            return 507;
    }
    return 500;
}

namespace {

ErrorKind kind_of(DbFailure failure) {
    switch (failure) {
        case DbFailure::Full:
            return ErrorKind::StorageFull;
        case DbFailure::Busy:
        case DbFailure::Serialization:
        case DbFailure::Deadlock:
        case DbFailure::Gone:
            return ErrorKind::Unavailable;
        case DbFailure::Unique:
            return ErrorKind::Conflict;
        default:
            return ErrorKind::Internal;
    }
}

std::string code_of(DbFailure failure) {
    switch (failure) {
        case DbFailure::Full:
            return "database.full";
        case DbFailure::Unique:
            return "database.unique";
        case DbFailure::ForeignKey:
            return "database.foreign-key";
        case DbFailure::Busy:
        case DbFailure::Serialization:
        case DbFailure::Deadlock:
            return "database.busy";
        case DbFailure::Gone:
            return "database.gone";
        default:
            return "database.failed";
    }
}

}  // namespace

DbError::DbError(DbFailure failure, const std::string& message)
    : Error(kind_of(failure), code_of(failure), message), failure_(failure) {}

DbError::~DbError() = default;

Error not_found(const std::string& message) { return {ErrorKind::NotFound, "not-found", message}; }

Error forbidden(const std::string& message) { return {ErrorKind::Forbidden, "forbidden", message}; }

Error invalid(std::string field, std::string message) {
    const std::string text = message;
    return {ErrorKind::Invalid, "invalid", text, {{std::move(field), std::move(message)}}};
}

void throw_narrowing(int column) {
    throw DbError(DbFailure::Type,
                  "The value in column " + std::to_string(column) + " does not fit its type.");
}

}  // namespace tessera
