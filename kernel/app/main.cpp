#include "app/commands.hpp"

#include <signal.h>
#include <sys/stat.h>

#include <filesystem>

int main(int argc, char** argv) {
    // Before any thread starts, so that all inherit it: serve() waits for these two.
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGINT);
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (!words.empty() && words.front() == "serve") pthread_sigmask(SIG_BLOCK, &ending, nullptr);
    signal(SIGPIPE, SIG_IGN);
    // A limit of file sizes is a full disk to us: the write fails and is answered.
    signal(SIGXFSZ, SIG_IGN);
    // What is written is about people: nobody else on the machine reads it.
    umask(0077);
    const auto program = std::filesystem::canonical("/proc/self/exe");
    return tessera::kernel::run_program(program.parent_path().parent_path(), words);
}
