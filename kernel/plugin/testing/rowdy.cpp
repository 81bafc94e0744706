// A plugin that takes the process down, or never comes back, where its file "behaviour" says so:
// "setup abort", "start hang" … Without the file it behaves.
#include "tessera/tessera.hpp"

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>

namespace {

using namespace tessera;

void do_as(const std::string& what) {
    if (what == "abort") std::abort();
    if (what == "segfault") ::raise(SIGSEGV);
    if (what == "kill") ::raise(SIGKILL);
    if (what == "exit") std::exit(0);
    if (what == "_exit") ::_exit(0);
    if (what == "throw") throw std::runtime_error("as it was told");
    if (what == "block") ::pause();
    while (what == "hang") std::this_thread::sleep_for(std::chrono::milliseconds(20));
    volatile std::uint64_t n = 0;
    while (what == "spin") n = n + 1;
}

/// While the library is opened only the environment can say it.
struct Opened {
    Opened() {
        if (const char* what = std::getenv("TESSERA_ROWDY_OPEN")) do_as(what);
    }
};
const Opened kOpened;

class Rowdy : public Plugin {
public:
    void setup(Registrar& registrar) override {
        std::ifstream file(registrar.plugin_folder() / "behaviour");
        file >> where_ >> what_;
        at("setup");
        host_ = &registrar.host();
        registrar.get("/rowdy", Public, [](Request&) { return Response::text("well"); });
        registrar.get("/rowdy/request", Public, [this](Request&) {
            at("request");
            return Response::text("well");
        });
        registrar.get("/rowdy/write", Public, [this](Request&) {
            host_->db().write([this](Transaction&) { at("write"); });
            return Response::text("well");
        });
        registrar.get("/rowdy/enqueue", Public, [this](Request&) {
            host_->db().write([](Transaction& tx) { tx.enqueue("rowdy.job", "{}"); });
            return Response::text("queued");
        });
        registrar.job("rowdy.job", [this](JobContext&) { at("job"); });
    }
    void start() override { at("start"); }
    void stop() override { at("stop"); }

private:
    void at(const std::string& where) const {
        if (where == where_) do_as(what_);
    }

    Host* host_ = nullptr;
    std::string where_, what_;
};

}  // namespace

TESSERA_PLUGIN(Rowdy)
