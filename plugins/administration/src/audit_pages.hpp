// The audit trail, newest first.
#pragma once

#include "tessera/administration.hpp"
#include "tessera/tessera.hpp"

namespace tessera::administration {

class AuditPages {
public:
    explicit AuditPages(Host& host) : host_(host) {}

    Response list(Request& request);

private:
    Host& host_;
};

}  // namespace tessera::administration
