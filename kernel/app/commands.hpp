// What `tessera` does from the command line.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tessera::kernel {

/// Runs the program: `words` are its arguments, `home` the folder it is installed in. Returns the
/// exit status: 0 done, 1 failed (a sentence is on standard error), 2 not understood.
int run_program(const std::filesystem::path& home, const std::vector<std::string>& words);

}  // namespace tessera::kernel
