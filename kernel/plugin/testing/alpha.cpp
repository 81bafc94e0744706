// A plugin that does everything right; kernel tests load it.
#include "alpha.hpp"

#include <nlohmann/json.hpp>

namespace {

using namespace tessera;

class Alpha : public Plugin, public alpha::Greeter {
public:
    void setup(Registrar& registrar) override {
        host_ = &registrar.host();
        registrar.get("/alpha", Public, [](Request& request) {
            return Response::page(
                view("alpha/page", {{"name", "<Ada>"}, {"count", 2}}, request.t("alpha.title")));
        });
        registrar.get("/alpha/secret", Needs("alpha.see"),
                      [](Request&) { return Response::text("secret"); });
        registrar.provide<alpha::Greeter>(*this);
        Policy<alpha::MayGreet> policy;
        policy.decide = [](Reader&, std::span<const alpha::MayGreet> questions) {
            std::vector<Verdict> verdicts;
            for (const alpha::MayGreet& question : questions) {
                if (question.name == "Mallory") throw std::runtime_error("no patience");
                const bool greeted = question.name != "Eve" && question.number % 2 == 0;
                verdicts.push_back(greeted ? Verdict::allow()
                                           : Verdict::deny("Eve is not greeted."));
            }
            return verdicts;
        };
        policy.narrow = [](const alpha::MayGreet& question, std::string_view column) {
            return Condition{std::string(column) + " % 2 = ?",
                             {std::int64_t{question.name == "Eve" ? 2 : 0}}};
        };
        registrar.policy<alpha::MayGreet>(std::move(policy));
        registrar.slot({"nav.learning", "alpha", 10, "", [](SlotContext&) {
                            return std::optional(view("alpha/item", Json::object(), "", ""));
                        }});
        registrar.slot({"nav.tabs", "alpha-failing", 20, "",
                        [](SlotContext&) -> std::optional<View> { throw 42; }});
        registrar.job("alpha.tidy", [](JobContext&) {});
        registrar.demo([this] {
            // Commands have the words too, though no pages.
            if (host_->messages().text("en", "alpha.title") != "Alpha") throw 42;
            host_->db().write(
                [](Transaction& tx) { tx.execute("INSERT INTO alpha_demo VALUES (1)"); });
        });
    }

    std::string greet(const std::string& name) override { return "Hello " + name; }

private:
    Host* host_ = nullptr;
};

}  // namespace

TESSERA_PLUGIN(Alpha)
