#include "auth/secrets.hpp"

#include "plugin/testing/home.hpp"
#include "tessera/error.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <set>
#include <thread>

namespace tessera::kernel {
namespace {

/// The least libsodium allows, so that tests are quick.
constexpr PasswordCost kCheap = {8192, 1};

InstallationKey key_of(unsigned char byte) {
    InstallationKey key;
    key.fill(byte);
    return key;
}

TEST(Secrets, APasswordFitsItsHashAndNoOther) {
    KernelSecrets secrets(key_of(1), kCheap, 1);
    const auto hash = secrets.hash_password("correct horse");
    EXPECT_EQ(hash.rfind("$argon2id$", 0), 0u);
    EXPECT_NE(hash, secrets.hash_password("correct horse"));
    EXPECT_TRUE(secrets.verify_password(hash, "correct horse"));
    EXPECT_FALSE(secrets.verify_password(hash, "correct horse "));
    EXPECT_FALSE(secrets.verify_password("", "correct horse"));
    EXPECT_FALSE(secrets.verify_password("not a hash", "correct horse"));
    EXPECT_FALSE(secrets.verify_password(std::string(500, 'x'), "correct horse"));
}

TEST(Secrets, AHashOfAnotherCostIsToBeMadeAnew) {
    KernelSecrets cheap(key_of(1), kCheap, 1);
    KernelSecrets dearer(key_of(1), {16384, 2}, 1);
    const auto hash = cheap.hash_password("x");
    EXPECT_FALSE(cheap.needs_rehash(hash));
    EXPECT_TRUE(dearer.needs_rehash(hash));
    EXPECT_TRUE(dearer.verify_password(hash, "x"));
}

TEST(Secrets, AVeryLongPasswordIsRefusedWhenItIsChosen) {
    KernelSecrets secrets(key_of(1), kCheap, 1);
    EXPECT_THROW(secrets.hash_password(std::string(1025, 'x')), Error);
    const auto hash = secrets.hash_password(std::string(1024, 'x'));
    EXPECT_FALSE(secrets.verify_password(hash, std::string(1025, 'x')));
}

TEST(Secrets, OverTheQueueAHashIsRefusedAndTheOthersAreMade) {
    // 200 ms each, so that they pile up.
    KernelSecrets secrets(key_of(1), {19 * 1024 * 1024, 8}, 1, 2);
    std::atomic<int> made{0}, refused{0};
    std::vector<std::thread> people;
    for (int i = 0; i < 8; ++i) {
        people.emplace_back([&] {
            try {
                secrets.hash_password("x");
                ++made;
            } catch (const Error& problem) {
                EXPECT_EQ(problem.kind(), ErrorKind::Unavailable);
                ++refused;
            }
        });
    }
    for (auto& person : people) person.join();
    EXPECT_EQ(made + refused, 8);
    EXPECT_GE(made, 2);
    EXPECT_GE(refused, 1);
}

TEST(Secrets, SignaturesDependOnKeyPurposeAndMessage) {
    const KernelSecrets one(key_of(1), kCheap, 1), other(key_of(2), kCheap, 1);
    const auto signature = one.sign("csrf", "session");
    EXPECT_EQ(signature.size(), 64u);
    EXPECT_EQ(signature, one.sign("csrf", "session"));
    EXPECT_NE(signature, other.sign("csrf", "session"));
    EXPECT_NE(signature, one.sign("launch", "session"));
    EXPECT_NE(one.sign("a", "bc"), one.sign("ab", "c"));
}

TEST(Secrets, DigestsAreSha256AndTokensAreRandom) {
    KernelSecrets secrets(key_of(1), kCheap, 1);
    EXPECT_EQ(secrets.digest("abc"),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    std::set<std::string> tokens;
    for (int i = 0; i < 100; ++i) tokens.insert(secrets.random_token());
    EXPECT_EQ(tokens.size(), 100u);
    EXPECT_EQ(tokens.begin()->size(), 43u);
    EXPECT_EQ(tokens.begin()->find_first_of("+/="), std::string::npos);
    EXPECT_TRUE(secrets.same("abc", "abc"));
    EXPECT_FALSE(secrets.same("abc", "abd"));
    EXPECT_FALSE(secrets.same("abc", "ab"));
    EXPECT_TRUE(secrets.same("", ""));
}

TEST(InstallationKeyFile, IsMadeOnceForTheOwnerAlone) {
    const testing::TestHome home;
    const auto file = home.home() / "key";
    const auto key = installation_key(file);
    EXPECT_EQ(installation_key(file), key);
    struct stat info = {};
    ASSERT_EQ(::stat(file.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST(InstallationKeyFile, ADamagedOrReadableOneIsRefused) {
    const testing::TestHome home;
    const auto file = home.home() / "key";
    home.write("key", "short");
    ::chmod(file.c_str(), 0600);
    EXPECT_THROW(installation_key(file), Error);
    home.write("key", std::string(32, 'x'));
    ::chmod(file.c_str(), 0644);
    EXPECT_THROW(installation_key(file), Error);
    ::chmod(file.c_str(), 0600);
    EXPECT_EQ(installation_key(file), key_of('x'));
}

}  // namespace
}  // namespace tessera::kernel
