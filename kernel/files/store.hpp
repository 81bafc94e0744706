// The content-addressed file store: <folder>/ab/<sha256>.
#pragma once

#include "tessera/host.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace tessera::kernel {

/// Thread-safe, also among processes: a file appears whole, by rename, and never changes.
class DiskFiles : public FileStore {
public:
    /// Both folders are created when missing; they must be on one file system.
    DiskFiles(std::filesystem::path folder, std::filesystem::path tmp);

    /// Throws Error{StorageFull} when the disk is full; the store is then as before.
    std::string adopt(const Upload& upload) override;
    std::string import(const std::filesystem::path& file) override;
    std::filesystem::path path(std::string_view sha256) const override;
    bool contains(std::string_view sha256) const override;
    void remove(std::string_view sha256) override;
    int temporary() override;

    /// Where uploads are streamed to before they are adopted.
    const std::filesystem::path& tmp() const { return tmp_; }
    /// A name for a file in tmp() that remove_leftovers() knows: "KIND-PROCESS-…".
    static std::string temporary_name(std::string_view kind);
    /// Removes from tmp() what processes that were ended by force have left, this one's earlier self
    /// included. Called before the first file of this process is made.
    void remove_leftovers();

private:
    std::filesystem::path place(std::string_view sha256) const;
    void put(const std::filesystem::path& temporary, const std::string& sha256);

    const std::filesystem::path folder_;
    const std::filesystem::path tmp_;
};

}  // namespace tessera::kernel
