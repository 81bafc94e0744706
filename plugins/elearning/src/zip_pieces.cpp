#include "zip_pieces.hpp"

namespace tessera::elearning {

namespace {

Piece range_of(std::shared_ptr<const content::Index> index, const content::Entry& entry) {
    Piece piece;
    piece.fd = index->fd();
    piece.offset = entry.offset;
    piece.length = entry.compressed_size;
    piece.keep = std::move(index);
    return piece;
}

void put_32(std::string& out, std::uint32_t value) {
    for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(value >> shift & 0xFF);
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \t";
    const auto from = text.find_first_not_of(kBlank);
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(kBlank) - from + 1);
}

bool same(std::string_view text, std::string_view lower) {
    if (text.size() != lower.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((text[i] | 0x20) != lower[i]) return false;
    }
    return true;
}

/// "q=0", "q=0.0", "q=0.000"
bool refuses(std::string_view parameter) {
    if (parameter.size() < 3 || (parameter[0] | 0x20) != 'q' || parameter[1] != '=') return false;
    return parameter.substr(2).find_first_not_of("0.") == std::string_view::npos;
}

}  // namespace

std::vector<Piece> stored_pieces(std::shared_ptr<const content::Index> index,
                                 const content::Entry& entry) {
    std::vector<Piece> pieces;
    pieces.push_back(range_of(std::move(index), entry));
    return pieces;
}

std::vector<Piece> gzip_pieces(std::shared_ptr<const content::Index> index,
                               const content::Entry& entry) {
    // Deflate, no flags, no time, no extra flags, made on Unix.
    static constexpr std::string_view kHeader{"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", 10};
    std::vector<Piece> pieces(1);
    pieces[0].bytes = kHeader;
    pieces.push_back(range_of(std::move(index), entry));
    std::string trailer;
    put_32(trailer, entry.crc32);
    put_32(trailer, static_cast<std::uint32_t>(entry.size));
    pieces.emplace_back();
    pieces.back().bytes = std::move(trailer);
    return pieces;
}

bool admits_gzip(std::string_view header) {
    bool any = false;
    while (!header.empty()) {
        const auto comma = header.find(',');
        const std::string_view item = trimmed(header.substr(0, comma));
        header.remove_prefix(comma == std::string_view::npos ? header.size() : comma + 1);
        const auto semicolon = item.find(';');
        const std::string_view coding = trimmed(item.substr(0, semicolon));
        const bool refused =
            semicolon != std::string_view::npos && refuses(trimmed(item.substr(semicolon + 1)));
        if (same(coding, "gzip") || same(coding, "x-gzip")) return !refused;
        if (coding == "*") any = !refused;
    }
    return any;
}

}  // namespace tessera::elearning
