// What "--public-url" and "--content-url" say, checked before anything is opened.
#pragma once

#include "tessera/host.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace tessera::kernel {

/// The addresses of the installation. Without a public URL it is http://localhost:PORT; without a
/// content URL each package gets a host below "content." and the public one. Throws Error{Invalid,
/// "command.use" or "command.address"} with a sentence for what can't work or would let packages at the session.
Addresses site_addresses(const std::optional<std::string>& public_url,
                         const std::optional<std::string>& content_url, std::uint16_t port);

}  // namespace tessera::kernel
