// Writes zips for tests, evil ones included: every field of an entry can be made to lie.
#pragma once

#include "content/package.hpp"

#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace content::test {

struct ZipEntry {
    std::string name;
    std::string bytes;
    bool deflate = true;
    std::uint16_t flags = 0x0800;  // UTF-8
    std::uint16_t made_by = 3 << 8;
    std::uint32_t unix_mode = 0100644;
    bool zip64 = false;  // sizes and offset go into the zip64 extra field
    std::optional<std::uint16_t> method;
    std::optional<std::uint32_t> crc32;
    std::optional<std::uint64_t> size;
    std::optional<std::uint64_t> header_offset;
    std::string extra;  // fields of the directory, besides zip64
};

class Zip {
public:
    Zip& add(std::string name, std::string bytes = "x") {
        ZipEntry entry;
        entry.name = std::move(name);
        entry.bytes = std::move(bytes);
        return add(std::move(entry));
    }

    Zip& add(const ZipEntry& entry) {
        const std::string data = entry.deflate ? deflated(entry.bytes) : entry.bytes;
        const std::uint64_t offset = entry.header_offset.value_or(file_.size());
        const std::uint16_t method = entry.method.value_or(entry.deflate ? 8 : 0);
        const std::uint64_t size = entry.size.value_or(entry.bytes.size());
        const auto crc = entry.crc32.value_or(static_cast<std::uint32_t>(
            ::crc32(0, reinterpret_cast<const Bytef*>(entry.bytes.data()),
                    static_cast<uInt>(entry.bytes.size()))));
        const std::string common = u16(entry.flags) + u16(method) + u32(0) + u32(crc) +
                                   u32(entry.zip64 ? kIn64 : data.size()) +
                                   u32(entry.zip64 ? kIn64 : size) + u16(entry.name.size());
        std::string extra = entry.extra;
        if (entry.zip64) extra += u16(1) + u16(24) + u64(size) + u64(data.size()) + u64(offset);
        directory_ += "PK\1\2" + u16(entry.made_by) + u16(20) + common + u16(extra.size()) +
                      u16(0) + u16(0) + u16(0) + u32(std::uint64_t{entry.unix_mode} << 16) +
                      u32(entry.zip64 ? kIn64 : offset) + entry.name + extra;
        file_ += "PK\3\4" + u16(20) + common + u16(0) + entry.name + data;
        ++count_;
        return *this;
    }

    std::string bytes() const {
        const std::uint64_t at = file_.size();
        std::string end;
        if (count_ > 0xffff) {
            end += "PK\6\6" + u64(44) + u16(45) + u16(45) + u32(0) + u32(0) + u64(count_) +
                   u64(count_) + u64(directory_.size()) + u64(at);
            end += "PK\6\7" + u32(0) + u64(at + directory_.size()) + u32(1);
        }
        const std::uint64_t count = std::min<std::uint64_t>(count_, 0xffff);
        end += "PK\5\6" + u16(0) + u16(0) + u16(count) + u16(count) + u32(directory_.size()) +
               u32(count_ > 0xffff ? kIn64 : at) + u16(0);
        return file_ + directory_ + end;
    }

private:
    static constexpr std::uint64_t kIn64 = 0xffffffff;

    static std::string little_endian(std::uint64_t value, int size) {
        std::string text;
        for (int i = 0; i < size; ++i) text += static_cast<char>(value >> 8 * i & 0xff);
        return text;
    }
    static std::string u16(std::uint64_t value) { return little_endian(value, 2); }
    static std::string u32(std::uint64_t value) { return little_endian(value, 4); }
    static std::string u64(std::uint64_t value) { return little_endian(value, 8); }

    static std::string deflated(const std::string& bytes) {
        z_stream stream{};
        deflateInit2(&stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
        std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
        std::string in = bytes;
        stream.next_in = reinterpret_cast<Bytef*>(in.data());
        stream.avail_in = static_cast<uInt>(in.size());
        stream.next_out = reinterpret_cast<Bytef*>(out.data());
        stream.avail_out = static_cast<uInt>(out.size());
        deflate(&stream, Z_FINISH);
        out.resize(stream.total_out);
        deflateEnd(&stream);
        return out;
    }

    std::string file_, directory_;
    std::uint64_t count_ = 0;
};

/// A file with the given bytes that is gone with the object. Lives in memory: tests make thousands.
class TemporaryFile {
public:
    explicit TemporaryFile(const std::string& bytes) : fd_(::memfd_create("package", MFD_CLOEXEC)) {
        std::size_t done = 0;
        while (fd_ >= 0 && done < bytes.size()) {
            const ssize_t wrote = ::write(fd_, bytes.data() + done, bytes.size() - done);
            if (wrote <= 0) throw std::runtime_error("the temporary file can't be written");
            done += static_cast<std::size_t>(wrote);
        }
        if (fd_ < 0) throw std::runtime_error("no temporary file");
    }
    ~TemporaryFile() { ::close(fd_); }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(fd_); }

private:
    int fd_;
};

inline Checked check_bytes(const std::string& bytes, const Limits& limits = {}) {
    const TemporaryFile file(bytes);
    return check(file.path(), limits);
}

/// The finding with this code, or null.
inline const Finding* finding(const Checked& checked, const std::string& code) {
    for (const Finding& one : checked.report.findings) {
        if (one.code == code) return &one;
    }
    return nullptr;
}

inline bool has_error(const Checked& checked, const std::string& code) {
    const Finding* found = finding(checked, code);
    return found && found->severity == Severity::Error && !checked.course;
}

inline bool has_warning(const Checked& checked, const std::string& code) {
    const Finding* found = finding(checked, code);
    return found && found->severity == Severity::Warning;
}

inline bool tolerates(const Checked& checked, const std::string& name) {
    const auto& all = checked.report.tolerances;
    return std::any_of(all.begin(), all.end(), [&](const Tolerance& one) {
        return one.name == name && !one.reason.empty() && !one.evidence.empty();
    });
}

/// A manifest that is right, for tests in which something else is wrong.
inline std::string plain_manifest() {
    return R"(<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="M" version="1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
          xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="O"><organization identifier="O"><title>Fire safety</title>
    <item identifier="I1" identifierref="R1"><title>Fire safety at work</title></item>
  </organization></organizations>
  <resources>
    <resource identifier="R1" type="webcontent" adlcp:scormtype="sco" href="index.html"/>
  </resources>
</manifest>)";
}

/// A package that plays.
inline Zip plain_package() {
    Zip zip;
    zip.add("imsmanifest.xml", plain_manifest());
    zip.add("index.html",
            "<script>API.LMSSetValue('cmi.core.lesson_status', 'completed')</script>");
    return zip;
}

}  // namespace content::test
