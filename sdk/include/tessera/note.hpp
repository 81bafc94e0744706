// What was done, said at the top of the next page: it names the thing and the people, and has a way
// back where there is one. It comes after the redirect that ends every POST.
#pragma once

#include "tessera/http.hpp"

#include <string>
#include <string_view>

namespace tessera {

struct Note {
    std::string key;  ///< message; said in the language of the page that shows it
    TextArgs args;
    std::string undo;    ///< address of the POST that takes it back; empty: nothing does
    std::string sealed;  ///< its field "sealed", see sealed.hpp
};

/// 303 See Other, and the note on the page that is opened then. A note too long for a cookie loses
/// its way back, so keep what Undo needs short: ids, not lists.
TESSERA_API Response redirect_with(std::string location, const Note& note);

/// The header that carries a note from a plugin to the kernel, which takes it out.
inline constexpr std::string_view kNoteHeader = "Tessera-Note";

}  // namespace tessera
