#include "model/errors.hpp"

#include <iterator>

namespace scorm {

namespace {

struct ErrorRow {
    std::int16_t code_2004;
    std::int16_t code_12;
    std::string_view diagnostic;
};

/// In the order of Error. SCORM 1.2 has fewer codes: 301 stands for every call outside a session,
/// 405 for every value that does not fit, 101 for what it has no word for.
constexpr ErrorRow kErrors[] = {
    {0, 0, "No error."},
    {102, 101, "No content is delivered, so no communication session can begin."},
    {103, 101, "The communication session has begun already."},
    {104, 101, "The communication session has ended; this content object cannot begin another."},
    {112, 301, "The communication session has not begun."},
    {113, 301, "The communication session has ended already."},
    {122, 301, "Values can be read after the session has begun."},
    {123, 301, "Values cannot be read after the session has ended."},
    {132, 301, "Values can be set after the session has begun."},
    {133, 301, "Values cannot be set after the session has ended."},
    {142, 301, "Commit is possible after the session has begun."},
    {143, 301, "Commit is not possible after the session has ended."},
    {201, 201, "The argument must be an empty string."},
    {301, 201, "No data model element was named."},
    {301, 201, "The index is beyond the number of records."},
    {301, 202, "This element has no children to list."},
    {301, 203, "This element is no array and has no count."},
    {301, 201, "Only cmi has a version."},
    {351, 201, "No data model element was named."},
    {351, 201, "Records must be set in order: the index may be at most the number of records."},
    {351, 101, "The array has as many records as it may have."},
    {351, 101, "Another record has this value, and it must be unique."},
    {351, 101, "This identifier was set before and cannot be changed."},
    {351, 101, "An interaction of this type has one correct response."},
    {351, 101, "This content object has stored as much data as it may."},
    {351, 101, "Too much data waits to be saved; it will be possible again when some was sent."},
    {401, 401, "The data model has no such element."},
    {401, 201, "The data model has no such element."},
    {401, 201, "This element holds others and has no value of its own."},
    {403, 201, "The element has no value yet."},
    {404, 403, "The element can only be read."},
    {404, 402, "_children, _count and _version can only be read."},
    {405, 404, "The element can only be set."},
    {406, 405, "The value does not have the format of this element."},
    {406, 405, "The value is too long: it has more characters than this element takes."},
    {407, 405, "The number is outside the range of this element."},
    {408, 201, "The record needs its id (for responses, its type too) before this element."},
};
static_assert(std::size(kErrors) == static_cast<std::size_t>(Error::Count));

struct CodeText {
    int code;
    std::string_view text;
};

constexpr CodeText kTexts2004[] = {{0, "No Error"},
                                   {101, "General Exception"},
                                   {102, "General Initialization Failure"},
                                   {103, "Already Initialized"},
                                   {104, "Content Instance Terminated"},
                                   {111, "General Termination Failure"},
                                   {112, "Termination Before Initialization"},
                                   {113, "Termination After Termination"},
                                   {122, "Retrieve Data Before Initialization"},
                                   {123, "Retrieve Data After Termination"},
                                   {132, "Store Data Before Initialization"},
                                   {133, "Store Data After Termination"},
                                   {142, "Commit Before Initialization"},
                                   {143, "Commit After Termination"},
                                   {201, "General Argument Error"},
                                   {301, "General Get Failure"},
                                   {351, "General Set Failure"},
                                   {391, "General Commit Failure"},
                                   {401, "Undefined Data Model Element"},
                                   {402, "Unimplemented Data Model Element"},
                                   {403, "Data Model Element Value Not Initialized"},
                                   {404, "Data Model Element Is Read Only"},
                                   {405, "Data Model Element Is Write Only"},
                                   {406, "Data Model Element Type Mismatch"},
                                   {407, "Data Model Element Value Out Of Range"},
                                   {408, "Data Model Dependency Not Established"}};

constexpr CodeText kTexts12[] = {{0, "No error"},
                                 {101, "General exception"},
                                 {201, "Invalid argument error"},
                                 {202, "Element cannot have children"},
                                 {203, "Element not an array - cannot have count"},
                                 {301, "Not initialized"},
                                 {401, "Not implemented error"},
                                 {402, "Invalid set value, element is a keyword"},
                                 {403, "Element is read only"},
                                 {404, "Element is write only"},
                                 {405, "Incorrect data type"}};

}  // namespace

int code_of(Error error, Edition edition) {
    const ErrorRow& row = kErrors[static_cast<std::size_t>(error)];
    return is_2004(edition) ? row.code_2004 : row.code_12;
}

std::string_view diagnostic_of(Error error) {
    return kErrors[static_cast<std::size_t>(error)].diagnostic;
}

std::string_view error_string(int code, Edition edition) {
    if (is_2004(edition)) {
        for (const CodeText& row : kTexts2004)
            if (row.code == code) return row.text;
    } else {
        for (const CodeText& row : kTexts12)
            if (row.code == code) return row.text;
    }
    return {};
}

}  // namespace scorm
