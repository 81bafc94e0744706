// REST calls about people: Request → JSON, same service as the pages.
#pragma once

#include "people_service.hpp"

namespace tessera::people {

class PeopleApi {
public:
    PeopleApi(Host& host, PeopleService& service) : host_(host), service_(service) {}

    Response create(Request& request);
    Response get(Request& request);
    Response list(Request& request);

private:
    Host& host_;
    PeopleService& service_;
};

}  // namespace tessera::people
