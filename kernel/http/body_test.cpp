#include "http/body.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tessera::kernel {
namespace {

ChunksHere at_once(const std::string& bytes) {
    std::size_t seen = 0;
    return chunks_here(bytes, 4096, seen);
}

ChunksHere byte_by_byte(const std::string& bytes) {
    std::size_t seen = 0;
    auto result = ChunksHere::Partly;
    for (std::size_t n = 0; n <= bytes.size() && result == ChunksHere::Partly; ++n)
        result = chunks_here(std::string_view(bytes).substr(0, n), 4096, seen);
    return result;
}

TEST(Chunks, whether_they_are_here_does_not_depend_on_how_the_bytes_arrive) {
    const std::string good = "5\r\nhello\r\n0\r\n\r\n";
    const std::string long_line = "5;x=" + std::string(5000, 'y') + "\r\nhello\r\n0\r\n\r\n";
    for (const std::string& bytes : {good, long_line, good.substr(0, 9), std::string("5\nhello")})
        EXPECT_EQ(at_once(bytes), byte_by_byte(bytes)) << bytes.size();
    EXPECT_EQ(at_once(good), ChunksHere::All);
    EXPECT_EQ(at_once(long_line), ChunksHere::Unclear);
}

}  // namespace
}  // namespace tessera::kernel
