#include "http/ranges.hpp"

#include "http/output.hpp"
#include "http/text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace tessera::kernel {
namespace {

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string_view opaque(std::string_view etag) {
    if (etag.starts_with("W/")) etag.remove_prefix(2);
    return etag;
}

}  // namespace

RangeResult read_range(std::string_view header, std::uint64_t total) {
    using Kind = RangeResult::Kind;
    constexpr std::string_view kUnit = "bytes=";
    if (!same_token(header.substr(0, kUnit.size()), kUnit)) return {};
    header = trim_blanks(header.substr(kUnit.size()));
    const auto dash = header.find('-');
    if (dash == std::string_view::npos || header.find(',') != std::string_view::npos) return {};
    const std::string_view from = header.substr(0, dash), to = header.substr(dash + 1);
    if (from.empty()) {  // the last n bytes
        const auto count = number(to);
        if (!count) return {};
        if (*count == 0 || total == 0) return {Kind::Unsatisfiable, 0, 0};
        return {Kind::Part, total - std::min(*count, total), total - 1};
    }
    const auto first = number(from);
    const auto last = to.empty() ? std::optional<std::uint64_t>(total) : number(to);
    if (!first || !last || *last < *first) {
        // "bytes=500-" of a shorter file is well-formed and can't be met.
        if (first && to.empty()) return {Kind::Unsatisfiable, 0, 0};
        return {};
    }
    if (*first >= total) return {Kind::Unsatisfiable, 0, 0};
    return {Kind::Part, *first, std::min(*last, total - 1)};
}

std::uint64_t total_length(const std::vector<Piece>& pieces) {
    std::uint64_t total = 0;
    for (const Piece& piece : pieces) total += piece_length(piece);
    return total;
}

std::vector<Piece> slice(std::vector<Piece> pieces, std::uint64_t first, std::uint64_t length) {
    std::vector<Piece> result;
    for (Piece& piece : pieces) {
        const std::uint64_t here = piece_length(piece);
        if (length == 0) break;
        if (first >= here) {
            first -= here;
            continue;
        }
        const std::uint64_t part = std::min(here - first, length);
        if (piece.fd < 0) piece.bytes = piece.bytes.substr(first, part);
        piece.offset += first;
        piece.length = part;
        first = 0;
        length -= part;
        result.push_back(std::move(piece));
    }
    return result;
}

bool etag_list_has(std::string_view list, std::string_view etag) {
    const std::string_view wanted = opaque(etag);
    while (!list.empty()) {
        const auto comma = list.find(',');
        if (opaque(trim_blanks(list.substr(0, comma))) == wanted) return true;
        list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    }
    return false;
}

}  // namespace tessera::kernel
