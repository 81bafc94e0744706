#include "http/site_url.hpp"

#include <gtest/gtest.h>

namespace tessera::kernel {
namespace {

TEST(SiteUrl, is_read_and_written_as_browsers_do) {
    EXPECT_EQ(SiteUrl::parse("https://Learn.Example.org/").text(), "https://learn.example.org");
    EXPECT_EQ(SiteUrl::parse("HTTPS://learn.example.org:443").text(), "https://learn.example.org");
    EXPECT_EQ(SiteUrl::parse("http://localhost:8080").text(), "http://localhost:8080");
    EXPECT_EQ(SiteUrl::parse("http://192.0.2.7:80").text(), "http://192.0.2.7");
    EXPECT_EQ(SiteUrl::parse("http://[2001:DB8::7]:8080").text(), "http://[2001:db8::7]:8080");
    EXPECT_EQ(SiteUrl::parse("https://xn--hxajbheg2az3al.example").host,
              "xn--hxajbheg2az3al.example");
}

TEST(SiteUrl, says_what_is_wrong) {
    for (const char* bad : {"",
                            "learn.example.org",
                            "ftp://learn.example.org",
                            "https:/learn.example.org",
                            "//learn.example.org",
                            "https://",
                            "https:///",
                            "https://learn.example.org/lms",
                            "https://learn.example.org?x=1",
                            "https://learn.example.org#x",
                            "https://user@learn.example.org",
                            "https://a:b@learn.example.org",
                            "https://learn.example.org:0",
                            "https://learn.example.org:",
                            "https://learn.example.org:65536",
                            "https://learn.example.org:x",
                            "https://learn example.org",
                            "https://learn..org",
                            "https://-learn.org",
                            "https://learn.example.org.",
                            "https://1.2.3.256",
                            "https://[::1",
                            "https://[1.2.3.4]",
                            "https://[::1]x",
                            "https://b\xC3\xBC.example",
                            "https://learn.example.org\n",
                            "https://<script>",
                            "https://*",
                            "javascript://x",
                            "https://a_b\r\n.c"}) {
        try {
            SiteUrl::parse(bad);
            ADD_FAILURE() << bad;
        } catch (const Error& e) {
            EXPECT_EQ(e.code(), "command.address");
            EXPECT_NE(std::string(e.what()).find('"' + std::string(bad) + '"'), std::string::npos)
                << e.what();
        }
    }
}

TEST(SiteHosts, know_the_names_of_both_origins_and_no_other) {
    const SiteHosts hosts({"https://learn.example.org", "https://content.example.org:8443"});
    EXPECT_EQ(hosts.origin_of("learn.example.org"), Origin::Public);
    EXPECT_EQ(hosts.origin_of("LEARN.example.org:443"), Origin::Public);
    EXPECT_EQ(hosts.origin_of("content.example.org:8443"), Origin::Content);
    for (const char* other : {"", "evil.example", "learn.example.org:80", "learn.example.org:8443",
                              "learn.example.org.evil.example", "content.example.org", "127.0.0.1",
                              "localhost", "xlearn.example.org", "learn.example.org."})
        EXPECT_EQ(hosts.origin_of(other), std::nullopt) << other;
}

TEST(SiteHosts, a_site_at_localhost_is_known_by_its_loopback_addresses) {
    const SiteHosts hosts({"http://localhost:8080", "http://content.localhost:8080"});
    EXPECT_EQ(hosts.origin_of("127.0.0.1:8080"), Origin::Public);
    EXPECT_EQ(hosts.origin_of("[::1]:8080"), Origin::Public);
    EXPECT_EQ(hosts.origin_of("127.0.0.1:8081"), std::nullopt);
    EXPECT_EQ(hosts.origin_of("127.0.0.1"), std::nullopt);
    const SiteHosts other({"http://localhost:8080", "http://127.0.0.1:8080"});
    EXPECT_EQ(other.origin_of("127.0.0.1:8080"), Origin::Content);
    EXPECT_EQ(other.origin_of("localhost:8080"), Origin::Public);
}

}  // namespace
}  // namespace tessera::kernel
