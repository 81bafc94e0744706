#include "zip/directory.hpp"

#include "report/format.hpp"
#include "zip/names.hpp"

#include <zlib.h>
#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace content::zip {
namespace {

constexpr std::uint32_t kEndSignature = 0x06054b50;
constexpr std::uint32_t kEnd64Signature = 0x06064b50;
constexpr std::uint32_t kLocator64Signature = 0x07064b50;
constexpr std::uint32_t kRecordSignature = 0x02014b50;
constexpr std::uint32_t kLocalSignature = 0x04034b50;
constexpr std::size_t kEndSize = 22, kEnd64Size = 56, kLocator64Size = 20;
constexpr std::size_t kRecordSize = 46, kLocalSize = 30;
constexpr std::uint64_t kMaxComment = 65'535;
constexpr std::uint16_t kUtf8Flag = 0x0800;
constexpr std::uint32_t kIn64 = 0xffffffff;  // "see the zip64 field"

// Names, extra fields and comments of one record rarely pass a few hundred bytes.
constexpr std::uint64_t kDirectoryBytesPerEntry = 4'096;

template <class T>
T little_endian(const char* at) {
    T value = 0;
    for (std::size_t i = sizeof(T); i-- > 0;) {
        value = static_cast<T>(value << 8 | static_cast<unsigned char>(at[i]));
    }
    return value;
}
std::uint16_t u16(const char* at) { return little_endian<std::uint16_t>(at); }
std::uint32_t u32(const char* at) { return little_endian<std::uint32_t>(at); }
std::uint64_t u64(const char* at) { return little_endian<std::uint64_t>(at); }

/// Where the directory lies and how many records it holds.
struct Place {
    std::uint64_t offset = 0, size = 0, entries = 0;
};

constexpr const char* kDamaged =
    "The zip's table of contents is damaged. Export the course again, or upload it again if the "
    "upload was interrupted.";

void report_no_zip(const File& file, Findings& findings) {
    std::array<char, 1024> head{};
    const std::size_t size =
        static_cast<std::size_t>(std::min<std::uint64_t>(file.size(), head.size()));
    file.read_at(0, head.data(), size);
    const std::string_view start(head.data(), size);
    if (start.empty()) {
        findings.error("zip.empty", "The file is empty. Upload the course's zip file again.");
    } else if (start.substr(0, 4) == std::string_view("PK\3\4", 4)) {
        findings.error(
            "zip.truncated",
            "The file begins as a zip but its end is missing. The upload or the download "
            "before it was interrupted. Get the file again.");
    } else {
        findings.error("zip.not-a-zip", describe_file(start));
    }
}

/// Finds the end record: the last one whose comment fits into what follows it.
std::optional<std::uint64_t> find_end(const File& file) {
    if (file.size() < kEndSize) return {};
    const std::uint64_t tail = std::min<std::uint64_t>(file.size(), kEndSize + kMaxComment);
    std::string bytes(static_cast<std::size_t>(tail), '\0');
    const std::uint64_t start = file.size() - tail;
    if (!file.read_at(start, bytes.data(), bytes.size())) return {};
    for (std::size_t at = bytes.size() - kEndSize + 1; at-- > 0;) {
        if (u32(&bytes[at]) != kEndSignature) continue;
        if (at + kEndSize + u16(&bytes[at + 20]) <= bytes.size()) return start + at;
    }
    return {};
}

std::optional<Place> read_place64(const File& file, std::uint64_t end) {
    std::array<char, kLocator64Size> locator{};
    std::array<char, kEnd64Size> record{};
    if (end < kLocator64Size ||
        !file.read_at(end - kLocator64Size, locator.data(), locator.size()) ||
        u32(locator.data()) != kLocator64Signature ||
        !file.read_at(u64(&locator[8]), record.data(), record.size()) ||
        u32(record.data()) != kEnd64Signature) {
        return {};
    }
    return Place{u64(&record[48]), u64(&record[40]), u64(&record[32])};
}

std::optional<Place> find_place(const File& file, Findings& findings) {
    const auto end = find_end(file);
    if (!end) {
        report_no_zip(file, findings);
        return {};
    }
    std::array<char, kEndSize> record{};
    file.read_at(*end, record.data(), record.size());
    const std::uint16_t disk = u16(&record[4]), entries = u16(&record[10]);
    if (disk != 0 && disk != 0xffff) {
        findings.error("zip.multi-part",
                       "This is one part of a zip split over several files. Upload the course as a "
                       "single zip.");
        return {};
    }
    Place place{u32(&record[16]), u32(&record[12]), entries};
    if (entries == 0xffff || place.offset == kIn64 || place.size == kIn64) {
        const auto place64 = read_place64(file, *end);
        if (place64) place = *place64;
    }
    if (place.offset > *end || place.size > *end - place.offset) {
        findings.error("zip.damaged", kDamaged);
        return {};
    }
    return place;
}

/// Replaces 0xffffffff values by those of the zip64 extra field; false when one is missing.
bool read_zip64_extra(std::string_view extra, Record& record) {
    const bool wants_size = record.size == kIn64;
    const bool wants_compressed = record.compressed_size == kIn64;
    const bool wants_offset = record.header_offset == kIn64;
    if (!wants_size && !wants_compressed && !wants_offset) return true;
    while (extra.size() >= 4) {
        const std::uint16_t id = u16(extra.data()), length = u16(extra.data() + 2);
        extra.remove_prefix(4);
        if (length > extra.size()) return false;
        std::string_view field = extra.substr(0, length);
        extra.remove_prefix(length);
        if (id != 0x0001) continue;
        const auto take = [&field](std::uint64_t& value) {
            if (field.size() < 8) return false;
            value = u64(field.data());
            field.remove_prefix(8);
            return true;
        };
        return (!wants_size || take(record.size)) &&
               (!wants_compressed || take(record.compressed_size)) &&
               (!wants_offset || take(record.header_offset));
    }
    return false;
}

/// The name in Unicode that some tools add (APPNOTE 4.6.9): it counts while it is of this very name.
void read_unicode_name(std::string_view extra, Record& record) {
    constexpr std::size_t kHead = 5;  // a version and the CRC of the name it stands for
    while (extra.size() >= 4) {
        const std::uint16_t id = u16(extra.data()), length = u16(extra.data() + 2);
        extra.remove_prefix(4);
        if (length > extra.size()) return;
        const std::string_view field = extra.substr(0, length);
        extra.remove_prefix(length);
        if (id != 0x7075 || field.size() <= kHead || field[0] != 1) continue;
        const auto crc =
            crc32_z(0, reinterpret_cast<const Bytef*>(record.name.data()), record.name.size());
        const std::string_view name = field.substr(kHead);
        if (crc != u32(field.data() + 1) || !is_utf8(name)) return;
        record.name = name;
        record.flags |= kUtf8Flag;
        return;
    }
}

/// Takes one record off the front of `bytes`; nothing when it is damaged.
std::optional<Record> take_record(std::string_view& bytes) {
    if (bytes.size() < kRecordSize || u32(bytes.data()) != kRecordSignature) return {};
    const char* at = bytes.data();
    Record record;
    record.made_by = u16(at + 4);
    record.flags = u16(at + 8);
    record.method = u16(at + 10);
    record.crc32 = u32(at + 16);
    record.compressed_size = u32(at + 20);
    record.size = u32(at + 24);
    record.external_attributes = u32(at + 38);
    record.header_offset = u32(at + 42);
    const std::size_t name = u16(at + 28), extra = u16(at + 30), comment = u16(at + 32);
    if (bytes.size() - kRecordSize < name + extra + comment) return {};
    record.name.assign(bytes.substr(kRecordSize, name));
    if (!read_zip64_extra(bytes.substr(kRecordSize + name, extra), record)) return {};
    if (!record.names_are_utf8())
        read_unicode_name(bytes.substr(kRecordSize + name, extra), record);
    bytes.remove_prefix(kRecordSize + name + extra + comment);
    return record;
}

}  // namespace

