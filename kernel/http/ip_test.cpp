#include "http/ip.hpp"

#include <gtest/gtest.h>

namespace tessera::kernel {
namespace {

std::string hop(std::string_view text) {
    const auto address = IpAddress::parse_hop(text);
    return address ? address->text() : "-";
}

TEST(Ip, addresses_are_read_in_every_way_proxies_write_them) {
    EXPECT_EQ(hop("192.0.2.7"), "192.0.2.7");
    EXPECT_EQ(hop(" 192.0.2.7\t"), "192.0.2.7");
    EXPECT_EQ(hop("192.0.2.7:4711"), "192.0.2.7");
    EXPECT_EQ(hop("2001:DB8::7"), "2001:db8::7");
    EXPECT_EQ(hop("[2001:db8::7]"), "2001:db8::7");
    EXPECT_EQ(hop("[2001:db8::7]:443"), "2001:db8::7");
    EXPECT_EQ(hop("\"[2001:db8::7]:443\""), "2001:db8::7");
    EXPECT_EQ(hop("fe80::1%eth0"), "fe80::1");
    EXPECT_EQ(hop("[fe80::1%25eth0]:80"), "fe80::1");
    EXPECT_EQ(hop("::ffff:192.0.2.7"), "192.0.2.7");
}

TEST(Ip, only_addresses_count) {
    for (const char* text : {"",
                             " ",
                             "unknown",
                             "_hidden",
                             "localhost",
                             "192.0.2",
                             "192.0.2.256",
                             "192.0.2.7:",
                             "192.0.2.7:x",
                             "192.0.2.7:123456",
                             "192.0.2.7/8",
                             "[192.0.2.7]",
                             "[2001:db8::7",
                             "2001:db8::7]",
                             "[2001:db8::7]x",
                             "[2001:db8::7]:x",
                             "fe80::1%",
                             "::%\t",
                             "fe80::1%a b",
                             "1::2::3",
                             "\"192.0.2.7",
                             "192.0.2.7 evil",
                             "<script>",
                             "12345"}) {
        EXPECT_EQ(hop(text), "-") << text;
    }
    EXPECT_EQ(hop(std::string_view("192.0.2.7\0", 10)), "-");
    EXPECT_EQ(hop(std::string(5000, '1')), "-");
}

TEST(Ip, networks_hold_what_shares_their_first_bits) {
    const auto holds = [](const char* network, const char* address) {
        return IpNetwork::parse(network)->contains(*IpAddress::parse(address));
    };
    EXPECT_TRUE(holds("10.0.0.7", "10.0.0.7"));
    EXPECT_FALSE(holds("10.0.0.7", "10.0.0.8"));
    EXPECT_TRUE(holds("10.0.0.0/8", "10.255.0.1"));
    EXPECT_FALSE(holds("10.0.0.0/8", "11.0.0.1"));
    EXPECT_TRUE(holds("10.20.30.40/20", "10.20.31.1"));
    EXPECT_FALSE(holds("10.20.30.40/20", "10.20.32.1"));
    EXPECT_TRUE(holds("0.0.0.0/0", "192.0.2.7"));
    EXPECT_FALSE(holds("0.0.0.0/0", "2001:db8::7"));
    EXPECT_TRUE(holds("fd00::/8", "fdff::1"));
    EXPECT_TRUE(holds("127.0.0.1", "::ffff:127.0.0.1"));
    for (const char* bad : {"", "proxy", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8/8",
                            "fd00::/129", "10.0.0.1:80", "fe80::1%eth0", "*"})
        EXPECT_FALSE(IpNetwork::parse(bad)) << bad;
}

TEST(Ip, a_household_counts_as_one) {
    const auto client = [](const char* text) { return same_client(*IpAddress::parse(text)); };
    EXPECT_EQ(client("2001:db8:1:2::1"), client("2001:db8:1:2:ffff::9"));
    EXPECT_NE(client("2001:db8:1:2::1"), client("2001:db8:1:3::1"));
    EXPECT_NE(client("192.0.2.7"), client("192.0.2.8"));
}

/// The client of a request that came from 10.0.0.1; trusted are 10.0.0.0/8 and fd00::/8.
std::string client(const std::vector<std::string_view>& lines, const char* peer = "10.0.0.1") {
    const std::vector<IpNetwork> trusted = {*IpNetwork::parse("10.0.0.0/8"),
                                            *IpNetwork::parse("fd00::/8")};
    return client_of(*IpAddress::parse(peer), lines, trusted).text();
}

TEST(Ip, the_client_is_the_last_address_that_is_no_trusted_proxy) {
    EXPECT_EQ(client({}), "10.0.0.1");
    EXPECT_EQ(client({"192.0.2.7"}), "192.0.2.7");
    EXPECT_EQ(client({"203.0.113.9, 192.0.2.7"}), "192.0.2.7");
    EXPECT_EQ(client({"203.0.113.9, 192.0.2.7, 10.0.0.2, fd00::3"}), "192.0.2.7");
    EXPECT_EQ(client({"203.0.113.9 , 192.0.2.7:5000,[fd00::2]:443"}), "192.0.2.7");
    EXPECT_EQ(client({"10.0.0.9, 10.0.0.2"}), "10.0.0.9");
}

TEST(Ip, lines_of_one_name_are_one_list) {
    EXPECT_EQ(client({"203.0.113.9", "192.0.2.7"}), "192.0.2.7");
    EXPECT_EQ(client({"192.0.2.7", "10.0.0.2"}), "192.0.2.7");
    EXPECT_EQ(client({"203.0.113.9", "198.51.100.1, 192.0.2.7", "", "10.0.0.2,"}), "192.0.2.7");
}

TEST(Ip, what_is_no_address_names_nobody) {
    EXPECT_EQ(client({"192.0.2.7, unknown"}), "10.0.0.1");
    EXPECT_EQ(client({"192.0.2.7, unknown, 10.0.0.2"}), "10.0.0.2");
    EXPECT_EQ(client({"<script>"}), "10.0.0.1");
    EXPECT_EQ(client({"192.0.2.7"}, "203.0.113.50"), "203.0.113.50");
}

}  // namespace
}  // namespace tessera::kernel
