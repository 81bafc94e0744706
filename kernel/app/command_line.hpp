// The program's arguments as a command, its arguments and its options.
#pragma once

#include "tessera/plugin.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tessera::kernel {

/// How a command reads: "plugin disable ID --data DIR".
struct CommandShape {
    std::string name;                ///< one word or several
    std::vector<std::string> flags;  ///< options without a value
};

/// The shape whose name the words begin with (the longest one), or null. `words` may begin with
/// options.
const CommandShape* find_shape(const std::vector<CommandShape>& shapes,
                               const std::vector<std::string>& words);

/// Reads the words after the command's name. Options are "--name value" or "--name=value", in any
/// order; after "--" all are arguments. Throws Error{Invalid} when an option lacks its value.
CommandLine parse_command_line(const CommandShape& shape, const std::vector<std::string>& words);

/// The value of "--data" anywhere among the words, or empty.
std::string data_option(const std::vector<std::string>& words);

}  // namespace tessera::kernel
