// Small values shared by all of scorm-runtime.
//
// The library is values and functions only: no I/O, no clock, no randomness, no threads, no
// globals, no exceptions. Time comes in as an argument, chance as a seed, and effects go out as
// values, so the same sources give the same answers in the server and, as WebAssembly, in the
// browser.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace scorm {

/// Which edition a package was written for. SCORM 2004 2nd to 4th share one run-time data model;
/// where they differ the code asks for the edition by name.
enum class Edition : std::uint8_t { Scorm12, Scorm2004_2, Scorm2004_3, Scorm2004_4 };

constexpr bool is_2004(Edition edition) { return edition != Edition::Scorm12; }

/// Milliseconds since 1970-01-01 UTC.
using Millis = std::int64_t;

/// real(10,7) of SCORM 2004 4th edition RTE 4.1.1.7 as a fixed-point number with seven decimals, so
/// that server and browser agree bit for bit. `units` is the value times 10^7.
struct Real {
    static constexpr std::int64_t kOne = 10'000'000;
    std::int64_t units = 0;

    /// Reads a decimal such as "-0.25" or "3"; digits after the seventh are rounded half away from
    /// zero. Returns nothing when the text is no decimal number or does not fit.
    static std::optional<Real> parse(std::string_view text);
    static constexpr Real from_int(std::int64_t whole) { return {whole * kOne}; }

    /// The shortest decimal text: "0.5", "1", "-0.0000001".
    std::string text() const;

    friend constexpr bool operator==(Real, Real) = default;
    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the comparison with zero for a
    // pointer.
    friend constexpr auto operator<=>(Real, Real) = default;
};

}  // namespace scorm
