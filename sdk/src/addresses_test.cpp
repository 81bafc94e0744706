#include "tessera/host.hpp"

#include <gtest/gtest.h>

namespace tessera {
namespace {

const std::string kHash(64, 'a');
const std::string kLabel(40, 'a');

TEST(AddressesTest, each_package_has_a_host_of_its_own_below_the_content_host) {
    const Addresses site{"https://learn.example.org", "https://content.example.org", true};
    EXPECT_EQ(site.package_url(kHash), "https://" + kLabel + ".content.example.org");
    EXPECT_TRUE(site.is_package_host(kLabel + ".content.example.org", kHash));
    EXPECT_TRUE(site.is_package_host(kLabel + ".Content.Example.org", kHash));
    for (const std::string& host :
         {std::string("content.example.org"), std::string("learn.example.org"),
          std::string(40, 'b') + ".content.example.org", kLabel + ".content.example.org:8080",
          kHash + ".content.example.org", kLabel + ".example.org", std::string()}) {
        EXPECT_FALSE(site.is_package_host(host, kHash)) << host;
    }
}

TEST(AddressesTest, one_level_below_the_content_host_is_the_place_of_packages) {
    const Addresses site{"http://localhost:80", "http://content.localhost:8080", true};
    EXPECT_TRUE(site.is_below_content_host("x.content.localhost:8080"));
    for (const char* host :
         {"content.localhost:8080", ".content.localhost:8080", "x.localhost:8080",
          "y.x.content.localhost:8080", "x.content.localhost", ""}) {
        EXPECT_FALSE(site.is_below_content_host(host)) << host;
    }
    EXPECT_EQ(site.content_sources(),
              "http://content.localhost:8080 http://*.content.localhost:8080");
}

TEST(AddressesTest, without_names_below_it_the_content_host_is_that_of_all_packages) {
    const Addresses site{"http://localhost:8080", "http://127.0.0.1:8080"};
    EXPECT_EQ(site.package_url(kHash), "http://127.0.0.1:8080");
    EXPECT_TRUE(site.is_package_host("127.0.0.1:8080", kHash));
    EXPECT_FALSE(site.is_package_host("localhost:8080", kHash));
    EXPECT_FALSE(site.is_below_content_host("x.127.0.0.1:8080"));
    EXPECT_EQ(site.content_sources(), "http://127.0.0.1:8080");
}

}  // namespace
}  // namespace tessera
