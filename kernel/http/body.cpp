#include "http/body.hpp"

#include "tessera/error.hpp"

#include <algorithm>
#include <charconv>

namespace tessera::kernel {
namespace {

constexpr std::size_t kBlock = 64 * 1024;
constexpr std::size_t kMaxChunkLine = 256;
constexpr std::size_t kMaxTrailerLine = 4096;
constexpr int kMaxTrailers = 32;

[[noreturn]] void broken_chunks() {
    throw Error(ErrorKind::BadRequest, "http.chunks", "The body's chunks can't be read.");
}

/// The size a chunk's first line states; nothing when it can't be read. Extensions mean nothing
/// here.
std::optional<std::uint64_t> chunk_size(std::string_view line) {
    constexpr std::size_t kMaxDigits = 15;
    line = line.substr(0, line.find(';'));
    std::uint64_t size = 0;
    const char* const end = line.data() + line.size();
    const auto [stop, failure] = std::from_chars(line.data(), end, size, 16);
    if (failure != std::errc() || stop != end || line.size() > kMaxDigits) return std::nullopt;
    return size;
}

}  // namespace

ChunksHere chunks_here(std::string_view bytes, std::size_t most, std::size_t& seen) {
    for (;;) {
        const std::string_view rest = bytes.substr(seen);
        const auto end = rest.find('\n');
        if (end == std::string_view::npos)
            return rest.size() > kMaxChunkLine ? ChunksHere::Unclear : ChunksHere::Partly;
        if (end == 0 || end > kMaxChunkLine || rest[end - 1] != '\r') return ChunksHere::Unclear;
        const auto size = chunk_size(rest.substr(0, end - 1));
        if (!size || *size > most) return ChunksHere::Unclear;
        if (*size == 0) {  // the trailer ends with an empty line
            const bool ended = rest.find("\r\n\r\n", end - 1) != std::string_view::npos;
            return ended ? ChunksHere::All : ChunksHere::Partly;
        }
        const std::size_t data = end + 1 + *size;
        if (rest.size() < data + 2) return ChunksHere::Partly;
        if (rest.substr(data, 2) != "\r\n") return ChunksHere::Unclear;
        seen += data + 2;
    }
}

BodyReader::BodyReader(Transport& transport, const RequestHead& head, std::string_view received)
    : transport_(transport),
      head_(head),
      length_(head.content_length),
      available_(received),
      part_(head.chunked ? Part::Size : Part::Data),
      left_(head.content_length.value_or(0)) {
    if (!head.has_body()) part_ = Part::End;
}

BodyReader::~BodyReader() = default;

void BodyReader::fill() {
    if (!available_.empty()) return;
    if (head_.expects_continue && !continued_) transport_.send("HTTP/1.1 100 Continue\r\n\r\n");
    continued_ = true;
    if (!block_) block_.reset(new char[kBlock]);
    // Never beyond a stated length: what follows belongs to the next request.
    const std::size_t most = length_ ? std::min<std::uint64_t>(kBlock, left_) : kBlock;
    available_ = {block_.get(), transport_.receive(block_.get(), most)};
}

std::string_view BodyReader::take(std::uint64_t most) {
    const std::string_view bytes = available_.substr(0, most);
    available_.remove_prefix(bytes.size());
    left_ -= bytes.size();
    return bytes;
}

std::string_view BodyReader::read_line(std::size_t most) {
    line_.clear();
    for (;;) {
        fill();
        const auto end = available_.find('\n');
        const std::string_view part = available_.substr(0, end);
        if (line_.size() + part.size() > most) broken_chunks();
        line_ += part;
        available_.remove_prefix(std::min(available_.size(), part.size() + 1));
        if (end != std::string_view::npos) break;
    }
    if (!line_.ends_with('\r')) broken_chunks();
    line_.pop_back();
    if (line_.find('\r') != std::string::npos) broken_chunks();
    return line_;
}

/// Reads up to the data of the next chunk, or to the end of the body.
void BodyReader::next_chunk() {
    if (part_ == Part::DataEnd) {
        if (!read_line(2).empty()) broken_chunks();
        part_ = Part::Size;
    }
    if (part_ == Part::Size) {
        const auto size = chunk_size(read_line(kMaxChunkLine));
        if (!size) broken_chunks();
        left_ = *size;
        part_ = left_ == 0 ? Part::Trailer : Part::Data;
    }
    if (part_ == Part::Trailer) {
        int lines = 0;
        while (!read_line(kMaxTrailerLine).empty()) {
            if (++lines > kMaxTrailers) broken_chunks();
        }
        part_ = Part::End;
    }
}

std::string_view BodyReader::read() {
    touched_ = true;
    if (head_.chunked && part_ != Part::Data && part_ != Part::End) next_chunk();
    if (part_ == Part::End) return {};
    fill();
    const std::string_view bytes = take(left_);
    if (left_ == 0) part_ = head_.chunked ? Part::DataEnd : Part::End;
    return bytes;
}

bool BodyReader::skip() {
    if (part_ == Part::End) return true;
    if (head_.chunked || available_.size() < left_) return false;
    take(left_);
    part_ = Part::End;
    return true;
}

}  // namespace tessera::kernel
