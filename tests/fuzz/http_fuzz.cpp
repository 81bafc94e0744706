// Any bytes as a connection's input: header, body in either framing, multipart, ranges.
#include "http/body.hpp"
#include "http/head.hpp"
#include "http/multipart.hpp"
#include "http/ranges.hpp"
#include "http/text.hpp"
#include "tessera/error.hpp"

#include <sys/socket.h>
#include <unistd.h>
#include <cstdlib>

namespace tk = tessera::kernel;

namespace {

void check(bool holds) {
    if (!holds) std::abort();
}

/// Reads the body as the server would; the client has sent all it had.
void read_body(const tk::RequestHead& head, std::string_view received) {
    int pair[2];
    check(::socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
    ::shutdown(pair[1], SHUT_WR);
    const tk::TransferLimits limits;
    std::atomic<unsigned> waiting{0};
    try {
        tk::Transport transport(pair[0], limits, waiting);
        tk::BodyReader body(transport, head, received);
        std::size_t total = 0;
        const auto type = head.field("Content-Type").value_or("");
        if (type.starts_with("multipart/form-data")) {
            tk::MultipartReader parts(body, type);
            while (const auto part = parts.next()) {
                check(!part->name.empty() && tk::is_utf8(part->name));
                for (std::string_view bytes; !(bytes = parts.read()).empty();)
                    total += bytes.size();
            }
        } else {
            for (std::string_view bytes; !(bytes = body.read()).empty();) total += bytes.size();
            check(!head.content_length || total == *head.content_length);
        }
        check(total <= received.size());
        check(body.skip());
        check(body.after().size() <= received.size());
    } catch (const tk::ClientGone&) {
    } catch (const tessera::Error& e) {
        check(e.kind() == tessera::ErrorKind::BadRequest);
    }
    ::close(pair[0]);
    ::close(pair[1]);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    tk::RequestHead head;
    const tk::HeadResult result = tk::read_head(bytes, head);
    if (result.state == tk::HeadResult::State::Refused) {
        check(result.status >= 400 && result.status <= 505 && result.reason != nullptr);
        return 0;
    }
    if (result.state == tk::HeadResult::State::Incomplete) return 0;
    check(result.length <= size && result.length <= tk::kMaxHead + 2);
    check(!(head.chunked && head.content_length));
    check(head.fields.size() <= tk::kMaxFields);
    tk::Pairs pairs;
    tk::parse_pairs(head.query, pairs);
    if (const auto range = head.field("Range")) {
        constexpr std::uint64_t kTotal = 1000;
        const tk::RangeResult part = tk::read_range(*range, kTotal);
        if (part.kind == tk::RangeResult::Kind::Part)
            check(part.first <= part.last && part.last < kTotal);
    }
    read_body(head, bytes.substr(result.length));
    return 0;
}
