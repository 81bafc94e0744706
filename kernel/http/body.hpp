// The body of a request as a stream of bytes: of a stated length, or in chunks.
#pragma once

#include "http/head.hpp"
#include "http/transport.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace tessera::kernel {

/// Whether chunks are here to their end, so that reading them needs no waiting. `Unclear`: they are
/// broken, or one is longer than `most`, which BodyReader finds out.
enum class ChunksHere : std::uint8_t { All, Partly, Unclear };
/// `seen` is where a chunk begins: 0 first, and set forward, so that bytes that come one by one are
/// not looked at from the start each time.
ChunksHere chunks_here(std::string_view bytes, std::size_t most, std::size_t& seen);

class BodyReader {
public:
    /// `received` is what came with the header: the body or its start, and perhaps the next
    /// request.
    BodyReader(Transport& transport, const RequestHead& head, std::string_view received);
    ~BodyReader();

    /// See Transport::waits_for().
    void waits_for(Waiting kind, std::string who = {}) {
        transport_.waits_for(kind, std::move(who));
    }
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
