#include "app/ending.hpp"

#include "plugin/start_mark.hpp"

#include <signal.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace tessera::kernel {

namespace {

struct Ending {
    std::mutex mutex;
    std::condition_variable came;
    bool serving = false;
    int signal = 0;
};

/// Never destroyed: the listening thread lives to the end of the process.
Ending& ending() {
    static auto* const kEnding = new Ending;
    return *kEnding;
}

std::string name_of(int signal) { return signal == SIGTERM ? "SIGTERM" : "SIGINT"; }

int next_signal() {
    sigset_t both;
    ::sigemptyset(&both);
    ::sigaddset(&both, SIGTERM);
    ::sigaddset(&both, SIGINT);
    int signal = 0;
    ::sigwait(&both, &signal);
    return signal;
}

[[noreturn]] void end_at_once(Log& log, int signal, const char* message) {
    log.warning(message, {{"signal", name_of(signal)}});
    ::_exit(128 + signal);
}

void listen(Log& log) {
    const int first = next_signal();
    {
        Ending& state = ending();
        const std::lock_guard lock(state.mutex);
        if (!state.serving) {
            // The plugin that is being started is not to blame.
            StartMark::withdraw();
            end_at_once(log, first, "Ended while starting");
        }
        state.signal = first;
        state.came.notify_all();
    }
    log.info("Stopping", {{"signal", name_of(first)}});
    end_at_once(log, next_signal(), "Ended at once, as a second signal asked");
}

}  // namespace

void listen_for_end_signals(Log& log) {
    std::thread([&log] { listen(log); }).detach();
}

int wait_for_end_signal() {
    Ending& state = ending();
    std::unique_lock lock(state.mutex);
    state.serving = true;
    state.came.wait(lock, [&] { return state.signal != 0; });
    return state.signal;
}

}  // namespace tessera::kernel
