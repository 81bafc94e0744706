// A file being uploaded: written to a temporary file and hashed on the way.
#pragma once

#include "files/sha256.hpp"
#include "tessera/http.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace tessera::kernel {

class UploadFile {
public:
    /// Creates the temporary file in `folder`. Bytes beyond `limit` are Error{TooLarge}.
    UploadFile(const std::filesystem::path& folder, std::uint64_t limit);
    /// Removes the file unless finish() was called.
    ~UploadFile();
    UploadFile(const UploadFile&) = delete;
    UploadFile& operator=(const UploadFile&) = delete;

    /// Throws Error{StorageFull} when the disk does not take it.
    void write(std::string_view bytes);
    Upload finish(std::string file_name);

private:
    std::string path_;
    int fd_ = -1;
    std::uint64_t limit_, size_ = 0;
    Sha256 hash_;
};

/// "4 MB", for messages about limits.
std::string size_text(std::uint64_t bytes);
[[noreturn]] void throw_too_large(std::uint64_t limit);

}  // namespace tessera::kernel
