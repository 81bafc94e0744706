#include "api/operations.hpp"

#include "api/names.hpp"
#include "model/json.hpp"

namespace scorm {

void OperationLog::add(char code, Millis now) {
    operations_.push_back({code, now, {}, {}});
    // Initialize alone is worth no request of its own; the others end something or were asked for.
    if (code != 'i') urgent_ = true;
    if (code != 'c') replaceable_from_ = operations_.size();
}

void OperationLog::add_navigation(Navigation request, std::int32_t activity, Millis now) {
    operations_.push_back({'n', now, std::string(name_of(request)), {}, activity});
    urgent_ = true;
    replaceable_from_ = operations_.size();
}

void OperationLog::add_set(std::string_view element, std::string_view value,
                           const void* replaceable, Millis now) {
    // What content sets again and again (location, suspend_data, session_time) is among the last
    // few.
    constexpr std::size_t kLookBack = 32;
    if (replaceable != nullptr) {
        const std::size_t first = std::max(
            replaceable_from_, operations_.size() > kLookBack ? operations_.size() - kLookBack : 0);
        for (std::size_t i = operations_.size(); i-- > first;) {
            Operation& earlier = operations_[i];
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

std::string OperationLog::take() {
    if (operations_.empty()) return {};
    std::string out;
    out.reserve(bytes_ + 32 * operations_.size());
    json::Writer writer(out);
    writer.begin_array();
    for (const Operation& operation : operations_) {
        writer.begin_array().string({&operation.code, 1}).integer(operation.time);
        if (operation.code == 's') writer.string(operation.element).string(operation.value);
        if (operation.code == 'n') {
            writer.string(operation.element);
            if (operation.activity >= 0) writer.integer(operation.activity);
        }
        writer.end_array();
    }
    writer.end_array();
    operations_.clear();
    replaceable_from_ = 0;
    bytes_ = 0;
    urgent_ = false;
    return out;
}

}  // namespace scorm
