#include "i18n/catalogue.hpp"

#include "files/regular.hpp"
#include "tessera/error.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace tessera::kernel {

namespace {

constexpr std::uintmax_t kMaxFileBytes = 4 * 1024 * 1024;
constexpr const char* kCategories[] = {"zero", "one", "two", "few", "many", "other"};

[[noreturn]] void refuse(const std::string& sentence) {
    throw Error(ErrorKind::Invalid, "i18n.file", sentence);
}

bool is_name(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '.' || c == '-';
    });
}

Message read_message(const std::string& key, const Json& value) {
    Message message;
    if (value.is_string()) {
        message.forms["other"] = Sentence::parse(value.get_ref<const std::string&>());
        return message;
    }
    if (!value.is_object()) refuse("\"" + key + "\" must be a text or an object of plural forms.");
    message.plural = true;
    for (const auto& [category, form] : value.items()) {
        const bool known = std::any_of(std::begin(kCategories), std::end(kCategories),
                                       [&, name = category](const char* c) { return name == c; });
        if (!known || !form.is_string()) {
            refuse("\"" + key + "\" has a plural form \"" + category +
                   "\"; known are zero, one, two, few, many and other, each a text.");
        }
        message.forms[category] = Sentence::parse(form.get_ref<const std::string&>());
    }
    if (!message.forms.count("other")) refuse("\"" + key + "\" lacks the plural form \"other\".");
    return message;
}

std::string read_file(const std::filesystem::path& file) {
    RegularFile text = read_regular(file, kMaxFileBytes);
    if (!text.contents) refuse("The file " + text.problem + ".");
    return std::move(*text.contents);
}

}  // namespace

const std::vector<std::string>& known_locales() {
    static const std::vector<std::string> kLocales = {"en", "cy"};
    return kLocales;
}

std::string_view known_locale(std::string_view text) {
    for (const std::string& locale : known_locales()) {
        if (text == locale) return locale;
    }
    return {};
}

Sentence Sentence::parse(std::string_view text) {
    Sentence sentence;
    for (;;) {
        const auto open = text.find("{{");
        Part part;
        part.text = std::string(text.substr(0, open));
        if (open == std::string_view::npos) {
            sentence.parts.push_back(std::move(part));
            return sentence;
        }
        const auto close = text.find("}}", open);
        if (close == std::string_view::npos) refuse("A place is opened by {{ and not closed.");
        part.place = std::string(text.substr(open + 2, close - open - 2));
        if (!is_name(part.place)) refuse("\"{{" + part.place + "}}\" is no place: write {{name}}.");
        sentence.parts.push_back(std::move(part));
        text.remove_prefix(close + 2);
    }
}

std::string Sentence::fill(const TextArgs& args, std::string* missing) const {
    std::string result;
    for (const Part& part : parts) {
        result += part.text;
        if (part.place.empty()) continue;
        const auto found = std::find_if(args.begin(), args.end(),
                                        [&](const auto& arg) { return arg.first == part.place; });
        if (found != args.end()) {
            result += found->second;
        } else if (missing) {
            *missing = part.place;
        }
    }
    return result;
}

const Sentence& Message::form(std::string_view category) const {
    const auto found = forms.find(category);
    return found != forms.end() ? found->second : forms.find("other")->second;
}

std::shared_ptr<const MessageGroup> MessageGroup::load(
    const std::string& owner, const std::vector<std::filesystem::path>& folders) {
    auto group = std::make_shared<MessageGroup>();
    for (const auto& folder : folders) {
        std::error_code unknown;
        const auto type = std::filesystem::status(folder, unknown).type();
        if (type == std::filesystem::file_type::not_found) continue;
        if (type != std::filesystem::file_type::directory) {
            refuse("i18n of \"" + owner + "\" is no folder.");
        }
        for (const std::string& locale : known_locales()) {
            const auto file = folder / (locale + ".json");
            std::error_code error;
            if (std::filesystem::status(file, error).type() ==
                std::filesystem::file_type::not_found)
                continue;
            try {
                group->add(owner, locale, read_file(file));
            } catch (const Error& problem) {
                refuse("i18n/" + locale + ".json of \"" + owner + "\": " + problem.what());
            }
        }
    }
    return group;
}

void MessageGroup::add(const std::string& owner, const std::string& locale, std::string_view json) {
    Json document;
    try {
        const auto limit = [](int depth, Json::parse_event_t, Json&) {
            if (depth > 4) refuse("It is nested too deeply.");
            return true;
        };
        document = Json::parse(json, limit);
    } catch (const Json::exception& problem) {
        refuse(std::string("It is not valid JSON: ") + problem.what());
    }
    if (!document.is_object()) refuse("It must be one object of keys and texts.");
    auto& messages = locales_[locale];
    for (const auto& [key, value] : document.items()) {
        if (key.rfind(owner + ".", 0) != 0) {
            refuse("The key \"" + key + "\" must begin with \"" + owner + ".\".");
        }
        try {
            messages[key] = read_message(key, value);
        } catch (const Error& problem) {
            refuse("\"" + key + "\": " + problem.what());
        }
    }
}

const Message* MessageGroup::find(std::string_view locale, const std::string& key) const {
    const auto messages = locales_.find(locale);
    if (messages == locales_.end()) return nullptr;
    const auto found = messages->second.find(key);
    return found == messages->second.end() ? nullptr : &found->second;
}

std::vector<std::string> MessageGroup::untranslated() const {
    std::set<std::string> keys;
    for (const auto& [locale, messages] : locales_) {
        for (const auto& entry : messages) keys.insert(entry.first);
    }
    std::vector<std::string> result;
    for (const std::string& locale : known_locales()) {
        for (const std::string& key : keys) {
            if (!find(locale, key)) result.push_back(locale + ": " + key);
        }
    }
    return result;
}

const Message* Catalogue::find(std::string_view locale, std::string_view key, bool* exact) const {
    const auto group = groups_.find(key.substr(0, key.find('.')));
    if (group == groups_.end()) return nullptr;
    const std::string name(key);
    if (const Message* message = group->second->find(locale, name)) {
        if (exact) *exact = true;
        return message;
    }
    if (exact) *exact = false;
    for (const std::string& other : known_locales()) {
        if (const Message* message = group->second->find(other, name)) return message;
    }
    return nullptr;
}

}  // namespace tessera::kernel
