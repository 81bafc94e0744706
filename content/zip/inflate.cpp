#include "zip/inflate.hpp"

#include <zlib.h>
#include <algorithm>
#include <new>

namespace content::zip {
namespace {

constexpr std::size_t kInput = 64 << 10, kOutput = 256 << 10;
constexpr int kRawDeflate = -15;  // window bits; negative: no zlib header

Bytef* bytes_of(char* at) { return reinterpret_cast<Bytef*>(at); }

}  // namespace

Inflater::Inflater(const File& file)
    : file_(file), stream_(std::make_unique<z_stream>()), input_(kInput), output_(kOutput) {
    if (inflateInit2(stream_.get(), kRawDeflate) != Z_OK) throw std::bad_alloc();
}

Inflater::~Inflater() { inflateEnd(stream_.get()); }

Damage Inflater::run(const Entry& entry, const std::function<void(std::string_view)>& sink) {
    uLong crc = crc32(0, nullptr, 0);
    const auto checked = [&](std::string_view piece) {
        crc = crc32_z(crc, reinterpret_cast<const Bytef*>(piece.data()), piece.size());
        sink(piece);
    };
    const Damage damage = entry.method == Method::Stored ? copy_stored(entry, checked)
                                                         : inflate_deflated(entry, checked);
    if (damage != Damage::None) return damage;
    return crc == entry.crc32 ? Damage::None : Damage::WrongCrc;
}

Damage Inflater::copy_stored(const Entry& entry,
                             const std::function<void(std::string_view)>& sink) {
    if (entry.size != entry.compressed_size) return Damage::WrongSize;
    for (std::uint64_t done = 0; done < entry.size;) {
        const std::size_t part =
            static_cast<std::size_t>(std::min<std::uint64_t>(output_.size(), entry.size - done));
        if (!file_.read_at(entry.offset + done, output_.data(), part)) return Damage::Unreadable;
        sink({output_.data(), part});
        done += part;
    }
    return Damage::None;
}

Damage Inflater::inflate_deflated(const Entry& entry,
                                  const std::function<void(std::string_view)>& sink) {
    inflateReset(stream_.get());
    stream_->avail_in = 0;
    std::uint64_t read = 0, written = 0;
    int state = Z_OK;
    while (state != Z_STREAM_END) {
        if (stream_->avail_in == 0) {
            const std::size_t part = static_cast<std::size_t>(
                std::min<std::uint64_t>(input_.size(), entry.compressed_size - read));
            if (part == 0) return Damage::BadData;  // the stream wants more than there is
            if (!file_.read_at(entry.offset + read, input_.data(), part)) return Damage::Unreadable;
            read += part;
            stream_->next_in = bytes_of(input_.data());
            stream_->avail_in = static_cast<uInt>(part);
        }
        stream_->next_out = bytes_of(output_.data());
        stream_->avail_out = static_cast<uInt>(output_.size());
        state = inflate(stream_.get(), Z_NO_FLUSH);
        // Z_BUF_ERROR only says that this piece of input ended where a piece of output did.
        if (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR) return Damage::BadData;
        const std::size_t part = output_.size() - stream_->avail_out;
        written += part;
        if (written > entry.size) return Damage::WrongSize;
        if (part > 0) sink({output_.data(), part});
    }
    // The bytes are served as they are, so nothing may stand behind the stream.
    if (stream_->avail_in != 0 || read != entry.compressed_size) return Damage::BadData;
    return written == entry.size ? Damage::None : Damage::WrongSize;
}

}  // namespace content::zip
