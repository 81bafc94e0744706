// Any bytes as a connection's input: header, host, cookies, forwarded addresses, body in either
// framing, multipart, ranges.
#include "http/body.hpp"
#include "http/compress.hpp"
#include "http/head.hpp"
#include "http/ip.hpp"
#include "http/multipart.hpp"
#include "http/ranges.hpp"
#include "http/site_url.hpp"
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

/// Reads the body as the server would; the client has sent all it had. `here`: what needs no more
/// bytes to be read to its end.
void read_body(const tk::RequestHead& head, std::string_view received, bool here) {
    int pair[2];
    check(::socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
    ::shutdown(pair[1], SHUT_WR);
    tk::TransferSlots slots{tk::TransferLimits{}};
    try {
        tk::Transport transport(pair[0], slots, "stranger");
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
        check(!here);
    } catch (const tessera::Error& e) {
        check(e.kind() == tessera::ErrorKind::BadRequest);
    }
    ::close(pair[0]);
    ::close(pair[1]);
}

/// Whether the chunks are here says the same however the bytes arrive.
bool chunks_are_here(std::string_view bytes) {
    constexpr std::size_t kMost = 4096;
    std::size_t seen = 0, step_seen = 0;
    const tk::ChunksHere at_once = tk::chunks_here(bytes, kMost, seen);
    check(seen <= bytes.size());
    tk::ChunksHere by_steps = tk::ChunksHere::Partly;
    for (std::size_t n = 0; n <= bytes.size() && by_steps == tk::ChunksHere::Partly; ++n)
        by_steps = tk::chunks_here(bytes.substr(0, n), kMost, step_seen);
    check(by_steps == at_once);
    return at_once == tk::ChunksHere::All;
}

void read_client(const tk::RequestHead& head) {
    static const std::vector<tk::IpNetwork> trusted = {*tk::IpNetwork::parse("198.51.100.0/24"),
                                                       *tk::IpNetwork::parse("fd00::/8")};
    const auto peer = *tk::IpAddress::parse("198.51.100.1");
    const auto lines = head.lines("X-Forwarded-For");
    const tk::IpAddress client = tk::client_of(peer, lines, trusted);
    check(tk::IpAddress::parse(client.text()) == client);
    check(tk::client_of(client, lines, {}) == client);
}

void read_names(const tk::RequestHead& head) {
    static const tk::SiteHosts hosts({"http://localhost:8080", "http://content.localhost:8080"});
    const auto origin = hosts.origin_of(head.host);
    check(!origin || head.host.ends_with(":8080"));
    for (const std::string_view line : head.lines("Cookie")) {
        for (const auto& [name, value] : tk::parse_cookies(line))
            check(name.find(';') == std::string_view::npos && name.find('=') == name.npos &&
                  value.find(';') == std::string_view::npos);
    }
    for (const std::string_view line : head.lines("Accept-Encoding"))
        tk::accepts_coding(line, "br");
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
    check(head.lines("Content-Type").size() < 2 && head.lines("Host").size() < 2);
    tk::Pairs pairs;
    tk::parse_pairs(head.query, pairs);
    if (const auto range = head.field("Range")) {
        constexpr std::uint64_t kTotal = 1000;
        const tk::RangeResult part = tk::read_range(*range, kTotal);
        if (part.kind == tk::RangeResult::Kind::Part)
            check(part.first <= part.last && part.last < kTotal);
    }
    read_client(head);
    read_names(head);
    const std::string_view rest = bytes.substr(result.length);
    const bool here =
        head.chunked ? chunks_are_here(rest) : rest.size() >= head.content_length.value_or(0);
    read_body(head, rest, here);
    return 0;
}
