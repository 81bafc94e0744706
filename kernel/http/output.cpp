#include "http/output.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

namespace tessera::kernel {
namespace {

// Below this a read(2) into memory and one send are cheaper than a send and a sendfile.
constexpr std::uint64_t kSmallFile = 16 * 1024;
constexpr std::size_t kMaxVectors = 16;

Output::State failure() {
    return errno == EAGAIN || errno == EWOULDBLOCK ? Output::State::Blocked : Output::State::Failed;
}

}  // namespace

void Output::gather_small_files() {
    gathered_ = true;
    for (Piece& piece : pieces) {
        if (piece.fd < 0 || piece.length > kSmallFile) continue;
        std::string bytes(piece.length, '\0');
        std::size_t got = 0;
        while (got < bytes.size()) {
            const ssize_t n = ::pread(piece.fd, bytes.data() + got, bytes.size() - got,
                                      static_cast<off_t>(piece.offset + got));
            if (n <= 0) return;  // sendfile meets the same trouble and reports it
            got += static_cast<std::size_t>(n);
        }
        piece.bytes = std::move(bytes);
        piece.keep.reset();
        piece.fd = -1;
    }
}

bool Output::more_after(std::size_t piece) const {
    return std::any_of(pieces.begin() + static_cast<std::ptrdiff_t>(piece) + 1, pieces.end(),
                       [](const Piece& p) { return piece_length(p) > 0; });
}

void Output::skip(std::uint64_t count) {
    sent_ += count;
    const std::uint64_t of_head = std::min<std::uint64_t>(count, head.size() - head_sent_);
    head_sent_ += of_head;
    count -= of_head;
    while (count > 0) {
        const std::uint64_t left = piece_length(pieces[piece_]) - piece_sent_;
        const std::uint64_t step = std::min(left, count);
        piece_sent_ += step;
        count -= step;
        if (step == left) {
            ++piece_;
            piece_sent_ = 0;
        }
    }
}

Output::State Output::send_memory(int socket) {
    std::array<iovec, kMaxVectors> vectors{};
    std::size_t n = 0;
    if (head_sent_ < head.size()) {
        vectors[n++] = {head.data() + head_sent_, head.size() - head_sent_};
    }
    std::size_t last = piece_;
    for (std::size_t i = piece_; i < pieces.size() && pieces[i].fd < 0 && n < kMaxVectors; ++i) {
        const std::size_t from = i == piece_ ? piece_sent_ : 0;
        last = i;
        if (pieces[i].bytes.size() == from) continue;
        vectors[n++] = {pieces[i].bytes.data() + from, pieces[i].bytes.size() - from};
    }
    if (n == 0) {
        piece_ = last + 1;
        return State::Done;
    }
    msghdr message{};
    message.msg_iov = vectors.data();
    message.msg_iovlen = n;
    const bool more = last < pieces.size() && (pieces[last].fd >= 0 || more_after(last));
    const ssize_t sent =
        ::sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT | (more ? MSG_MORE : 0));
    if (sent < 0) return errno == EINTR ? State::Done : failure();
    skip(static_cast<std::uint64_t>(sent));
    return State::Done;
}

Output::State Output::send_file(int socket, Piece& piece) {
    auto offset = static_cast<off_t>(piece.offset + piece_sent_);
    const ssize_t sent = ::sendfile(socket, piece.fd, &offset, piece.length - piece_sent_);
    if (sent < 0) return errno == EINTR ? State::Done : failure();
    if (sent == 0) return State::Failed;  // the file is shorter than it was announced to be
    skip(static_cast<std::uint64_t>(sent));
    return State::Done;
}

Output::State Output::send(int socket) {
    if (!gathered_) gather_small_files();
    while (head_sent_ < head.size() || piece_ < pieces.size()) {
        State state = State::Done;
        if (head_sent_ == head.size() && pieces[piece_].fd >= 0) {
            if (pieces[piece_].length == piece_sent_) {
                ++piece_;
                piece_sent_ = 0;
                continue;
            }
            state = send_file(socket, pieces[piece_]);
        } else {
            state = send_memory(socket);
        }
        if (state != State::Done) return state;
    }
    return State::Done;
}

}  // namespace tessera::kernel
