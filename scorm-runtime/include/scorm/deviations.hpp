// Where content may depart from the specification while it runs, because much content does: a table.
// An attempt is opened with the names of the rows that apply to its package (Opening::tolerances),
// none of them by itself. Who imports a package decides which: `use_12` and `use_2004` say when.
// Constant data; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace scorm {

enum class Deviation : std::uint8_t {
    TrailingBlanks,
    CommaDecimals,
    PercentSigns,
    WordCase,
    WordVariants,
    TimeFormats,
    TimestampFormats,
    FreeIdentifiers,
    FreeResponses,
    LongSuspendData,
    LongTexts,
    ScorePoints,
    LooseArguments,
    BeginAgain,
    Count
};

/// When an import switches a row on for the packages of an edition.
enum class Use : std::uint8_t {
    None,      ///< the row has no meaning in this edition
    Evidence,  ///< only if the package's own scripts do what the row is about
    Tool,      ///< also if a known authoring tool made the package: its author can't put it right
    Always     ///< harms nobody
};

struct DeviationRow {
    std::string_view name;
    Use use_12, use_2004;
    std::string_view what;
    std::string_view reason;
};

/// In the order of Deviation. For SCORM 2004 nothing is on for every package: its data model is
/// tested to the letter, and content that was tested relies on the errors.
inline constexpr DeviationRow kDeviations[] = {
    {"trailing-blanks", Use::Always, Use::Tool,
     "Blanks around numbers, words, times and identifiers are removed.",
     "Authoring tools pad values; other systems trim them."},
    {"comma-decimals", Use::Always, Use::Tool, "A comma in a number is read as the decimal point.",
     "Content made on continental systems formats scores with the system's own separator."},
    {"percent-signs", Use::Always, Use::Tool, "A percent sign behind a number is dropped.",
     "Scores are sent as they are shown to the learner."},
    {"word-case", Use::Always, Use::Tool,
     "Status words and other fixed words may be written in the wrong case.",
     "“Completed” and “PASSED” are common and can't be misunderstood."},
    {"word-variants", Use::Always, Use::Tool,
     "Words of the other edition, and near ones such as “complete” or “not_attempted”, are read as "
     "the word that is meant.",
     "Content is often moved from one edition to the other with its words unchanged."},
    {"time-formats", Use::Always, Use::Tool,
     "Durations may be in the other edition's form, have short fields or more decimals, or count "
     "minutes or seconds alone.",
     "Hand-made timers write “0:5:12”, “0:0:312” or the thousandths of a second."},
    {"timestamp-formats", Use::Always, Use::Tool,
     "Points in time may have thousandths of a second or none before a time zone, a blank before "
     "the time, or a date where only the time is asked for.",
     "That is what JavaScript's own toISOString() writes."},
    {"free-identifiers", Use::Always, Use::Tool,
     "Identifiers of questions and objectives may have blanks and any other letters.",
     "Tools use the text of the question."},
    {"free-responses", Use::None, Use::Tool,
     "Answers and correct answers are taken as any text, whatever the type of the question.",
     "Tools send the words of an answer where the standard asks for identifiers."},
    {"long-suspend-data", Use::Always, Use::None,
     "suspend_data may have as many characters as in SCORM 2004 (256,000) in place of 4,096.",
     "Most SCORM 1.2 content in use was made for systems that take more, and loses the learner's "
     "place without it."},
    {"long-texts", Use::Tool, Use::None,
     "Locations, comments, descriptions and identifiers may be four times as long as the standard "
     "says.",
     "Tools keep bookmarks and the texts of questions there."},
    {"score-points", Use::Evidence, Use::None, "Scores may be points from 0 to 10,000.",
     "SCORM 1.2 knows scores from 0 to 100 only, and games count further."},
    {"loose-arguments", Use::Always, Use::Tool,
     "Functions that take an empty text may be given “null”, “undefined”, “true”, “false”, 0 or 1.",
     "Scripts hand over whatever a variable holds."},
    {"begin-again", Use::Always, Use::None,
     "Content may initialize again after it finished, within one visit.",
     "Lessons that open in a window of their own are closed and opened again, and in hand-made "
     "content each page initializes when it opens and finishes when it is left."},
};
static_assert(sizeof(kDeviations) / sizeof(kDeviations[0]) ==
              static_cast<std::size_t>(Deviation::Count));

}  // namespace scorm
