#include "greeting_pages.hpp"

namespace hello {

using namespace tessera;

class Hello : public Plugin {
public:
    void setup(Registrar& registrar) override {
        pages_ = std::make_unique<GreetingPages>(registrar.host());
        registrar.get("/hello", Public, [this](Request& q) { return pages_->show(q); });
        registrar.post("/hello", Public, [this](Request& q) { return pages_->greet(q); });
        registrar.post("/hello/reset", Needs("hello.reset"),
                       [this](Request& q) { return pages_->reset(q); });
        registrar.slot({"nav.learning", "hello", 90, "",
                        [this](SlotContext& context) { return pages_->nav_item(context); }});
    }

private:
    std::unique_ptr<GreetingPages> pages_;
};

}  // namespace hello

TESSERA_PLUGIN(hello::Hello)
