// Files of packages, sent straight from their zips.
#pragma once

#include "lru.hpp"
#include "tessera/tessera.hpp"
#include "unpacked_files.hpp"
#include "zip_pieces.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <string>

namespace tessera::elearning {

/// Thread-safe. Zips stay open between requests; the ones not used for the longest are closed.
class PackageFiles {
public:
    /// `known` says whether a package has this file: only those are served.
    PackageFiles(Host& host, std::function<bool(const std::string& sha256)> known);

    /// GET /c/{hash}/{path...}
    Response serve(Request& request);

    /// What the package holds: addresses below /c/{hash}/, and bytes.
    struct Listed {
        std::string path;  ///< percent-encoded
        std::int64_t size = 0;
    };
    std::vector<Listed> list(const std::string& sha256);

private:
    struct OpenPackage {
        std::shared_ptr<const content::Index> index;
        std::mutex mutex;
        std::map<const content::Entry*, bool> utf8;  ///< what needs_utf8 said
    };

    std::shared_ptr<OpenPackage> package(const std::string& sha256);
    std::string content_type(OpenPackage& package, const content::Entry& entry);
    std::vector<Piece> plain_pieces(const std::string& sha256, const OpenPackage& package,
                                    const content::Entry& entry);

    Host& host_;
    std::function<bool(const std::string&)> known_;
    Lru<std::string, OpenPackage> open_;
    UnpackedFiles unpacked_;  ///< by hash and name
};

}  // namespace tessera::elearning
