#include "http/compress.hpp"

#include "http/text.hpp"
#include "tessera/error.hpp"

#include <zlib.h>

namespace tessera::kernel {

bool compresses_well(std::string_view content_type) {
    const std::string_view type = trim_blanks(content_type.substr(0, content_type.find(';')));
    return type.starts_with("text/") || type == "application/json" || type.ends_with("+json") ||
           type == "application/javascript" || type.ends_with("+xml") || type == "application/xml";
}

bool accepts_coding(std::string_view list, std::string_view coding) {
    bool all = false;
    while (!list.empty()) {
        const auto comma = list.find(',');
        const std::string_view item = trim_blanks(list.substr(0, comma));
        list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
        const auto parameters = item.find(';');
        const std::string_view name = trim_blanks(item.substr(0, parameters));
        // Any weight but zero: "q=0.5" has another digit, "q=0.000" has none.
        const bool wanted =
            parameters == std::string_view::npos ||
            item.substr(parameters).find_first_of("123456789") != std::string_view::npos;
        if (same_token(name, coding)) return wanted;
        if (name == "*") all = wanted;
    }
    return all;
}

std::string gzip(std::string_view bytes) {
    constexpr int kGzipWindow = 15 + 16;
    z_stream stream{};
    if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
        throw Error(ErrorKind::Internal, "http.gzip", "There is no memory to compress the answer.");
    }
    std::string result(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
    std::string input(bytes);  // zlib's interface is not const
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(result.data());
    stream.avail_out = static_cast<uInt>(result.size());
    deflate(&stream, Z_FINISH);
    result.resize(stream.total_out);
    deflateEnd(&stream);
    return result;
}

}  // namespace tessera::kernel
