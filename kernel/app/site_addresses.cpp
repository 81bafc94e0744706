#include "app/site_addresses.hpp"

#include "http/ip.hpp"
#include "http/site_url.hpp"

namespace tessera::kernel {

namespace {

/// A host name has at most 253 characters (RFC 1035), 41 of them the package's label and its dot.
constexpr std::size_t kLongestHost = 253 - 41;

[[noreturn]] void misuse(const std::string& sentence) {
    throw Error(ErrorKind::Invalid, "command.use", sentence);
}

bool is_ip(const SiteUrl& url) { return IpAddress::parse_hop(url.host).has_value(); }

struct ContentUrl {
    SiteUrl url;
    bool wildcard = false;  ///< it began with "*."
};

ContentUrl read_content_url(std::string text) {
    ContentUrl content;
    const auto scheme = text.find("://");
    const auto host = scheme == std::string::npos ? text.size() : scheme + 3;
    content.wildcard = text.compare(host, 2, "*.") == 0;
    const std::string whole = text;
    if (content.wildcard) text.erase(host, 2);
    if (text.find('*') != std::string::npos) {
        misuse("The address \"" + whole +
               "\" has the * in a wrong place: it stands for the whole first part of the host, as "
               "in https://*.content.example.org.");
    }
    content.url = SiteUrl::parse(text);
    if (content.wildcard && content.url.host.size() > kLongestHost)
        misuse("The address \"" + whole + "\" is too long to have names of packages before it.");
    return content;
}

/// Names below the public host's own "content."; the machine's own address has names too.
ContentUrl content_beside(SiteUrl site) {
    if (site.host.starts_with("127.") || site.host == "[::1]") site.host = "localhost";
    if (is_ip(site)) {
        misuse("The public address \"" + site.text() +
               "\" is a number, which has no names below it. Say with --content-url where "
               "packages run: it has to be another host.");
    }
    site.host.insert(0, "content.");
    return {site, true};
}

void check_apart(const SiteUrl& site, const ContentUrl& content) {
    if (site.host == content.url.host) {
        misuse(
            "The content address needs a host of its own, not only a port: cookies don't tell "
            "ports apart, and packages could set those of the site.");
    }
    if (site.scheme == "https" && content.url.scheme == "http") {
        misuse(
            "The public address is https, so the content address has to be https too: browsers "
            "refuse to show http below https, and what goes over http can be changed on the way.");
    }
    if (!content.wildcard) return;
    if (is_ip(content.url))
        misuse("The content address has a * before a number. Only names have names below them.");
    if (site.host.ends_with('.' + content.url.host)) {
        misuse(
            "The content address would take in the public host. Packages need names of their own, "
            "as in https://*.content.example.org beside https://learn.example.org.");
    }
}

}  // namespace

Addresses site_addresses(const std::optional<std::string>& public_url,
                         const std::optional<std::string>& content_url, std::uint16_t port) {
    const std::string site_text = public_url.value_or("http://localhost:" + std::to_string(port));
    if (site_text.find("//*") != std::string::npos) misuse("The public address can't have a *.");
    const SiteUrl site = SiteUrl::parse(site_text);
    const ContentUrl content = content_url ? read_content_url(*content_url) : content_beside(site);
    check_apart(site, content);
    return {site.text(), content.url.text(), content.wildcard};
}

}  // namespace tessera::kernel
