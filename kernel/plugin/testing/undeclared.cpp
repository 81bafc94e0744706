// A plugin whose route needs a permission that no manifest declares.
#include "tessera/tessera.hpp"

namespace {

using namespace tessera;

class Undeclared : public Plugin {
public:
    void setup(Registrar& registrar) override {
        registrar.get("/undeclared", Needs("undeclared.nothing"),
                      [](Request&) { return Response::text("never"); });
    }
};

}  // namespace

TESSERA_PLUGIN(Undeclared)
