// Passwords, tokens and keyed hashes, by libsodium.
#pragma once

#include "tessera/host.hpp"

#include <array>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace tessera::kernel {

/// The installation's key: 32 random bytes.
using InstallationKey = std::array<unsigned char, 32>;

/// Reads `file`; makes it (mode 0600) when there is none. Throws Error{Internal} when it can't be
/// read, is of another size, or can be read by other users of the machine.
InstallationKey installation_key(const std::filesystem::path& file);

/// What a password hash costs. OWASP's first recommendation for argon2id.
struct PasswordCost {
    std::size_t memory = 19 * 1024 * 1024;
    unsigned long long passes = 2;
};

class KernelSecrets : public Secrets {
public:
    /// `threads` 0: one less than the machine has cores, at least one. Over `max_waiting` requests
    /// for a hash are refused: each of them holds one of the workers that serve everybody's pages.
    KernelSecrets(const InstallationKey& key, PasswordCost cost = {}, unsigned threads = 0,
                  std::size_t max_waiting = 8);
    ~KernelSecrets() override;
    KernelSecrets(const KernelSecrets&) = delete;
    KernelSecrets& operator=(const KernelSecrets&) = delete;

    bool busy() override;
    std::string hash_password(std::string_view password) override;
    bool verify_password(std::string_view hash, std::string_view password) override;
    bool needs_rehash(std::string_view hash) const override;
    std::string random_token(std::size_t bytes = 32) override;
    std::uint64_t random_number() override;
    std::string digest(std::string_view token) const override;
    std::string sign(std::string_view purpose, std::string_view message) const override;
    bool same(std::string_view a, std::string_view b) const override;

private:
    struct Task;
    /// Runs `work` on the pool and waits for it.
    void on_pool(const std::function<void()>& work);
    void work();
    std::string make_hash(std::string_view password) const;

    const InstallationKey key_;
    const PasswordCost cost_;
    const std::size_t max_waiting_;
    std::string nobodys_hash_;  ///< verified for accounts that do not exist
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Task*> waiting_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace tessera::kernel
