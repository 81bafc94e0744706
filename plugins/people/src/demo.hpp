// Puts the demonstration trust into the database.
#pragma once

#include "people_service.hpp"

namespace tessera::people {

void fill_demo(Host& host, PeopleService& service);

}  // namespace tessera::people
