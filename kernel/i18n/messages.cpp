#include "i18n/messages.hpp"

#include "i18n/plural.hpp"
#include "tessera/error.hpp"

#include <charconv>

namespace tessera::kernel {

namespace {

[[noreturn]] void missing(const std::string& sentence) {
    throw Error(ErrorKind::Internal, "i18n.missing", sentence);
}

std::string_view category_of(std::string_view locale, const TextArgs& args) {
    for (const auto& [name, value] : args) {
        if (name != "count") continue;
        std::int64_t count = 0;
        const auto end = value.data() + value.size();
        if (std::from_chars(value.data(), end, count).ptr == end) {
            return plural_category(locale, count);
        }
    }
    return "other";
}

std::string two_digits(int value) { return (value < 10 ? "0" : "") + std::to_string(value); }

}  // namespace

std::string message_text(const Catalogue& catalogue, std::string_view locale, std::string_view key,
                         const TextArgs& args, bool strict) {
    bool exact = false;
    const Message* message = catalogue.find(locale, key, &exact);
    if (strict && (!message || !exact)) {
        missing("There is no text \"" + std::string(key) + "\" in \"" + std::string(locale) +
                "\".");
    }
    if (!message) return "[" + std::string(key) + "]";
    std::string unfilled;
    auto text = message->form(category_of(locale, args)).fill(args, &unfilled);
    if (strict && !unfilled.empty()) {
        missing("The text \"" + std::string(key) + "\" needs the argument \"" + unfilled + "\".");
    }
    return text;
}

KernelMessages::KernelMessages(std::function<std::shared_ptr<const Catalogue>()> catalogue,
                               const Clock& clock, bool strict)
    : catalogue_(std::move(catalogue)), clock_(clock), strict_(strict) {}

std::string KernelMessages::text(std::string_view locale, std::string_view key,
                                 const TextArgs& args) const {
    return message_text(*catalogue_(), locale, key, args, strict_);
}

const std::vector<std::string>& KernelMessages::locales() const { return known_locales(); }

std::string KernelMessages::date(std::string_view locale, Date date) const {
    return text(locale, "kernel.date",
                {{"day", std::to_string(date.day())},
                 {"month", text(locale, "kernel.month." + std::to_string(date.month()))},
                 {"year", std::to_string(date.year())}});
}

std::string KernelMessages::date_time(std::string_view locale, Instant instant) const {
    const int minute = clock_.minute_of_day(instant);
    return text(locale, "kernel.date-time",
                {{"date", date(locale, clock_.date_of(instant))},
                 {"time", two_digits(minute / 60) + ":" + two_digits(minute % 60)}});
}

}  // namespace tessera::kernel
