// The demonstration trust as values: always the same people from a fixed seed, days counted back
// from today. Other plugins' demonstrations find them by unit, job role and e-mail address.
#pragma once

#include "tessera/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tessera::people {

struct DemoUnit {
    std::string name, parent, kind;  ///< parent: a name before it, or empty for the organisation
};

struct DemoPerson {
    std::string given_name, family_name, email;
    std::string unit, job_role;
    std::string manager;  ///< e-mail address of somebody before them; empty at the top
    std::string national_insurance;
    std::uint64_t passport_serial = 0;
    Date birth, start;
    std::string moved_from;  ///< the unit they began in, if they moved
    std::optional<Date> moved;
};

std::vector<DemoUnit> demo_units();
std::vector<std::string> demo_job_roles();
/// Managers before those who report to them.
std::vector<DemoPerson> demo_people(Date today);

inline constexpr const char* kDemoOrganisation = "Severn Marches NHS Foundation Trust";
/// Path data of the trust's mark, an S like a river.
inline constexpr const char* kDemoMark =
    "M16.5 3C9 3 6.5 6 6.5 8.8c0 6 10.5 3.4 10.5 7 0 1.8-2.6 2.6-5 2.6-2.7 0-5-.9-6.8-2.2L4 19c2.1 "
    "1.5 "
    "4.8 2.3 7.9 2.3 4.9 0 8.6-1.9 8.6-5.7 0-6.4-10.6-3.9-10.6-6.9C9.9 6.9 12.6 6 17.5 6z";

}  // namespace tessera::people
