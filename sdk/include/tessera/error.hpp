// The errors that may cross the boundary between kernel and plugins. Each says to a person what is
// wrong and how to put it right; the kernel turns it into a page or a problem document (RFC 9457).
#pragma once

#include "tessera/export.hpp"

#include <stdexcept>
#include <string>
#include <vector>

namespace tessera {

/// What kind of failure, and with it the HTTP status.
enum class ErrorKind {
    BadRequest,        ///< 400 the request can't be read
    Unauthenticated,   ///< 401
    Forbidden,         ///< 403
    NotFound,          ///< 404 also for what the person may not know of
    Conflict,          ///< 409
    TooLarge,          ///< 413
    UnsupportedMedia,  ///< 415
    Invalid,           ///< 422 understood, but values have to be put right; see fields()
    TooMany,           ///< 429
    Internal,          ///< 500
    Unavailable,       ///< 503
    StorageFull        ///< 507 nothing was saved
};

/// One value that has to be put right. `field` is the name of the input.
struct FieldError {
    std::string field;
    std::string message;
};

class TESSERA_API Error : public std::runtime_error {
public:
    /// `code` is a stable dotted name ("enrolment.already-enrolled"); `message` a sentence.
    Error(ErrorKind kind, std::string code, const std::string& message,
          std::vector<FieldError> fields = {});
    ~Error() override;

    ErrorKind kind() const { return kind_; }
    const std::string& code() const { return code_; }
    const std::vector<FieldError>& fields() const { return fields_; }
    /// The HTTP status of the kind.
    int status() const;

private:
    ErrorKind kind_;
    std::string code_;
    std::vector<FieldError> fields_;
};

/// Database failures, told apart the same way for both engines.
enum class DbFailure {
    Busy,
    Serialization,
    Deadlock,
    Unique,
    ForeignKey,
    NotNull,
    Check,
    Full,
    Gone,
    Type,
    Other
};

class TESSERA_API DbError : public Error {
public:
    DbError(DbFailure failure, const std::string& message);
    ~DbError() override;
    DbFailure failure() const { return failure_; }

private:
    DbFailure failure_;
};

/// Shorthands for the common ones.
TESSERA_API Error not_found(const std::string& message);
TESSERA_API Error forbidden(const std::string& message);
TESSERA_API Error invalid(std::string field, std::string message);

}  // namespace tessera
