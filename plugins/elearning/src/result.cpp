#include "result.hpp"

namespace tessera::elearning {

bool better(const Result& one, const Result& other) {
    const bool passed = one.success == scorm::Success::Passed;
    const bool other_passed = other.success == scorm::Success::Passed;
    if (!one.says_something() || !other.says_something())
        return one.says_something() && !other.says_something();
    if (passed != other_passed) return passed;
    if (one.score != other.score) return one.score > other.score;
    if (!one.score && one.max == other.max && one.raw != other.raw) return one.raw > other.raw;
    const bool word = one.success != scorm::Success::Unknown;
    return word && other.success == scorm::Success::Unknown;
}

}  // namespace tessera::elearning
