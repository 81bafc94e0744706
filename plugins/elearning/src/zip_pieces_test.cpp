#include "zip_pieces.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <cstdlib>
#include <string>

#include <unistd.h>

namespace tessera::elearning {
namespace {

/// A file with `bytes` in it; as an index it knows its descriptor and nothing else.
class FileIndex final : public content::Index {
public:
    explicit FileIndex(std::string_view bytes) {
        char name[] = "/tmp/zip-pieces-XXXXXX";
        fd_ = ::mkstemp(name);
        ::unlink(name);
        EXPECT_EQ(::write(fd_, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    }
    ~FileIndex() override { ::close(fd_); }
    const content::Entry* find(std::string_view) const override { return nullptr; }
    const std::vector<content::Entry>& entries() const override { return entries_; }
    int fd() const override { return fd_; }
    std::string read(const content::Entry&) const override { return {}; }
    void read(const content::Entry&, const std::function<void(std::string_view)>&) const override {}

private:
    int fd_ = -1;
    std::vector<content::Entry> entries_;
};

std::string sent(const std::vector<Piece>& pieces) {
    std::string out;
    for (const Piece& piece : pieces) {
        if (piece.fd < 0) {
            out += piece.bytes;
            continue;
        }
        std::string part(piece.length, '\0');
        EXPECT_EQ(::pread(piece.fd, part.data(), part.size(), static_cast<off_t>(piece.offset)),
                  static_cast<ssize_t>(part.size()));
        out += part;
    }
    return out;
}

std::string deflated(std::string_view text) {
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

/// As a browser does: fails on a wrong header, CRC or size.
std::string gunzipped(std::string_view bytes) {
    z_stream stream{};
    inflateInit2(&stream, 16 + MAX_WBITS);
    std::string out(100'000, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    EXPECT_EQ(stream.avail_in, 0U);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

content::Entry entry_of(std::string_view text, std::uint64_t offset, std::uint64_t compressed) {
    content::Entry entry;
    entry.offset = offset;
    entry.compressed_size = compressed;
    entry.size = text.size();
    entry.crc32 = static_cast<std::uint32_t>(
        crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size())));
    return entry;
}

TEST(ZipPieces, OfADeflatedEntryAreAGzipFile) {
    std::string text;
    for (int i = 0; i < 3000; ++i) text += "<li>" + std::to_string(i) + "</li>\n";
    const std::string body = deflated(text);
    const auto index = std::make_shared<FileIndex>("before" + body + "after");
    EXPECT_EQ(gunzipped(sent(gzip_pieces(index, entry_of(text, 6, body.size())))), text);
}

TEST(ZipPieces, OfAnEmptyDeflatedEntryAreAGzipFileToo) {
    const std::string body = deflated("");
    const auto index = std::make_shared<FileIndex>(body);
    EXPECT_EQ(gunzipped(sent(gzip_pieces(index, entry_of("", 0, body.size())))), "");
}

TEST(ZipPieces, OfAStoredEntryAreItsBytes) {
    const auto index = std::make_shared<FileIndex>("before content after");
    EXPECT_EQ(sent(stored_pieces(index, entry_of("content", 7, 7))), "content");
}

TEST(ZipPieces, HoldTheZipOpen) {
    auto index = std::make_shared<FileIndex>("content");
    const auto pieces = stored_pieces(index, entry_of("content", 0, 7));
    index.reset();
    EXPECT_EQ(sent(pieces), "content");
}

TEST(AcceptEncoding, AdmitsGzipByNameOrByStar) {
    EXPECT_TRUE(admits_gzip("gzip"));
    EXPECT_TRUE(admits_gzip("deflate, GZIP;q=0.5, br"));
    EXPECT_TRUE(admits_gzip("br, *"));
    EXPECT_FALSE(admits_gzip(""));
    EXPECT_FALSE(admits_gzip("br, identity"));
    EXPECT_FALSE(admits_gzip("gzip;q=0, *"));
    EXPECT_FALSE(admits_gzip("*; q=0.0"));
}

}  // namespace
}  // namespace tessera::elearning
