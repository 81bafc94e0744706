// The audit trail as administrators' pages read it.
#pragma once

#include "tessera/administration.hpp"

namespace tessera::kernel {

class KernelAuditTrail : public AuditTrail {
public:
    std::vector<AuditRecord> read(Reader& reader, const AuditFilter& filter) override;
};

}  // namespace tessera::kernel
