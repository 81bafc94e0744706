#include "files/store.hpp"

#include "db/test_support.hpp"
#include "files/sha256.hpp"

#include <gtest/gtest.h>

#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <thread>

namespace tessera::kernel {
namespace {

namespace fs = std::filesystem;

constexpr const char* kHello = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

class FileStoreTest : public ::testing::Test {
protected:
    fs::path write(const std::string& name, const std::string& text) {
        std::ofstream(folder_.path() / name, std::ios::binary) << text;
        return folder_.path() / name;
    }
    Upload upload(const fs::path& path, const std::string& sha256) {
        Upload upload;
        upload.path = std::make_shared<const fs::path>(path);
        upload.sha256 = sha256;
        return upload;
    }
    static std::string content(const fs::path& path) {
        std::ostringstream text;
        text << std::ifstream(path, std::ios::binary).rdbuf();
        return text.str();
    }
    std::size_t files_in(const fs::path& folder) {
        std::size_t count = 0;
        for (const auto& entry : fs::recursive_directory_iterator(folder))
            count += entry.is_regular_file() ? 1 : 0;
        return count;
    }

    testing::TemporaryFolder folder_;
    DiskFiles files_{folder_.path() / "files", folder_.path() / "tmp"};
};

TEST_F(FileStoreTest, names_a_file_by_the_hash_of_its_bytes) {
    EXPECT_EQ(files_.import(write("a", "hello")), kHello);
    EXPECT_EQ(content(files_.path(kHello)), "hello");
    EXPECT_EQ(files_.path(kHello), folder_.path() / "files/2c" / kHello);
    EXPECT_TRUE(fs::exists(folder_.path() / "a")) << "import copies";
    EXPECT_EQ(files_in(files_.tmp()), 0U);
}

TEST_F(FileStoreTest, adopts_an_upload_by_moving_it) {
    const fs::path temporary = write("tmp/upload-1", "hello");
    EXPECT_EQ(files_.adopt(upload(temporary, kHello)), kHello);
    EXPECT_FALSE(fs::exists(temporary));
    EXPECT_EQ(content(files_.path(kHello)), "hello");
}

TEST_F(FileStoreTest, keeps_the_file_it_has_when_the_same_comes_again) {
    files_.import(write("a", "hello"));
    const auto before = fs::last_write_time(files_.path(kHello));
    files_.adopt(upload(write("tmp/upload-1", "hello"), kHello));
    files_.import(folder_.path() / "a");
    EXPECT_EQ(fs::last_write_time(files_.path(kHello)), before);
    EXPECT_EQ(files_in(folder_.path() / "files"), 1U);
}

TEST_F(FileStoreTest, removes_a_file_and_nothing_else) {
    files_.import(write("a", "hello"));
    files_.import(write("b", "other"));
    files_.remove(kHello);
    files_.remove(kHello);
    files_.remove("../tmp");
    EXPECT_FALSE(files_.contains(kHello));
    EXPECT_EQ(files_in(folder_.path() / "files"), 1U);
    EXPECT_EQ(files_.import(folder_.path() / "a"), kHello) << "it can come again";
}

TEST_F(FileStoreTest, gives_a_temporary_file_that_has_no_name) {
    const int fd = files_.temporary();
    EXPECT_EQ(files_in(folder_.path()), 0U);
    EXPECT_EQ(::write(fd, "hello", 5), 5);
    char bytes[5] = {};
    EXPECT_EQ(::pread(fd, bytes, 5, 0), 5);
    EXPECT_EQ(std::string(bytes, 5), "hello");
    ::close(fd);
}

TEST_F(FileStoreTest, never_leaves_its_folder_and_knows_what_it_has_not) {
    for (const char* name :
         {"", "../../../etc/passwd", "2c",
          "2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824", kHello}) {
        EXPECT_FALSE(files_.contains(name)) << name;
        EXPECT_THROW(files_.path(name), Error) << name;
    }
    EXPECT_THROW(files_.adopt(upload(write("tmp/u", "x"), "../../x")), Error);
    EXPECT_THROW(files_.import(folder_.path() / "none"), Error);
    EXPECT_THROW(files_.import(folder_.path()), Error);
}

TEST_F(FileStoreTest, stores_the_same_file_from_many_threads) {
    const fs::path source = write("a", std::string(3 << 20, 'x'));
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) threads.emplace_back([&] { files_.import(source); });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(files_in(folder_.path() / "files"), 1U);
    EXPECT_EQ(files_in(files_.tmp()), 0U);
}

TEST_F(FileStoreTest, removes_what_a_killed_process_left_and_nothing_else) {
    const auto make = [&](const std::string& name) { std::ofstream(files_.tmp() / name) << "x"; };
    const pid_t ended = ::fork();
    if (ended == 0) ::_exit(0);
    ::waitpid(ended, nullptr, 0);
    make("upload-" + std::to_string(ended) + "-0");
    make("import-" + std::to_string(ended) + "-7");
    make("upload-" + std::to_string(::getpid()) + "-99");  // of a container's earlier life
    const std::string alive = "upload-" + std::to_string(::getppid()) + "-0";
    for (const char* name : {"other", "upload-x-0", "upload-", "a-0-b"}) make(name);
    make(alive);
    files_.remove_leftovers();
    EXPECT_EQ(files_in(files_.tmp()), 5U);
    EXPECT_TRUE(fs::exists(files_.tmp() / alive));
}

TEST_F(FileStoreTest, says_when_the_disk_is_full_and_keeps_nothing) {
    // A file system of one megabyte; only root may make one.
    const fs::path small = folder_.path() / "small";
    fs::create_directory(small);
    if (::mount("tmpfs", small.c_str(), "tmpfs", 0, "size=1m") != 0)
        GTEST_SKIP() << "may not mount";
    DiskFiles files(small / "files", small / "tmp");
    try {
        files.import(write("large", std::string(3 << 20, 'x')));
        ADD_FAILURE() << "nothing was thrown";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::StorageFull);
    }
    EXPECT_EQ(files_in(small), 0U);
    EXPECT_EQ(files.import(write("a", "hello")), kHello);
    ::umount(small.c_str());
}

TEST(Sha256, matches_the_published_values) {
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256_hex("hello"), kHello);
    Sha256 hash;
    hash.update("hel");
    hash.update("lo");
    EXPECT_EQ(hash.hex(), kHello);
}

}  // namespace
}  // namespace tessera::kernel
