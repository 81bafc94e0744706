// The body of a request as a stream of bytes: of a stated length, or in chunks.
#pragma once

#include "http/head.hpp"
#include "http/transport.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace tessera::kernel {

class BodyReader {
public:
    /// `received` is what came with the header: the body or its start, and perhaps the next
    /// request.
    BodyReader(Transport& transport, const RequestHead& head, std::string_view received);
    ~BodyReader();

    std::optional<std::uint64_t> declared_length() const { return length_; }
    bool has_body() const { return head_.has_body(); }
    /// Whether a byte was read or asked for.
    bool touched() const { return touched_; }

    /// The next bytes, at least one, valid until the next call; empty at the end. Answers a waiting
    /// client with 100 Continue first. Throws ClientGone, and Error{BadRequest} for broken chunks.
    std::string_view read();

    /// Steps over what is left when it is here already. False when it is not: then the connection
    /// can't be used for another request.
    bool skip();
    /// What came after the body. Only after skip() returned true.
    std::string_view after() const { return available_; }

private:
    enum class Part : std::uint8_t { Size, Data, DataEnd, Trailer, End };

    void fill();
    std::string_view read_line(std::size_t most);
    void next_chunk();
    std::string_view take(std::uint64_t most);

    Transport& transport_;
    const RequestHead& head_;
    const std::optional<std::uint64_t> length_;
    std::string_view available_;
    std::unique_ptr<char[]> block_;
    std::string line_;
    Part part_ = Part::Data;
    std::uint64_t left_ = 0;  ///< of the body, or of the chunk
    bool touched_ = false;
    bool continued_ = false;
};

}  // namespace tessera::kernel
