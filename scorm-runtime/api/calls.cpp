// The eight functions of the API with their state model: SCORM 2004 RTE 3.1, SCORM 1.2 RTE 3.2.
#include "api/session_impl.hpp"
#include "model/validators.hpp"

#include <algorithm>
#include <charconv>

namespace scorm {

namespace {

constexpr std::string_view kTrue = "true";
constexpr std::string_view kFalse = "false";
constexpr std::string_view kRequestValid = "adl.nav.request_valid.";

/// The longest element name that may be valid: a long identifier as a target.
constexpr std::size_t kMaxName = 5000;

}  // namespace

int SessionImpl::last_error() const { return code_of(last_error_, course_.edition); }

std::string_view SessionImpl::call(Function function, std::string_view first,
                                   std::string_view second, Millis now) {
    note_now(now);
    const std::string_view answer = answer_call(function, first, second, now);
    if (tracing()) note_call(function, first, second, answer);
    if (!replaying_ && !has_changed(function)) observe(function, first, second, now);
    return answer;
}

/// Calls that did what they are for are operations.
bool SessionImpl::has_changed(Function function) const {
    const bool asks = function == Function::GetValue || function > Function::Commit;
    return !asks && last_error_ == Error::None;
}

/// Keeps a call that changed nothing for those who ask later what the content did. That all is well
/// is no news.
void SessionImpl::observe(Function function, std::string_view first, std::string_view second,
                          Millis now) {
    if (function == Function::GetLastError && last_error_ == Error::None) return;
    const bool repeatable =
        last_error_ != Error::UnsentFull && fits_trace(first) && fits_trace(second);
    log_.observe(function, first, second, repeatable ? -1 : last_error(), now);
}

std::string_view SessionImpl::answer_call(Function function, std::string_view first,
                                          std::string_view second, Millis now) {
    switch (function) {
        case Function::Initialize:
            return initialize(first, now);
        case Function::Terminate:
            return terminate(first, now);
        case Function::GetValue:
            return get_value(first);
        case Function::SetValue:
            return set_value(first, second, now);
        case Function::Commit:
            return commit(first, now);
        case Function::GetLastError: {
            char digits[8];
            answer_.assign(digits, std::to_chars(digits, digits + sizeof digits, last_error()).ptr);
            return answer_;
        }
        case Function::GetErrorString:
            return error_text(first);
        case Function::GetDiagnostic:
            return diagnostic(first);
    }
    return {};
}

std::string_view SessionImpl::answer(Error error, std::string_view success,
                                     std::string_view failure) {
    last_error_ = error;
    last_element_.clear();
    return error == Error::None ? success : failure;
}

std::string_view SessionImpl::initialize(std::string_view argument, Millis now) {
    Error error = Error::None;
    if (communication_ == Communication::Running) error = Error::AlreadyInitialized;
    const bool again = communication_ == Communication::Terminated && delivered_ >= 0 &&
                       tolerances_.has(Deviation::BeginAgain);
    if (communication_ == Communication::Terminated && !again) error = Error::InstanceTerminated;
    if (error == Error::None && delivered_ < 0) error = Error::InitializationFailed;
    if (error == Error::None && !tolerances_.take_argument(argument)) error = Error::Argument;
    if (error == Error::None && !observing_) {
        if (again) begin_again();
        communication_ = Communication::Running;
        if (!replaying_) log_.add('i', now);
    }
    return answer(error, kTrue, kFalse);
}

/// A new window, or the next page of content whose every page is a communication session of its
/// own. The time of the one before is counted already.
void SessionImpl::begin_again() {
    data().entry = entry_after_end();
    terminated_ = false;
    own_values_ = 0;
    for (const std::string_view element : {"cmi.core.session_time", "cmi.core.exit"})
        cmi().clear(element);
    fill();
    changed();
}

std::string_view SessionImpl::terminate(std::string_view argument, Millis now) {
    Error error = Error::None;
    if (communication_ == Communication::NotInitialized) error = Error::TerminateBeforeInitialize;
    if (communication_ == Communication::Terminated) error = Error::TerminateAfterTerminate;
    if (error == Error::None && !tolerances_.take_argument(argument)) error = Error::Argument;
    if (error == Error::None && !observing_) {
        end_communication(End::Finished);
        if (!replaying_) log_.add('t', now);
    }
    return answer(error, kTrue, kFalse);
}

std::string_view SessionImpl::commit(std::string_view argument, Millis now) {
    Error error = Error::None;
    if (communication_ == Communication::NotInitialized) error = Error::CommitBeforeInitialize;
    if (communication_ == Communication::Terminated) error = Error::CommitAfterTerminate;
    if (error == Error::None && !tolerances_.take_argument(argument)) error = Error::Argument;
    if (error == Error::None && !replaying_) log_.add('c', now);
    return answer(error, kTrue, kFalse);
}

std::string_view SessionImpl::get_value(std::string_view name) {
    Error error = Error::None;
    if (communication_ == Communication::NotInitialized) error = Error::GetBeforeInitialize;
    if (communication_ == Communication::Terminated) error = Error::GetAfterTerminate;
    if (error == Error::None && name.empty()) error = Error::GetWithoutElement;
    if (error != Error::None) return answer(error, {}, {});

    if (!is_12() && name.starts_with(kRequestValid)) {
        const std::string_view valid = request_valid(name.substr(kRequestValid.size()));
        if (!valid.empty()) return answer(Error::None, valid, {});
    }
    const Path path = model_.parse(name);
    CmiData::Answer found;
    found.error = shared_data_access(path, false);
    if (found.error == Error::None) found = cmi().get(path);
    answer(found.error, {}, {});
    if (found.error != Error::None) last_element_ = name.substr(0, kMaxName);
    return found.error == Error::None ? found.value : std::string_view();
}

/// adl.nav.request_valid.continue, .previous, .choice.{target=ITEM} and .jump.{target=ITEM}
/// (SN 5.6.5). Empty when it is none of them.
std::string_view SessionImpl::request_valid(std::string_view request) {
    const Validity& validity = tree_->validity();
    if (request == "continue") return validity.continue_ ? kTrue : kFalse;
    if (request == "previous") return validity.previous ? kTrue : kFalse;
    const bool choice = request.starts_with("choice.{target=");
    const bool jump = request.starts_with("jump.{target=") &&
                      is_word(model_.find("adl.nav.request")->element->words, "jump");
    if ((!choice && !jump) || !request.ends_with("}")) return {};
    const std::size_t from = request.find('=') + 1;
    const std::string_view target = request.substr(from, request.size() - from - 1);
    const std::vector<bool>& valid = choice ? validity.choice : validity.jump;
    for (std::size_t i = 0; i < course_.activities.size(); ++i)
        if (course_.activities[i].identifier == target)
            return i < valid.size() && valid[i] ? kTrue : kFalse;
    return kFalse;
}

std::string_view SessionImpl::set_value(std::string_view name, std::string_view value, Millis now) {
    Error error = Error::None;
    if (communication_ == Communication::NotInitialized) error = Error::SetBeforeInitialize;
    if (communication_ == Communication::Terminated) error = Error::SetAfterTerminate;
    if (error == Error::None && name.empty()) error = Error::SetWithoutElement;
    if (error == Error::None && !replaying_ && !log_.has_room(name.size() + value.size()))
        error = Error::UnsentFull;
    if (error != Error::None) return answer(error, {}, kFalse);

    if (!is_12() && name.starts_with(kRequestValid) &&
        !request_valid(name.substr(kRequestValid.size())).empty()) {
        error = Error::ReadOnly;
    } else {
        const Path path = model_.parse(name);
        error = shared_data_access(path, true);
        if (error == Error::None)
            error = observing_ ? cmi().would_set(path, value) : cmi().set(path, value);
        if (error == Error::None && !observing_) {
            data().kept = true;
            report(path);
            const bool replaceable =
                path.row->layout == Layout::Root && path.row->element->effect == Effect::None;
            if (!replaying_)
                log_.add_set(name, value, replaceable ? path.row->element : nullptr, now);
        }
    }
    answer(error, kTrue, kFalse);
    if (error != Error::None) last_element_ = name.substr(0, kMaxName);
    return error == Error::None ? kTrue : kFalse;
}

/// RTE 4.3.1: the manifest says which buckets an activity may read and write.
Error SessionImpl::shared_data_access(const Path& path, bool set) const {
    if (path.row == nullptr || path.row->element->effect != Effect::Shared) return Error::None;
    const std::vector<SharedData>& maps = activity().shared_data;
    if (path.keyword != Path::Keyword::None) return Error::None;
    if (path.index[0] >= maps.size()) return set ? Error::IndexGap : Error::IndexBeyondCount;
    const SharedData& map = maps[path.index[0]];
    if (set) return map.write ? Error::None : Error::ReadOnly;
    return map.read ? Error::None : Error::WriteOnly;
}

std::string_view SessionImpl::error_text(std::string_view code) {
    int number = -1;
    const auto parsed = std::from_chars(code.data(), code.data() + code.size(), number);
    if (parsed.ec != std::errc() || parsed.ptr != code.data() + code.size()) return {};
    return error_string(number, course_.edition);
}

/// About the last call when asked with nothing or with its code; else the code's own text.
std::string_view SessionImpl::diagnostic(std::string_view code) {
    constexpr std::size_t kMaxDiagnostic = 255;  // RTE 3.1.6.3
    int number = -1;
    std::from_chars(code.data(), code.data() + code.size(), number);
    if (!code.empty() && number != last_error()) return error_text(code);
    std::size_t shown = std::min(last_element_.size(), kMaxDiagnostic / 2);
    while (shown > 0 && shown < last_element_.size() && (last_element_[shown] & 0xC0) == 0x80)
        --shown;
    answer_ = last_element_.substr(0, shown);
    if (!answer_.empty()) answer_ += ": ";
    answer_ += diagnostic_of(last_error_);
    return answer_;
}

}  // namespace scorm
