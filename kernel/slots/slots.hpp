// Renders what plugins contribute to places of a page.
#pragma once

#include "plugin/registry.hpp"
#include "tessera/host.hpp"

namespace tessera::kernel {

class KernelSlots : public Slots {
public:
    KernelSlots(const Registry& registry, Log& log) : registry_(registry), log_(log) {}

    /// A contribution that fails is logged and left out, so that it does not take the page with it;
    /// in strict mode (tests) its error comes out.
    std::vector<std::string> render(std::string_view slot, Request& request,
                                    const Json* subject = nullptr) override;

private:
    const Registry& registry_;
    Log& log_;
};

}  // namespace tessera::kernel
