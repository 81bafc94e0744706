// An answer on its way out: the head and pieces of bytes and files, sent without blocking.
#pragma once

#include "tessera/http.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace tessera::kernel {

class Output {
public:
    enum class State : std::uint8_t { Done, Blocked, Failed };

    std::string head;
    std::vector<Piece> pieces;  ///< lengths are of bytes.size() or of the file's range

    /// Sends as much as the socket takes now. Small answers leave in one system call.
    State send(int socket);
    std::uint64_t sent() const { return sent_; }

private:
    State send_memory(int socket);
    State send_file(int socket, Piece& piece);
    void skip(std::uint64_t count);
    bool more_after(std::size_t piece) const;
    void gather_small_files();

    std::size_t head_sent_ = 0;
    std::size_t piece_ = 0;         ///< the first that is not sent whole
    std::uint64_t piece_sent_ = 0;  ///< of it
    std::uint64_t sent_ = 0;
    bool gathered_ = false;
};

/// The length of a piece's content.
inline std::uint64_t piece_length(const Piece& piece) {
    return piece.fd < 0 ? piece.bytes.size() : piece.length;
}

}  // namespace tessera::kernel
