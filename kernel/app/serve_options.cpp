#include "app/serve_options.hpp"

#include "app/site_addresses.hpp"

#include <charconv>

namespace tessera::kernel {
namespace {

[[noreturn]] void misuse(const std::string& sentence) {
    throw Error(ErrorKind::Invalid, "command.use", sentence);
}

[[noreturn]] void bad_listen(const std::string& text) {
    misuse("The server can't listen on \"" + text +
           "\". Write an address and a port from 1 to 65535, like 127.0.0.1:8080 or [::1]:8080, or "
           "the port alone.");
}

/// "127.0.0.1:8080", "[::1]:8080" or "8080".
void read_listen(const std::string& text, HttpOptions& options) {
    std::string port = text;
    if (const auto colon = text.rfind(':'); colon != std::string::npos) {
        std::string host = text.substr(0, colon);
        const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
        if (bracketed) host = host.substr(1, host.size() - 2);
        const bool v6 = host.find(':') != std::string::npos;
        if (host != "localhost" && (v6 != bracketed || !IpAddress::parse(host))) bad_listen(text);
        options.address = host;
        port = text.substr(colon + 1);
    }
    const auto [end, problem] =
        std::from_chars(port.data(), port.data() + port.size(), options.port);
    if (port.empty() || problem != std::errc() || end != port.data() + port.size() ||
        options.port == 0) {
        bad_listen(text);
    }
}

std::chrono::seconds read_seconds(const std::string& text) {
    int seconds = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (problem != std::errc() || end != text.data() + text.size() || seconds < 1 ||
        seconds > 3600) {
        misuse("\"" + text + "\" is not a number of seconds from 1 to 3600.");
    }
    return std::chrono::seconds(seconds);
}

IpNetwork read_proxy(const std::string& text) {
    const auto network = IpNetwork::parse(text);
    if (!network) {
        misuse("\"" + text +
               "\" is not the address of a proxy. Write --trust-proxy 192.0.2.7, or a network like "
               "192.0.2.0/24.");
    }
    if (network->everybody()) {
        misuse("--trust-proxy " + text +
               " would believe everybody, and with it any address a visitor makes up. Name the "
               "proxy's own address.");
    }
    return *network;
}

}  // namespace

ServeOptions read_serve_options(const CommandLine& line) {
    ServeOptions options;
    if (line.has("--listen")) read_listen(line.value("--listen"), options.http);
    for (const auto& [name, value] : line.options) {
        if (name == "--trust-proxy") options.http.trusted_proxies.push_back(read_proxy(value));
    }
    if (line.has("--plugin-time")) options.plugin_time = read_seconds(line.value("--plugin-time"));
    const auto said = [&](const char* name) {
        return line.has(name) ? std::optional(line.value(name)) : std::nullopt;
    };
    options.addresses =
        site_addresses(said("--public-url"), said("--content-url"), options.http.port);
    return options;
}

}  // namespace tessera::kernel