std::uint32_t Record::unix_type() const {
    constexpr int kUnix = 3, kMacOs = 19;
    const int system = made_by >> 8;
    return system == kUnix || system == kMacOs ? external_attributes >> 16 & 0170000u : 0;
}

std::optional<std::vector<Record>> read_directory(const File& file, const Limits& limits,
                                                  Findings& findings) {
    const auto place = find_place(file, findings);
    if (!place) return {};
    if (place->entries > limits.entries) {
        findings.error("zip.too-many-entries",
                       "The zip has " + count_of(place->entries, "entry", "entries") +
                           ". At most " + count_of(limits.entries, "entry is", "entries are") +
                           " accepted. Split the course into several packages.");
        return {};
    }
    if (place->size / kDirectoryBytesPerEntry > limits.entries) {
        findings.error("zip.damaged", kDamaged);
        return {};
    }
    std::string bytes(static_cast<std::size_t>(place->size), '\0');
    bool good = file.read_at(place->offset, bytes.data(), bytes.size());
    std::vector<Record> records;
    std::string_view rest = bytes;
    // The count is 16 bits wide in old writers and wraps; the size of the directory is the truth.
    while (good && !rest.empty() && records.size() <= limits.entries) {
        auto record = take_record(rest);
        good = record.has_value();
        if (record) records.push_back(std::move(*record));
    }
    if (good && records.size() > limits.entries) {
        findings.error("zip.too-many-entries", "The zip has more than " +
                                                   count_of(limits.entries, "entry", "entries") +
                                                   ". Split the course into several packages.");
        return {};
    }
    if (!good || (records.size() & 0xffff) != (place->entries & 0xffff)) {
        findings.error("zip.damaged", kDamaged);
        return {};
    }
    return records;
}

std::optional<std::uint64_t> data_offset(const File& file, const Record& record) {
    std::array<char, kLocalSize> header{};
    if (!file.read_at(record.header_offset, header.data(), header.size()) ||
        u32(header.data()) != kLocalSignature) {
        return {};
    }
    const std::uint64_t offset =
        record.header_offset + kLocalSize + u16(&header[26]) + u16(&header[28]);
    if (offset > file.size() || record.compressed_size > file.size() - offset) return {};
    return offset;
}

}  // namespace content::zip
