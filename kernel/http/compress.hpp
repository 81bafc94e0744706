// Content codings: what a browser takes, and gzip of texts made for one answer.
#pragma once

#include <string>
#include <string_view>

namespace tessera::kernel {

bool compresses_well(std::string_view content_type);
/// Whether Accept-Encoding allows a coding: names it or "*", and not with "q=0" (RFC 9110, 12.5.3).
bool accepts_coding(std::string_view accept_encoding, std::string_view coding);
/// zlib's fastest level: pages are made anew for everybody, so the time counts.
std::string gzip(std::string_view bytes);

}  // namespace tessera::kernel
