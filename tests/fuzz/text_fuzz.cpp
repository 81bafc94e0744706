// Any bytes as what people and proxies write: a field of a CSV file, an address, a network, the
// address of a site.
#include "http/ip.hpp"
#include "http/site_url.hpp"
#include "http/text.hpp"
#include "tessera/csv.hpp"

#include <cstdint>
#include <cstdlib>

namespace tk = tessera::kernel;

namespace {

void check(bool holds) {
    if (!holds) std::abort();
}

/// What a reader of CSV makes of a field (RFC 4180, 2).
std::string unquoted(const std::string& field) {
    check(field.size() >= 2 && field.front() == '"' && field.back() == '"');
    std::string text;
    for (std::size_t i = 1; i + 1 < field.size(); ++i) {
        if (field[i] == '"') check(i + 2 < field.size() && field[++i] == '"');
        text += field[i];
    }
    return text;
}

void csv(const std::string& text) {
    const std::string read = unquoted(tessera::csv_field(text));
    check(read == text || read == '\'' + text);
    const auto first = text.find_first_not_of(" \t\r\n\v\f");
    if (first != std::string::npos &&
        std::string_view("=+-@").find(text[first]) != std::string_view::npos)
        check(read == '\'' + text);
    // Guarded once is enough.
    check(unquoted(tessera::csv_field(read)) == read || read == text);
}

void addresses(const std::string& text) {
    if (const auto address = tk::IpAddress::parse(text)) {
        check(tk::IpAddress::parse(address->text()) == address);
        check(tk::IpAddress::parse_hop(text) == address);
        const auto network = tk::IpNetwork::parse(text);
        check(!network || network->contains(*address));
    }
    if (const auto hop = tk::IpAddress::parse_hop(text))
        check(tk::IpAddress::parse(hop->text()) == hop);
    try {
        const tk::SiteUrl url = tk::SiteUrl::parse(text);
        check(tk::SiteUrl::parse(url.text()).text() == url.text());
        const tk::SiteHosts hosts({url.text(), ""});
        check(hosts.origin_of(url.host + ':' + std::to_string(url.port)) == tk::Origin::Public);
    } catch (const tessera::Error& e) {
        check(e.code() == "command.address");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    csv(text);
    addresses(text);
    if (const auto decoded = tk::percent_decode(text))
        check(tk::percent_decode(tk::percent_encode(*decoded)) == decoded);
    return 0;
}
