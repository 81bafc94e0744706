#include "http/multipart.hpp"

#include "http/text.hpp"
#include "tessera/error.hpp"

namespace tessera::kernel {
namespace {

constexpr std::size_t kMaxPartHead = 8 * 1024;
constexpr int kMaxParts = 1000;

[[noreturn]] void broken() {
    throw Error(ErrorKind::BadRequest, "http.multipart", "The form that was sent can't be read.");
}

}  // namespace

MultipartReader::MultipartReader(BodyReader& body, std::string_view content_type) : body_(body) {
    const std::string boundary = header_parameter(content_type, "boundary");
    if (boundary.empty() || boundary.size() > 70) broken();
    delimiter_ = "\r\n--" + boundary;
    buffer_ = "\r\n";  // so that the first boundary looks like the others
}

void MultipartReader::refill() {
    buffer_.erase(0, at_);
    at_ = 0;
    const std::string_view bytes = body_.read();
    if (bytes.empty()) broken();
    buffer_ += bytes;
}

void MultipartReader::need(std::size_t count) {
    while (buffer_.size() - at_ < count) refill();
}

std::string_view MultipartReader::read() {
    for (;;) {
        const std::string_view here = std::string_view(buffer_).substr(at_);
        const auto end = here.find(delimiter_);
        if (end != std::string_view::npos) {
            at_ += end;
            return here.substr(0, end);
        }
        // The last bytes may be the start of a delimiter.
        if (here.size() >= delimiter_.size()) {
            const std::size_t sure = here.size() - delimiter_.size() + 1;
            at_ += sure;
            return here.substr(0, sure);
        }
        refill();
    }
}

std::optional<MultipartReader::Part> MultipartReader::next() {
    if (ended_) return std::nullopt;
    while (!read().empty()) {
    }
    need(delimiter_.size() + 2);
    at_ += delimiter_.size();
    if (buffer_.compare(at_, 2, "--") == 0) {
        ended_ = true;
        while (!body_.read().empty()) {  // what comes after the last boundary means nothing
        }
        return std::nullopt;
    }
    if (++parts_ > kMaxParts) broken();
    return read_part_head();
}

MultipartReader::Part MultipartReader::read_part_head() {
    need(2);
    if (buffer_.compare(at_, 2, "\r\n") != 0) broken();
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n", at_)) == std::string::npos) {
        if (buffer_.size() - at_ > kMaxPartHead) broken();
        refill();
    }
    std::string_view lines = std::string_view(buffer_).substr(at_ + 2, end - at_);
    Part part;
    bool named = false;
    while (!lines.empty()) {
        const auto eol = lines.find("\r\n");
        const std::string_view line = lines.substr(0, eol);
        lines.remove_prefix(eol + 2);
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) broken();
        if (!same_token(line.substr(0, colon), "Content-Disposition")) continue;
        const std::string_view value = trim_blanks(line.substr(colon + 1));
        part.name = header_parameter(value, "name");
        named = !part.name.empty();
        if (value.find("filename") != std::string_view::npos) {
            part.file_name = header_parameter(value, "filename");
        }
    }
    if (!named || !is_utf8(part.name) || !is_utf8(part.file_name.value_or(""))) broken();
    at_ = end + 4;
    return part;
}

}  // namespace tessera::kernel
