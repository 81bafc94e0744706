// The time that reading one thing of a package may take. Sizes are limited too, but a small package
// can be made to cost much, and nobody knows all the ways.
#pragma once

#include <chrono>

namespace content {

class Deadline {
public:
    /// Begins now. Counts the time that the calling thread computes, not the time it waits, so that
    /// a busy machine refuses nothing that an idle one accepts.
    explicit Deadline(std::chrono::milliseconds time);

    /// Cheap: looks at the clock each 32nd time only.
    bool passed();

private:
    static std::chrono::nanoseconds used();

    std::chrono::nanoseconds end_;
    unsigned calls_ = 0;
    bool passed_ = false;
};

}  // namespace content
