// The demonstration organisation.
#pragma once

#include <iosfwd>

namespace tessera::kernel {

class Kernel;

/// Lets every running plugin fill in its part, in dependency order, each once in the life of a data
/// folder, and prints a line for each that did. What a plugin throws comes out; it is then filled
/// by the next try.
void fill_demo(Kernel& kernel, std::ostream& out);

}  // namespace tessera::kernel
