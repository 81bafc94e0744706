#include "api/operations.hpp"

#include "api/names.hpp"
#include "model/json.hpp"
#include "sequencing/trace.hpp"

namespace scorm {

void OperationLog::add(char code, Millis now) {
    operations_.push_back({code, now, {}, {}});
    worth_sending_ = true;
    // Initialize alone is worth no request of its own; the others end something or were asked for.
    if (code != 'i') urgent_ = true;
    if (code != 'c') replaceable_from_ = operations_.size();
}

void OperationLog::add_unload(bool gone, Millis now) {
    add('u', now);
    operations_.back().activity = gone ? 1 : 0;
}

void OperationLog::add_navigation(Navigation request, std::int32_t activity, Millis now) {
    operations_.push_back({'n', now, std::string(name_of(request)), {}, activity});
    urgent_ = worth_sending_ = true;
    replaceable_from_ = operations_.size();
}

void OperationLog::add_set(std::string_view element, std::string_view value,
                           const void* replaceable, Millis now) {
    // What content sets again and again (location, suspend_data, session_time) is among the last
    // few.
    constexpr std::size_t kLookBack = 32;
    // Content may have looked at a value since. That is told as it was, while it costs little.
    constexpr std::size_t kSmall = 4096;
    worth_sending_ = true;
    if (replaceable != nullptr) {
        const std::size_t first = std::max(
            replaceable_from_, operations_.size() > kLookBack ? operations_.size() - kLookBack : 0);
        for (std::size_t i = operations_.size(); i-- > first;) {
            Operation& earlier = operations_[i];
            if (earlier.observation() && value.size() <= kSmall) break;
            if (earlier.replaceable != replaceable) continue;
            bytes_ += value.size();
            bytes_ -= earlier.value.size();
            earlier.value = value;
            earlier.time = now;
            return;
        }
    }
    bytes_ += element.size() + value.size();
    operations_.push_back({'s', now, std::string(element), std::string(value), -1, replaceable});
}

void OperationLog::observe(Function function, std::string_view first, std::string_view second,
                           int error, Millis now) {
    if (!operations_.empty()) {
        Operation& last = operations_.back();
        const bool same = last.observation() && last.code != 'm' && last.function == function &&
                          last.element == first && last.value == second;
        if (same) {
            ++last.count;
            return;
        }
    }
    // No browser's text; JSON could not hold it.
    if (!json::valid_utf8(first) || !json::valid_utf8(second)) return;
    if (taken_since_ && now - observed_since_ >= kObservedFor) {
        observed_since_ = now;
        observed_ = 0;
        observed_bytes_ = 0;
        taken_since_ = false;
    }
    if (observed_ >= kMostObserved || observed_bytes_ >= kMostObservedBytes) {
        if (more_ != kNowhere) {
            ++operations_[more_].count;
            return;
        }
        more_ = operations_.size();
        operations_.push_back({'m', now, {}, {}});
        return;
    }
    ++observed_;
    observed_bytes_ += first.size() + second.size();
    operations_.push_back({function == Function::GetValue && error < 0 ? 'g' : 'x', now,
                           shortened(first), shortened(second), -1, nullptr, function, error});
}

void OperationLog::write(json::Writer& out, const Operation& operation) const {
    out.begin_array().string({&operation.code, 1}).integer(operation.time);
    switch (operation.code) {
        case 's':
            out.string(operation.element).string(operation.value);
            break;
        case 'n':
            out.string(operation.element);
            if (operation.activity >= 0) out.integer(operation.activity);
            break;
        case 'u':
            if (operation.activity == 1) out.integer(1);
            break;
        case 'g':
            out.string(operation.element);
            if (operation.count > 1) out.integer(operation.count);
            break;
        case 'x':
            out.integer(static_cast<std::int64_t>(operation.function));
            out.string(operation.element).string(operation.value).integer(operation.count);
            if (operation.error >= 0) out.integer(operation.error);
            break;
        case 'm':
            out.integer(operation.count);
            break;
        default:
            break;
    }
    out.end_array();
}

std::string OperationLog::take() {
    if (!worth_sending_) return {};
    std::string out;
    out.reserve(bytes_ + observed_bytes_ + 40 * operations_.size());
    json::Writer writer(out);
    writer.begin_array();
    for (const Operation& operation : operations_) write(writer, operation);
    writer.end_array();
    operations_.clear();
    replaceable_from_ = 0;
    more_ = kNowhere;
    bytes_ = 0;
    urgent_ = worth_sending_ = false;
    taken_since_ = true;
    return out;
}

}  // namespace scorm
