#include "names.hpp"

#include "tessera/text.hpp"

namespace tessera::people {

namespace {

/// The first character, whole.
std::string_view first_character(std::string_view text) {
    if (text.empty()) return {};
    std::size_t size = 1;
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80) ++size;
    return text.substr(0, size);
}

}  // namespace

std::string sort_name(std::string_view given, std::string_view family) {
    // A space sorts before every letter, so that "Ann Li" comes before "Ann Lima".
    return text::search_key(family) + " " + text::search_key(given);
}

std::string initials(std::string_view given, std::string_view family) {
    std::string result;
    for (const std::string_view name : {given, family}) {
        const std::string_view letter = first_character(name);
        if (letter.size() == 1 && letter[0] >= 'a' && letter[0] <= 'z') {
            result += static_cast<char>(letter[0] - 'a' + 'A');
        } else {
            result += letter;
        }
    }
    return result;
}

}  // namespace tessera::people
