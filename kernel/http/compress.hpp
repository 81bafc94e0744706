// gzip of text answers.
#pragma once

#include <string>
#include <string_view>

namespace tessera::kernel {

bool compresses_well(std::string_view content_type);
/// Whether Accept-Encoding allows gzip ("gzip;q=0" does not).
bool accepts_gzip(std::string_view accept_encoding);
/// zlib's fastest level: pages are made anew for everybody, so the time counts.
std::string gzip(std::string_view bytes);

}  // namespace tessera::kernel
