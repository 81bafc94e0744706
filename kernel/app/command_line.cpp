#include "app/command_line.hpp"

#include "tessera/error.hpp"

#include <algorithm>
#include <sstream>

namespace tessera::kernel {

namespace {

std::vector<std::string> split(const std::string& name) {
    std::istringstream in(name);
    std::vector<std::string> words;
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

bool begins_with(const std::vector<std::string>& words, const std::vector<std::string>& name) {
    return words.size() >= name.size() && std::equal(name.begin(), name.end(), words.begin());
}

}  // namespace

const CommandShape* find_shape(const std::vector<CommandShape>& shapes,
                               const std::vector<std::string>& words) {
    const CommandShape* best = nullptr;
    std::size_t length = 0;
    for (const CommandShape& shape : shapes) {
        const auto name = split(shape.name);
        if (name.size() > length && begins_with(words, name)) {
            best = &shape;
            length = name.size();
        }
    }
    return best;
}

CommandLine parse_command_line(const CommandShape& shape, const std::vector<std::string>& words) {
    CommandLine line;
    bool options = true;
    for (std::size_t i = split(shape.name).size(); i < words.size(); ++i) {
        const std::string& word = words[i];
        if (!options || word.rfind("--", 0) != 0) {
            line.arguments.push_back(word);
            continue;
        }
        if (word == "--") {
            options = false;
            continue;
        }
        const auto equals = word.find('=');
        const std::string name = word.substr(0, equals);
        const bool flag = name == "--help" || std::find(shape.flags.begin(), shape.flags.end(),
                                                        name) != shape.flags.end();
        if (equals != std::string::npos) {
            line.options.emplace_back(name, word.substr(equals + 1));
        } else if (flag) {
            line.options.emplace_back(name, "");
        } else if (i + 1 < words.size()) {
            line.options.emplace_back(name, words[++i]);
        } else {
            throw Error(ErrorKind::Invalid, "command.option",
                        "The option " + name + " needs a value.");
        }
    }
    return line;
}

std::string data_option(const std::vector<std::string>& words) {
    constexpr std::string_view kWithValue = "--data=";
    for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
        if (words[i] == "--data" && i + 1 < words.size()) return words[i + 1];
        if (words[i].rfind(kWithValue, 0) == 0) return words[i].substr(kWithValue.size());
    }
    return {};
}

}  // namespace tessera::kernel
