#include "package_files.hpp"

#include "content_types.hpp"

#include <algorithm>

namespace tessera::elearning {

namespace {

constexpr std::size_t kOpenPackages = 128;
/// Entries up to this size are inflated in memory.
constexpr std::uint64_t kSmall = 256 * 1024;
/// Texts up to this size are looked through for their encoding.
constexpr std::uint64_t kReadable = 8 * 1024 * 1024;

/// What content may do: nearly everything, within its own origin, and load from the web what
/// browsers let a page of its scheme load.
std::string content_policy(std::string_view content_url) {
    const std::string web = content_url.substr(0, 5) == "http:" ? "https: http:" : "https:";
    return "default-src 'self' " + web + " data: blob: 'unsafe-inline' 'unsafe-eval'; " +
           "connect-src 'self' " + web + " data: blob:; frame-ancestors 'self'";
}

bool is_hash(std::string_view text) {
    return text.size() == 64 &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_document(std::string_view type) {
    return type.substr(0, 9) == "text/html" || type == "image/svg+xml" ||
           type == "application/xhtml+xml" || type == "text/xml";
}

Error no_such_file() { return not_found("There is no such file in the package."); }

std::string etag(const content::Entry& entry, const char* coding) {
    static constexpr char kHex[] = "0123456789abcdef";
    std::string tag;
    for (int shift = 28; shift >= 0; shift -= 4) tag += kHex[entry.crc32 >> shift & 15];
    return tag + '-' + std::to_string(entry.size) + coding;
}

}  // namespace

PackageFiles::PackageFiles(Host& host, std::function<bool(const std::string&)> known)
    : host_(host),
      known_(std::move(known)),
      open_(kOpenPackages),
      unpacked_([this] { return host_.files().temporary(); }) {}

std::shared_ptr<PackageFiles::OpenPackage> PackageFiles::package(const std::string& sha256) {
    if (auto open = open_.get(sha256)) return open;
    if (!is_hash(sha256) || !known_(sha256)) throw no_such_file();
    auto made = std::make_shared<OpenPackage>();
    made->index = content::Index::open(host_.files().path(sha256));
    return open_.put(sha256, std::move(made));
}

std::string PackageFiles::content_type(OpenPackage& package, const content::Entry& entry) {
    const std::string_view type = media_type(entry.name);
    if (!may_need_charset(type) || entry.size > kReadable) return std::string(type);
    {
        const std::lock_guard lock(package.mutex);
        const auto seen = package.utf8.find(&entry);
        if (seen != package.utf8.end())
            return std::string(type) + (seen->second ? "; charset=utf-8" : "");
    }
    const bool utf8 = needs_utf8(type, package.index->read(entry));
    const std::lock_guard lock(package.mutex);
    package.utf8.emplace(&entry, utf8);
    return std::string(type) + (utf8 ? "; charset=utf-8" : "");
}

std::vector<Piece> PackageFiles::plain_pieces(const std::string& sha256, const OpenPackage& package,
                                              const content::Entry& entry) {
    if (entry.method == content::Method::Stored) return stored_pieces(package.index, entry);
    std::vector<Piece> pieces(1);
    if (entry.size <= kSmall) {
        pieces[0].bytes = package.index->read(entry);
        return pieces;
    }
    auto file = unpacked_.get(sha256 + '/' + entry.name, *package.index, entry);
    pieces[0].fd = file->fd();
    pieces[0].length = entry.size;
    pieces[0].keep = std::move(file);
    return pieces;
}

std::vector<PackageFiles::Listed> PackageFiles::list(const std::string& sha256) {
    std::vector<Listed> files;
    for (const content::Entry& entry : package(sha256)->index->entries()) {
        std::string path;
        for (std::size_t at = 0; at <= entry.name.size();) {
            const std::size_t slash = std::min(entry.name.find('/', at), entry.name.size());
            if (at > 0) path += '/';
            path += percent_encoded(entry.name.substr(at, slash - at));
            at = slash + 1;
        }
        if (!path.empty() && path.back() != '/')
            files.push_back({std::move(path), static_cast<std::int64_t>(entry.size)});
    }
    return files;
}

Response PackageFiles::serve(Request& request) {
    const std::string sha256(request.param("hash"));
    if (!host_.addresses().is_package_host(request.header("Host").value_or(""), sha256))
        throw no_such_file();
    const auto open = package(sha256);
    const content::Entry* entry = open->index->find(request.param("path"));
    if (entry == nullptr) throw no_such_file();
    std::string type = content_type(*open, *entry);
    const bool document = is_document(type);
    const bool deflated = entry->method == content::Method::Deflated;
    // A part of a compressed file is of no use to those who ask for parts (media).
    const bool as_gzip = deflated && !request.header("Range") &&
                         admits_gzip(request.header("Accept-Encoding").value_or(""));
    Response response = as_gzip ? Response::file(gzip_pieces(open->index, *entry), std::move(type),
                                                 etag(*entry, "-gzip"))
                                : Response::file(plain_pieces(sha256, *open, *entry),
                                                 std::move(type), etag(*entry, ""));
    if (as_gzip) response.header("Content-Encoding", "gzip");
    if (deflated) response.header("Vary", "Accept-Encoding");
    response.header("Cache-Control", "public, max-age=31536000, immutable");
    // Packages are no part of each other, also where a browser takes their hosts for one site.
    response.header("Cross-Origin-Resource-Policy", "same-origin");
    if (document) {
        response.header("Content-Security-Policy", content_policy(host_.addresses().content_url));
        response.header("Permissions-Policy", "unload=(self)");
        // Content that sets document.domain would lose the API of the page around it.
        response.header("Origin-Agent-Cluster", "?1");
    }
    return response;
}

}  // namespace tessera::elearning
