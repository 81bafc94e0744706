// A plugin that declares a route and then fails in setup(), with a type nobody knows.
#include "tessera/tessera.hpp"

namespace {

using namespace tessera;

struct Unheard {};

class Thrower : public Plugin {
public:
    void setup(Registrar& registrar) override {
        registrar.get("/thrower", Public, [](Request&) { return Response::text("never"); });
        throw Unheard();
    }
};

}  // namespace

TESSERA_PLUGIN(Thrower)
