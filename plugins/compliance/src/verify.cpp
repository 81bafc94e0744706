#include "verify.hpp"

#include <iostream>

namespace tessera::compliance {

void declare_verification(Registrar& registrar, Host& host, ComplianceService& service) {
    registrar.command({"compliance verify",
                       "",
                       "Compares the compliance index with the tables, cell by cell.",
                       true,
                       {},
                       [&service](const CommandLine&) {
                           const auto result = service.verify();
                           for (const std::string& difference : result.differences)
                               std::cout << difference << '\n';
                           std::cout << result.checked << " employments checked, "
                                     << result.differences.size() << " differences\n";
                           return result.differences.empty() ? 0 : 1;
                       }});
    registrar.job("compliance.verify", [&host, &service](JobContext&) {
        const auto result = service.verify();
        for (const std::string& difference : result.differences) {
            host.log().error("The compliance index differs", {{"difference", difference}});
        }
        host.metrics().gauge("compliance_differences",
                             static_cast<std::int64_t>(result.differences.size()));
    });
}

}  // namespace tessera::compliance
