#include "model/tolerant.hpp"

#include <gtest/gtest.h>

namespace scorm {
namespace {

const Element& element(Edition edition, const char* pattern) {
    return *Model::of(edition).find(pattern)->element;
}

struct Mended {
    const char* tolerance;
    const char* element;
    const char* written;
    const char* read;
};

void expect(Edition edition, const std::vector<Mended>& rows) {
    for (const Mended& row : rows) {
        const Element& target = element(edition, row.element);
        EXPECT_EQ(tolerated(target, row.written, Tolerances(row.tolerance)), row.read)
            << row.element;
        EXPECT_EQ(tolerated(target, row.written, Tolerances()), row.written);
    }
}

TEST(Tolerances, MendValuesOf2004) {
    expect(Edition::Scorm2004_4,
           {{"trailing-blanks", "cmi.score.raw", " 5 ", "5"},
            {"comma-decimals", "cmi.score.raw", "4,5", "4.5"},
            {"comma-decimals", "cmi.score.raw", "1,234,5", "1,234,5"},
            {"comma-decimals", "cmi.score.raw", "1,234", "1,234"},
            {"comma-decimals", "cmi.score.raw", "0,234", "0.234"},
            {"comma-decimals", "cmi.score.scaled", "1,000", "1.000"},
            {"percent-signs", "cmi.score.raw", "85 %", "85"},
            {"percent-signs", "cmi.score.scaled", "1%", "1%"},
            {"word-case", "cmi.completion_status", "Not Attempted", "not attempted"},
            {"word-variants", "cmi.completion_status", "not_attempted", "not attempted"},
            {"word-variants", "cmi.completion_status", "Complete", "completed"},
            {"word-variants", "cmi.completion_status", "passed", "completed"},
            {"word-variants", "cmi.success_status", "pass", "passed"},
            {"word-variants", "cmi.success_status", "completed", "completed"},
            {"word-variants", "cmi.interactions.n.result", "wrong", "incorrect"},
            {"word-variants", "cmi.interactions.n.result", "0.5", "0.5"},
            {"word-variants", "cmi.interactions.n.type", "multiple-choice", "choice"},
            {"word-variants", "cmi.interactions.n.type", "fill_in", "fill-in"},
            {"time-formats", "cmi.session_time", "00:10:05.5", "PT10M5.5S"},
            {"time-formats", "cmi.session_time", "PT5.12345S", "PT5.12S"},
            {"time-formats", "cmi.session_time", "pt1h", "PT1H"},
            {"time-formats", "cmi.session_time", "NaN:NaN:NaN", "NaN:NaN:NaN"},
            {"time-formats", "cmi.session_time", "-1:00:00", "-1:00:00"},
            {"time-formats", "cmi.session_time", "01:99:00", "01:99:00"},
            {"time-formats", "cmi.session_time", "12345:00:00", "12345:00:00"},
            {"time-formats", "cmi.session_time", "p1y2m", "P1Y2M"},
            {"time-formats", "cmi.session_time", "PT1H1M", "PT1H1M"},
            {"timestamp-formats", "cmi.interactions.n.timestamp", "2026-01-01T00:00:00.123Z",
             "2026-01-01T00:00:00.12Z"},
            {"timestamp-formats", "cmi.interactions.n.timestamp", "2026-01-01 10:00:00+0100",
             "2026-01-01T10:00:00.0+01:00"},
            {"timestamp-formats", "cmi.interactions.n.timestamp", "2026-01-01T24:60:60",
             "2026-01-01T24:60:60"},
            {"trailing-blanks word-case", "cmi.location", " kept ", " kept "},
            {"unknown-name", "cmi.completion_status", "Completed", "Completed"}});
}

TEST(Tolerances, MendValuesOf12) {
    expect(
        Edition::Scorm12,
        {{"word-variants", "cmi.core.lesson_status", "complete", "completed"},
         {"word-variants", "cmi.core.lesson_status", "FAIL", "failed"},
         {"word-variants", "cmi.core.lesson_status", "passed", "passed"},
         {"word-variants", "cmi.core.lesson_status", "undefined", "undefined"},
         {"word-variants", "cmi.core.exit", "normal", ""},
         {"word-variants", "cmi.core.exit", "timeout", "time-out"},
         {"word-variants", "cmi.interactions.n.result", "incorrect", "wrong"},
         {"word-variants", "cmi.interactions.n.type", "long-fill-in", "fill-in"},
         {"time-formats", "cmi.core.session_time", "00:00:5", "0000:00:05"},
         {"time-formats", "cmi.core.session_time", "0:1:2.345", "0000:01:02.34"},
         {"time-formats", "cmi.core.session_time", "12345:00:00", "12345:00:00"},
         {"time-formats", "cmi.core.session_time", "9999:59:59.999", "9999:59:59.99"},
         {"time-formats", "cmi.core.session_time", "1:75:00", "1:75:00"},
         {"time-formats", "cmi.core.session_time", "0:75:00", "0001:15:00"},
         {"time-formats", "cmi.core.session_time", "0:0:312", "0000:05:12"},
         {"time-formats", "cmi.core.session_time", "0:1:312", "0:1:312"},
         {"time-formats", "cmi.core.session_time", "0:0:36000000", "0:0:36000000"},
         {"time-formats", "cmi.core.session_time", "1:2:3.", "1:2:3."},
         {"time-formats", "cmi.core.session_time", "P1DT1H", "0025:00:00"},
         {"time-formats", "cmi.core.session_time", "P1M", "P1M"},
         {"time-formats", "cmi.core.session_time", "P1Y", "P1Y"},
         {"time-formats", "cmi.core.session_time", "PT10000H", "PT10000H"},
         {"comma-decimals", "cmi.core.score.raw", "1,234", "1.234"},
         {"comma-decimals score-points", "cmi.core.score.raw", "1,234", "1,234"},
         {"comma-decimals score-points", "cmi.core.score.raw", "85,125", "85.125"},
         {"time-formats", "cmi.core.session_time", "PT1H2M3S", "0001:02:03"},
         {"time-formats", "cmi.core.session_time", "00:00:99", "00:00:99"},
         {"time-formats", "cmi.core.session_time", "99999999999:0:0", "99999999999:0:0"},
         {"timestamp-formats", "cmi.interactions.n.time", "2026-03-04T05:06:07.890Z",
          "05:06:07.89"},
         {"timestamp-formats", "cmi.interactions.n.time", "5:6:7", "05:06:07"},
         {"timestamp-formats", "cmi.interactions.n.time", "23:60:60", "00:01:00"},
         {"timestamp-formats", "cmi.interactions.n.time", "23:61:00", "23:61:00"},
         {"timestamp-formats", "cmi.interactions.n.time", "25:00:00", "25:00:00"},
         {"timestamp-formats", "cmi.interactions.n.time", "9812:99:33.4", "9812:99:33.4"},
         {"timestamp-formats", "cmi.interactions.n.time", "33330:30:40", "33330:30:40"},
         {"timestamp-formats", "cmi.interactions.n.time", "24:00:00", "00:00:00"},
         {"timestamp-formats", "cmi.interactions.n.time", "2026-02-30T05:06:07",
          "2026-02-30T05:06:07"},
         {"timestamp-formats", "cmi.interactions.n.time", "2026-03-04 05:06:07+0100", "05:06:07"},
         {"timestamp-formats", "cmi.interactions.n.time", "05:06:07+99:00", "05:06:07+99:00"},
         {"timestamp-formats", "cmi.interactions.n.time", "0005:06:07", "05:06:07"},
         {"timestamp-formats", "cmi.interactions.n.time", "noon", "noon"}});
}

Verdict verdict(Edition edition, const char* pattern, const std::string& value,
                const char* tolerance, const char* type = "") {
    return check(element(edition, pattern), value, type, Tolerances(tolerance));
}

TEST(Tolerances, LetThroughWhatCannotBeMended) {
    const auto v12 = [](const char* pattern, const std::string& value, const char* tolerance) {
        return verdict(Edition::Scorm12, pattern, value, tolerance);
    };
    EXPECT_EQ(v12("cmi.interactions.n.id", "Who helps?", ""), Verdict::Mismatch);
    EXPECT_EQ(v12("cmi.interactions.n.id", "Who helps?", "free-identifiers"), Verdict::Fits);
    EXPECT_EQ(v12("cmi.interactions.n.id", "", "free-identifiers"), Verdict::Mismatch);
    EXPECT_EQ(v12("cmi.interactions.n.id", std::string(256, 'x'), "free-identifiers"),
              Verdict::Mismatch);
    EXPECT_EQ(v12("cmi.interactions.n.id", std::string(256, 'x'), "long-texts"), Verdict::Fits);
    EXPECT_EQ(v12("cmi.core.lesson_location", std::string(1021, 'x'), "long-texts"),
              Verdict::Mismatch);
    EXPECT_EQ(v12("cmi.suspend_data", std::string(65'536, 'x'), "long-texts"), Verdict::Mismatch);
    EXPECT_EQ(v12("cmi.suspend_data", std::string(256'000, 'x'), "long-suspend-data"),
              Verdict::Fits);
    EXPECT_EQ(v12("cmi.suspend_data", std::string(256'001, 'x'), "long-suspend-data long-texts"),
              Verdict::Mismatch);
    EXPECT_EQ(v12("cmi.core.score.raw", "250", ""), Verdict::Mismatch);
    EXPECT_EQ(v12("cmi.core.score.raw", "250", "score-points"), Verdict::Fits);
    EXPECT_EQ(v12("cmi.core.score.raw", "-1", "score-points"), Verdict::Mismatch);
    EXPECT_EQ(v12("cmi.core.score.raw", "10001", "score-points"), Verdict::Mismatch);
    EXPECT_EQ(v12("cmi.core.score.raw", "many", "score-points"), Verdict::Mismatch);

    const char* response = "cmi.interactions.n.learner_response";
    EXPECT_EQ(verdict(Edition::Scorm2004_4, response, "The blue one", "", "choice"),
              Verdict::Mismatch);
    EXPECT_EQ(verdict(Edition::Scorm2004_4, response, "The blue one", "free-responses", "choice"),
              Verdict::Fits);
    EXPECT_EQ(verdict(Edition::Scorm2004_4, "cmi.score.scaled", "85",
                      "free-responses free-identifiers score-points"),
              Verdict::OutOfRange);
}

/// One of the texts that a hand-made timer may write: fields of one to five digits, and fractions.
std::string some_clock(std::uint32_t& seed, std::int64_t (&fields)[3], std::int64_t& thousandths) {
    const auto next = [&seed](std::uint32_t below) {
        seed = seed * 1664525U + 1013904223U;
        return (seed >> 8) % below;
    };
    constexpr std::uint32_t kScales[] = {3, 24, 60, 100, 1000, 100'000};
    std::string text;
    for (std::int64_t& field : fields) {
        field = next(kScales[next(std::size(kScales))]);
        if (!text.empty()) text += ':';
        std::string digits = std::to_string(field);
        if (digits.size() < 2 && next(2) == 0) digits.insert(0, "0");
        text += digits;
    }
    thousandths = next(2) == 0 ? 0 : next(1000);
    if (thousandths > 0) text += '.' + std::to_string(1000 + thousandths).substr(1);
    return text;
}

TEST(Tolerances, StoreNoTimeThatNobodySent) {
    std::uint32_t seed = 17;
    int taken = 0;
    for (int i = 0; i < 100'000; ++i) {
        std::int64_t f[3], thousandths = 0;
        const std::string text = some_clock(seed, f, thousandths);
        const std::int64_t sum = (f[0] * 3600 + f[1] * 60 + f[2]) * 1000 + thousandths / 10 * 10;
        const bool clear =
            f[0] <= 9999 && (f[1] <= 59 || f[0] == 0) && (f[2] <= 59 || (f[0] == 0 && f[1] == 0));
        const auto read_12 = parse_timespan(tolerated(
            element(Edition::Scorm12, "cmi.core.session_time"), text, Tolerances("time-formats")));
        const auto read_2004 = parse_interval(tolerated(
            element(Edition::Scorm2004_4, "cmi.session_time"), text, Tolerances("time-formats")));
        EXPECT_EQ(read_2004.has_value(), clear) << text;
        if (clear) {
            EXPECT_TRUE(read_12.has_value()) << text;
        }
        // By the letter SCORM 1.2 has minutes and seconds up to 99.
        if (read_12 && !parse_timespan(text)) {
            EXPECT_TRUE(clear) << text;
        }
        if (read_12) {
            EXPECT_EQ(*read_12, sum) << text;
        }
        if (read_2004) {
            EXPECT_EQ(*read_2004, sum) << text;
        }

        const std::string clock = tolerated(element(Edition::Scorm12, "cmi.interactions.n.time"),
                                            text, Tolerances("timestamp-formats"));
        EXPECT_EQ(is_clock_time(clock), f[0] <= 24 && f[1] <= 60 && f[2] <= 60) << text;
        if (is_clock_time(clock)) {
            EXPECT_EQ(*parse_timespan(clock), sum % 86'400'000) << text;
        }
        taken += read_2004.has_value();
    }
    EXPECT_GT(taken, 1000);
}

TEST(Tolerances, TakeOnlyPlaceholdersAsArguments) {
    const Tolerances strict, loose("loose-arguments");
    EXPECT_TRUE(strict.take_argument(""));
    EXPECT_FALSE(strict.take_argument("null"));
    for (const char* argument : {"", " ", "null", "undefined", "true", "false", "0", "1"})
        EXPECT_TRUE(loose.take_argument(argument)) << argument;
    for (const char* argument : {"x", "null|undefined", "2", "Null"})
        EXPECT_FALSE(loose.take_argument(argument)) << argument;
}

}  // namespace
}  // namespace scorm
