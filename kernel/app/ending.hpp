// SIGTERM and SIGINT: the first asks the server to end, the second ends it at once.
#pragma once

#include "tessera/host.hpp"

namespace tessera::kernel {

/// Begins to listen to the two signals, which are blocked in all threads, on a thread of its own. One
/// that comes before wait_for_end_signal() is called ends the process: it is only starting, and may
/// never be done with that. `log` outlives the process's end. Called once.
void listen_for_end_signals(Log& log);
/// Returns the first signal. From then on another one ends the process at once.
int wait_for_end_signal();

}  // namespace tessera::kernel
