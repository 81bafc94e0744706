// Words by key. A group holds the words of one owner (a plugin, "theme" or "kernel") in every
// language; a catalogue is the groups in force. Both are immutable once built.
#pragma once

#include "tessera/http.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tessera::kernel {

/// The languages, the site's first one first.
const std::vector<std::string>& known_locales();
/// `text` when it is one of them, otherwise empty.
std::string_view known_locale(std::string_view text);

/// A sentence cut at its places: {"", "count"}, {" people", ""} ... text first, then the place.
struct Sentence {
    struct Part {
        std::string text;
        std::string place;  ///< empty in the last part
    };
    std::vector<Part> parts;

    /// Throws Error{Invalid} when a place is not closed or badly named.
    static Sentence parse(std::string_view text);
    /// Puts the arguments in; `missing` collects the name of a place nobody fills.
    std::string fill(const TextArgs& args, std::string* missing = nullptr) const;
};

/// A message: one sentence, or one for each plural category. "other" is always there.
struct Message {
    bool plural = false;
    std::map<std::string, Sentence, std::less<>> forms;

    const Sentence& form(std::string_view category) const;
};

class MessageGroup {
public:
    /// Reads <locale>.json of the folders for every known locale; missing files are passed over,
    /// and of two texts with one key the last one counts. Throws Error{Invalid} with a sentence
    /// naming file and key.
    static std::shared_ptr<const MessageGroup> load(
        const std::string& owner, const std::vector<std::filesystem::path>& folders);
    /// From the text of one file, for tests.
    void add(const std::string& owner, const std::string& locale, std::string_view json);

    /// The message in that very language, or null.
    const Message* find(std::string_view locale, const std::string& key) const;
    /// Keys that one language has and another lacks: "cy: compliance.heading".
    std::vector<std::string> untranslated() const;

private:
    std::map<std::string, std::unordered_map<std::string, Message>, std::less<>> locales_;
};

/// The groups in force, by owner.
class Catalogue {
public:
    using Groups = std::map<std::string, std::shared_ptr<const MessageGroup>, std::less<>>;
    Catalogue() = default;
    explicit Catalogue(Groups groups) : groups_(std::move(groups)) {}

    /// In the language, or else in the first language that has it; null when none has. `exact`
    /// tells which it was.
    const Message* find(std::string_view locale, std::string_view key, bool* exact = nullptr) const;

private:
    Groups groups_;
};

}  // namespace tessera::kernel
