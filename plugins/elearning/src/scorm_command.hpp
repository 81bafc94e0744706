// tessera scorm run: plays a transcript against a package, without server and browser.
#pragma once

#include <tessera/plugin.hpp>

namespace tessera::elearning {

void declare_scorm_command(Registrar& registrar);

}  // namespace tessera::elearning
