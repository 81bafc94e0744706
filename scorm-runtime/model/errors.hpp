// What can go wrong in an API call, with the codes of both versions (2004: RTE 3.1.7, 1.2:
// RTE 3.3.2) and the sentence that GetDiagnostic answers.
#pragma once

#include "scorm/values.hpp"

namespace scorm {

enum class Error : std::uint8_t {
    None,
    InitializationFailed,
    AlreadyInitialized,
    InstanceTerminated,
    TerminateBeforeInitialize,
    TerminateAfterTerminate,
    GetBeforeInitialize,
    GetAfterTerminate,
    SetBeforeInitialize,
    SetAfterTerminate,
    CommitBeforeInitialize,
    CommitAfterTerminate,
    Argument,
    GetWithoutElement,
    IndexBeyondCount,
    NoChildren,
    NoCount,
    NoVersion,
    SetWithoutElement,
    IndexGap,
    ArrayFull,
    Duplicate,
    Fixed,
    OnePatternOnly,
    StorageFull,
    UnsentFull,
    Undefined,
    UndefinedInCategory,  ///< "cmi.core.unknown": 1.2 calls it an invalid argument
    NotALeaf,
    NoValue,
    ReadOnly,
    Keyword,
    WriteOnly,
    Mismatch,
    TooLong,
    OutOfRange,
    Dependency,
    Count
};

/// The code that GetLastError answers.
int code_of(Error error, Edition edition);

/// A sentence that tells a content developer what to do.
std::string_view diagnostic_of(Error error);

/// What GetErrorString answers for a code; empty for a code the version does not know.
std::string_view error_string(int code, Edition edition);

}  // namespace scorm
