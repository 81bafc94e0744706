#include "app/site_addresses.hpp"

#include <gtest/gtest.h>

namespace tessera::kernel {
namespace {

std::string refused(const std::string& site, const std::string& content) {
    try {
        site_addresses(site, content, 8080);
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

TEST(SiteAddressesTest, a_star_gives_each_package_a_host_of_its_own) {
    const Addresses found =
        site_addresses("https://Learn.example.org:443/", "https://*.content.example.org/", 8080);
    EXPECT_EQ(found.public_url, "https://learn.example.org");
    EXPECT_EQ(found.content_url, "https://content.example.org");
    EXPECT_TRUE(found.origin_per_package);
}

TEST(SiteAddressesTest, without_a_star_packages_share_one_origin) {
    const Addresses found =
        site_addresses("http://localhost:8080", "http://content.localhost:8080", 1);
    EXPECT_EQ(found.content_url, "http://content.localhost:8080");
    EXPECT_FALSE(found.origin_per_package);
    EXPECT_FALSE(
        site_addresses("http://localhost:8080", "http://127.0.0.1:8080", 1).origin_per_package);
    EXPECT_EQ(site_addresses("http://localhost:1", "http://[::1]:8080", 1).content_url,
              "http://[::1]:8080");
}

TEST(SiteAddressesTest, what_is_not_said_is_completed) {
    const Addresses all = site_addresses({}, {}, 8080);
    EXPECT_EQ(all.public_url, "http://localhost:8080");
    EXPECT_EQ(all.content_url, "http://content.localhost:8080");
    EXPECT_TRUE(all.origin_per_package);
    const Addresses named = site_addresses("https://learn.example.org", {}, 8080);
    EXPECT_EQ(named.content_url, "https://content.learn.example.org");
    const Addresses machine = site_addresses("http://127.0.0.1:9000", {}, 8080);
    EXPECT_EQ(machine.content_url, "http://content.localhost:9000");
    EXPECT_THROW(site_addresses("http://10.0.0.7:9000", {}, 8080), Error);
}

TEST(SiteAddressesTest, an_address_is_a_scheme_a_host_and_a_port) {
    const std::string good = "http://content.test";
    for (const std::string bad :
         {"learn.test", "ftp://learn.test", "http://", "http:///", "http://learn.test/site",
          "http://learn.test?x", "http://me@learn.test", "http://learn test", "http://learn..test",
          "http://-learn.test", "http://learn.test:", "http://learn.test:0",
          "http://learn.test:65536", "http://learn.test:8o", "http://[::1", "http://[learn]",
          "http://*.learn.test"}) {
        EXPECT_FALSE(refused(bad, good).empty()) << bad;
    }
}

TEST(SiteAddressesTest, a_content_address_that_can_not_work_is_refused_with_the_reason) {
    const std::string site = "http://learn.test";
    EXPECT_NE(refused(site, "http://*.*.test").find("the * in a wrong place"), std::string::npos);
    EXPECT_NE(refused(site, "http://content.*.test").find("the * in a wrong place"),
              std::string::npos);
    EXPECT_NE(refused(site, "http://x*.test").find("the * in a wrong place"), std::string::npos);
    EXPECT_NE(refused(site, "http://*.127.0.0.1").find("before a number"), std::string::npos);
    EXPECT_NE(refused(site, "http://*.test").find("take in the public host"), std::string::npos);
    EXPECT_NE(refused(site, "http://*.learn.test").find("host of its own"), std::string::npos);
    EXPECT_NE(refused(site, "http://learn.test:81").find("host of its own"), std::string::npos);
    EXPECT_NE(refused("https://learn.test", "http://*.content.test").find("has to be https"),
              std::string::npos);
    EXPECT_FALSE(refused(site, "http://*.").empty());
    EXPECT_FALSE(refused(site, "http://*." + std::string(64, 'a') + ".test").empty());
}

}  // namespace
}  // namespace tessera::kernel
