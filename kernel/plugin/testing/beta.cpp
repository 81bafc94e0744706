// A plugin that requires alpha, uses its service and handles its event.
#include "alpha.hpp"

namespace {

using namespace tessera;

class Beta : public Plugin {
public:
    void setup(Registrar& registrar) override {
        auto& greeter = registrar.require<alpha::Greeter>();
        registrar.get("/beta", Public,
                      [&greeter](Request&) { return Response::text(greeter.greet("Beta")); });
        registrar.after_commit<alpha::Greeted>([](const alpha::Greeted&) {});
        registrar.in_transaction<alpha::Greeted>(
            [&host = registrar.host()](Transaction& tx, const alpha::Greeted& event) {
                if (event.number < 0) throw std::runtime_error("negative greeting");
                tx.execute("INSERT INTO beta_greeted (id, n) VALUES (?, ?)", host.ids().next(),
                           event.number);
            });
    }
};

}  // namespace

TESSERA_PLUGIN(Beta)
