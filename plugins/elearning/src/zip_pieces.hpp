// An entry of a package's zip as the pieces of a response body, sent from the zip as it lies there.
#pragma once

#include "content/package.hpp"
#include "tessera/http.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace tessera::elearning {

/// A stored entry: its bytes are the file.
std::vector<Piece> stored_pieces(std::shared_ptr<const content::Index> index,
                                 const content::Entry& entry);

/// A deflated entry as gzip (RFC 1952): a header, the compressed bytes as they are, and a trailer
/// made of the CRC and size in the directory. Nothing is inflated.
std::vector<Piece> gzip_pieces(std::shared_ptr<const content::Index> index,
                               const content::Entry& entry);

/// Whether an Accept-Encoding header admits gzip (RFC 9110, 12.5.3).
bool admits_gzip(std::string_view accept_encoding);

}  // namespace tessera::elearning
