// Applying the operations of the other side: the same calls in the same order, each of which must
// succeed as it did there.
#include "api/names.hpp"
#include "api/session_impl.hpp"

namespace scorm {

namespace {

ApplyResult refused(std::string reason) { return {false, {}, 0, std::move(reason)}; }

/// Whether the parts of a "g", "x" or "m" are what OperationLog writes.
bool is_observation(json::Value operation, char code) {
    const json::Value third = operation.at(2);
    if (code == 'g') return third.is_string();
    if (code == 'm') return third.is_number();
    const std::int64_t function = third.integer(-1);
    return function >= 0 && function <= static_cast<std::int64_t>(Function::GetDiagnostic) &&
           operation.at(3).is_string() && operation.at(4).is_string();
}

}  // namespace

ApplyResult SessionImpl::apply(std::string_view operations) {
    const auto document = json::Document::parse(operations);
    if (!document || !document->root().is_array()) return refused("The commit is no JSON array.");
    replaying_ = true;
    ApplyResult result;
    for (json::Value v = document->root().first(); v.valid() && result.ok; v = v.next())
        result = replay(v);
    replaying_ = false;
    if (tracing()) note_result();
    return result;
}

ApplyResult SessionImpl::replay(json::Value operation) {
    const std::string_view code = operation.at(0).string();
    const Millis now = operation.at(1).integer(-1);
    if (code.size() != 1 || now < 0) return refused("An operation has no code or no time.");
    const json::Value third = operation.at(2);
    const json::Value fourth = operation.at(3);
    std::string_view answer = "true";
    switch (code[0]) {
        case 'l':
            launch(now);
            break;
        case 'i':
            answer = call(Function::Initialize, {}, {}, now);
            break;
        case 't':
            answer = call(Function::Terminate, {}, {}, now);
            break;
        case 'c':
            answer = call(Function::Commit, {}, {}, now);
            break;
        case 'u':
            unload(now, third.integer() == 1);
            break;
        case 's':
            if (!third.is_string() || !fourth.is_string())
                return refused("A set operation has no element or no value.");
            answer = call(Function::SetValue, third.string(), fourth.string(), now);
            if (answer != "true")
                return {
                    false, std::string(third.string()), last_error(),
                    std::string(third.string()) + ": " + std::string(diagnostic_of(last_error_))};
            break;
        case 'n': {
            const auto request = navigation_of(third.string());
            const std::int64_t activity = fourth.integer(-1);
            const bool known =
                activity >= -1 && activity < static_cast<std::int64_t>(course_.activities.size());
            if (!request || !known)
                return refused("A navigation operation names no request or activity.");
            navigate(*request, static_cast<std::int32_t>(activity), now);
            break;
        }
        case 'g':
        case 'x':
        case 'm':
            if (!is_observation(operation, code[0])) return refused("An observation lacks a part.");
            if (tracing()) note_observation(operation, code[0]);
            break;
        default:
            return refused("An operation has an unknown code.");
    }
    if (answer == "true") return {};
    return {false, {}, last_error(), std::string(diagnostic_of(last_error_))};
}

std::string SessionImpl::take_commit() { return log_.take(); }

bool SessionImpl::commit_urgent() const { return log_.urgent(); }

}  // namespace scorm
