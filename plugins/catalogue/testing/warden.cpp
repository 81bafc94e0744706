// A guard for tests: nobody sees the courses in its table. Its file "behaviour" says how it decides:
// "narrow" (in SQL, too), "decide" (one question after the other only) or "fail".
#include "tessera_catalogue/courses.hpp"

#include <fstream>

namespace {

using namespace tessera;
using catalogue::MaySeeCourse;

class Warden : public Plugin {
public:
    void setup(Registrar& registrar) override {
        std::string behaviour = "narrow";
        std::ifstream(registrar.plugin_folder() / "behaviour") >> behaviour;
        Policy<MaySeeCourse> policy;
        policy.decide = [fails = behaviour == "fail"](Reader& reader,
                                                      std::span<const MaySeeCourse> questions) {
            if (fails) throw std::runtime_error("the list is lost");
            std::vector<Verdict> verdicts;
            for (const MaySeeCourse& question : questions) {
                const bool hidden =
                    reader
                        .value<int>("SELECT 1 FROM warden_hidden WHERE course = ?", question.course)
                        .has_value();
                verdicts.push_back(hidden ? Verdict::deny("It is hidden.") : Verdict::allow());
            }
            return verdicts;
        };
        if (behaviour == "narrow") {
            policy.narrow = [](const MaySeeCourse&, std::string_view column) {
                return Condition{std::string(column) +
                                     " NOT IN (SELECT course FROM warden_hidden WHERE course > ?)",
                                 {std::int64_t{0}}};
            };
        }
        registrar.policy<MaySeeCourse>(std::move(policy));
    }
};

}  // namespace

TESSERA_PLUGIN(Warden)
