// What a page showed and a later request acts on: JSON that goes through the browser and must come
// back unchanged. It can be read there, but not be changed, used for something else, by another
// session, or after its time. For previews ("this is what will happen") and for Undo.
#pragma once

#include "tessera/host.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tessera {

/// `use` names what the text is for ("competencies.undo-requirement"); good for `minutes`.
TESSERA_API std::string seal(Host& host, const Principal& principal, std::string_view use,
                             const Json& what, int minutes = 60);
/// Nothing when it was not sealed for this use and this principal's session, or too long ago.
TESSERA_API std::optional<Json> unseal(Host& host, const Principal& principal, std::string_view use,
                                       std::string_view sealed);

/// Text as base64url without padding (RFC 4648, section 5), and back; nothing when it is none.
TESSERA_API std::string base64url(std::string_view bytes);
TESSERA_API std::optional<std::string> from_base64url(std::string_view text);

}  // namespace tessera
