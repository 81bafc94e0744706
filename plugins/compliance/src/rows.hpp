// A line of compliance as templates want it.
#pragma once

#include "compliance_service.hpp"

namespace tessera::compliance {

/// Colour, icon and words of a status: {"colour", "icon", "status"}; `last_day` may be absent.
Json status_data(const Request& request, Host& host, Status status, std::optional<Date> last_day,
                 Date today);

/// "Data security awareness", "Adult basic life support, level 2".
std::string name_of(const Request& request, const Line& line);

/// "in 21 days", "in 10 weeks": how far off a day is.
std::string distance(const Request& request, int days);

}  // namespace tessera::compliance
