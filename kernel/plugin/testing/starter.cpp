// A plugin whose setup() is in order and whose start() fails.
#include "tessera/tessera.hpp"

namespace {

using namespace tessera;

class Starter : public Plugin {
public:
    void setup(Registrar& registrar) override {
        registrar.get("/starter", Public, [](Request&) { return Response::text("never"); });
    }
    void start() override { throw std::runtime_error("no ignition"); }
};

}  // namespace

TESSERA_PLUGIN(Starter)
