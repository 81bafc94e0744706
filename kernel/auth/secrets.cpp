#include "auth/secrets.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <exception>

namespace tessera::kernel {

namespace {

constexpr std::size_t kMaxPassword = 1024;

[[noreturn]] void fail(const std::string& sentence) {
    throw Error(ErrorKind::Internal, "secrets.failed", sentence);
}

void require_sodium() {
    if (sodium_init() < 0) fail("The cryptographic library libsodium can't be started.");
}

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string hex(const unsigned char* data, std::size_t size) {
    std::string text(size * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), data, size);
    text.pop_back();
    return text;
}

/// Another process may make the key at the same moment: the first link to the name wins.
void make_key(const std::filesystem::path& file) {
    InstallationKey key;
    randombytes_buf(key.data(), key.size());
    auto fresh = file;
    fresh += "." + std::to_string(::getpid());
    const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) fail("The installation key " + file.string() + " can't be written.");
    const bool written =
        ::write(fd, key.data(), key.size()) == static_cast<ssize_t>(key.size()) && ::fsync(fd) == 0;
    ::close(fd);
    if (written) {
        [[maybe_unused]] const int linked = ::link(fresh.c_str(), file.c_str());
    }
    ::unlink(fresh.c_str());
    if (!written) fail("The installation key " + file.string() + " can't be written.");
}

}  // namespace

InstallationKey installation_key(const std::filesystem::path& file) {
    require_sodium();
    if (!std::filesystem::exists(file)) make_key(file);
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) fail("The installation key " + file.string() + " can't be read.");
    struct stat info = {};
    InstallationKey key;
    const bool known = ::fstat(fd, &info) == 0;
    const auto size = ::read(fd, key.data(), key.size());
    ::close(fd);
    if (!known || size != static_cast<ssize_t>(key.size()) || info.st_size != size) {
        fail("The installation key " + file.string() + " is damaged: it must have 32 bytes.");
    }
    if (info.st_mode & (S_IRWXG | S_IRWXO)) {
        fail("Other users can read the installation key " + file.string() +
             ": set its mode to 600.");
    }
    return key;
}

struct KernelSecrets::Task {
    const std::function<void()>& work;
    std::exception_ptr failure;
    bool done = false;
};

KernelSecrets::KernelSecrets(const InstallationKey& key, PasswordCost cost, unsigned threads,
                             std::size_t max_waiting)
    : key_(key), cost_(cost), max_waiting_(max_waiting) {
    require_sodium();
    nobodys_hash_ = make_hash(random_token());
    if (threads == 0) threads = std::max(2u, std::thread::hardware_concurrency()) - 1;
    for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

KernelSecrets::~KernelSecrets() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

void KernelSecrets::work() {
    // Pages go before sign-ins: 200 people at nine o'clock must not stop everybody else.
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), 10);
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        Task* task = waiting_.front();
        waiting_.pop_front();
        lock.unlock();
        std::exception_ptr failure;
        try {
            task->work();
        } catch (...) {
            failure = std::current_exception();
        }
        lock.lock();
        task->failure = failure;
        task->done = true;
        changed_.notify_all();
    }
}

bool KernelSecrets::busy() {
    const std::lock_guard lock(mutex_);
    return waiting_.size() >= max_waiting_;
}

void KernelSecrets::on_pool(const std::function<void()>& work) {
    Task task{work, nullptr, false};
    std::unique_lock lock(mutex_);
    if (stopping_ || waiting_.size() >= max_waiting_) {
        throw Error(ErrorKind::Unavailable, "secrets.busy",
                    "Many people are signing in just now. Try again in a few seconds.");
    }
    waiting_.push_back(&task);
    changed_.notify_all();
    changed_.wait(lock, [&] { return task.done; });
    if (task.failure) std::rethrow_exception(task.failure);
}

std::string KernelSecrets::make_hash(std::string_view password) const {
    std::string hash(crypto_pwhash_STRBYTES, '\0');
    if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), cost_.passes,
                              cost_.memory, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw Error(ErrorKind::Unavailable, "secrets.memory",
                    "There is not enough memory to check a password just now. Try again shortly.");
    }
    hash.resize(hash.find('\0'));
    return hash;
}

std::string KernelSecrets::hash_password(std::string_view password) {
    if (password.size() > kMaxPassword) {
        throw invalid("password", "Choose a password of at most 1,024 characters.");
    }
    std::string hash;
    on_pool([&] { hash = make_hash(password); });
    return hash;
}

bool KernelSecrets::verify_password(std::string_view hash, std::string_view password) {
    const bool known = !hash.empty() && hash.size() < crypto_pwhash_STRBYTES;
    const std::string stored(known ? hash : std::string_view(nobodys_hash_));
    const std::string_view given = password.substr(0, kMaxPassword);
    bool fits = false;
    on_pool(
        [&] { fits = crypto_pwhash_str_verify(stored.c_str(), given.data(), given.size()) == 0; });
    return fits && known && password.size() <= kMaxPassword;
}

bool KernelSecrets::needs_rehash(std::string_view hash) const {
    if (hash.size() >= crypto_pwhash_STRBYTES) return true;
    const std::string stored(hash);
    return crypto_pwhash_str_needs_rehash(stored.c_str(), cost_.passes, cost_.memory) != 0;
}

std::string KernelSecrets::random_token(std::size_t size) {
    std::string random(size, '\0');
    randombytes_buf(random.data(), random.size());
    constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string text(sodium_base64_encoded_len(size, kVariant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes(random), size, kVariant);
    text.pop_back();
    return text;
}

std::uint64_t KernelSecrets::random_number() {
    std::uint64_t number = 0;
    randombytes_buf(&number, sizeof number);
    return number;
}

std::string KernelSecrets::digest(std::string_view token) const {
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, bytes(token), token.size());
    return hex(hash, sizeof hash);
}

std::string KernelSecrets::sign(std::string_view purpose, std::string_view message) const {
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key_.data(), key_.size());
    crypto_auth_hmacsha256_update(&state, bytes(purpose), purpose.size());
    const unsigned char separator = 0;
    crypto_auth_hmacsha256_update(&state, &separator, 1);
    crypto_auth_hmacsha256_update(&state, bytes(message), message.size());
    unsigned char code[crypto_auth_hmacsha256_BYTES];
    crypto_auth_hmacsha256_final(&state, code);
    return hex(code, sizeof code);
}

bool KernelSecrets::same(std::string_view a, std::string_view b) const {
    return a.size() == b.size() && (a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0);
}

}  // namespace tessera::kernel
