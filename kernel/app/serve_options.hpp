// What `tessera serve` is told on the command line, checked before anything is opened: where it
// listens, under which addresses browsers reach it, which proxies it believes.
#pragma once

#include "app/command_line.hpp"
#include "http/server.hpp"
#include "tessera/host.hpp"

#include <chrono>

namespace tessera::kernel {

struct ServeOptions {
    HttpOptions http;
    Addresses addresses;
    std::chrono::seconds plugin_time{30};  ///< for a plugin's setup(), and for its start()
};

/// Throws Error{Invalid, "command.…"} with a sentence about the first option that can't be used.
ServeOptions read_serve_options(const CommandLine& line);

}  // namespace tessera::kernel
