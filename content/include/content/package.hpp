// A package: one immutable zip on disk, its entries, its course structure, and a report on what is
// wrong with it and what it will report. Nothing is ever unpacked to disk.
#pragma once

#include "scorm/course.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace content {

/// What an import accepts. Defaults fit courses as authoring tools make them.
struct Limits {
    std::uint64_t zip_bytes = 2ull << 30;
    std::uint64_t entries = 20'000;
    std::uint64_t entry_bytes = 1ull << 30;
    std::uint64_t total_bytes = 4ull << 30;
    std::uint32_t ratio = 1'000;  ///< uncompressed to compressed, for entries over 1 MB
    std::uint64_t manifest_bytes = 20ull << 20;
    std::uint32_t items = 20'000;
    std::uint32_t depth = 64;
    std::uint32_t attributes = 200;  ///< of one XML element, namespaces counted
    /// What each of these may compute: reading the manifest, looking through the scripts, following
    /// what the pages load.
    std::chrono::milliseconds parse_time{10'000};
};

enum class Severity : std::uint8_t { Error, Warning };

/// Where a finding is true besides the first place.
struct Place {
    std::string text;
    std::string where;
};

/// One finding. `code` is a stable dotted name ("zip.path-climbs", "manifest.doctype"); `text` is a
/// sentence for an administrator that says what is wrong and what to do; `where` an entry name, an
/// item identifier or "line 12", possibly empty. What is wrong in several places is one finding.
struct Finding {
    Severity severity = Severity::Error;
    std::string code;
    std::string text;
    std::string where;
    std::uint64_t count = 1;       ///< places, the first one counted
    std::vector<Place> more = {};  ///< the next ones, as many as are kept
};

/// What the package will tell the LMS when it is played.
struct Reports {
    bool completion = false;
    bool success = false;
    bool score = false;
    std::string text;  ///< one sentence for the administrator

    bool any() const { return completion || success || score; }
};

/// A named deviation from the standard that the package is allowed.
struct Tolerance {
    std::string name;       ///< stable: content/report/deviations.hpp, scorm/deviations.hpp
    std::string what;       ///< what is read or taken differently
    std::string reason;     ///< why it may be
    std::string evidence;   ///< what in this package asks for it
    bool seen = true;       ///< evidence is something in this very package
    bool run_time = false;  ///< for scorm::Opening::tolerances; else for reading the package
};

/// Where a course's title comes from, and whether somebody should be asked for a better one.
enum class TitleSource : std::uint8_t { None, Manifest, Metadata, Page };
enum class TitleDoubt : std::uint8_t {
    None,
    Missing,  ///< the manifest gives none
    Default   ///< it is what a tool writes when its author gave none: "Untitled", "Course"
};

struct Report {
    std::string title;  ///< of the organization that is played; empty when nothing in the zip tells
    TitleSource title_source = TitleSource::None;
    TitleDoubt title_doubt = TitleDoubt::None;
    std::string edition;            ///< "SCORM 1.2", "SCORM 2004 4th edition"; empty when unknown
    std::string tool;               ///< the authoring tool, "Adobe Captivate"; empty when unknown
    std::uint64_t zip_bytes = 0;    ///< the file
    std::uint64_t total_bytes = 0;  ///< all entries, inflated
    std::uint64_t entries = 0;      ///< files in the zip, folders not counted
    std::uint32_t scos = 0, assets = 0;  ///< items that launch a SCO or an asset
    std::uint32_t activities = 0;        ///< all items, clusters too, the organization not
    std::vector<Finding> findings;       ///< errors first
    Reports reports;
    std::vector<Tolerance> tolerances;  ///< those switched on for this package

    bool playable() const;  ///< no finding is an error
    /// It can be played, but findings say that something of it will not work: a script that is
    /// missing, a page that is blank, Flash.
    bool doubtful() const;
};

/// The names of the run-time tolerances, separated by spaces, as scorm::Opening takes them.
std::string run_time_tolerances(const Report& report);

/// The report as JSON (stable field names as above) and as text for a terminal.
std::string to_json(const Report& report);
std::string to_text(const Report& report);

/// How an entry lies in the zip.
enum class Method : std::uint8_t { Stored, Deflated };

struct Entry {
    std::string name;  ///< UTF-8, forward slashes, relative, no "." or ".."
    Method method = Method::Stored;
    std::uint64_t offset = 0;           ///< of the entry's data in the file
    std::uint64_t compressed_size = 0;  ///< bytes at offset
    std::uint64_t size = 0;             ///< bytes when inflated
    std::uint32_t crc32 = 0;
};

/// The central directory of a package that check() accepted. Immutable; share it between threads.
class Index {
public:
    /// Opens the zip and reads its directory, without the limits of check(). Throws std::runtime_error
    /// with a sentence when it can't.
    static std::shared_ptr<const Index> open(const std::filesystem::path& zip);
    virtual ~Index() = default;

    /// Exact name first, then ignoring case (content made on Windows) and how accents are spelled
    /// (zipped on macOS). Percent-decoding is the caller's.
    virtual const Entry* find(std::string_view name) const = 0;
    virtual const std::vector<Entry>& entries() const = 0;
    /// The open file, for sendfile; valid as long as the index lives.
    virtual int fd() const = 0;
    /// The inflated bytes of an entry. Throws std::runtime_error on a damaged entry.
    virtual std::string read(const Entry& entry) const = 0;
    /// The same piece by piece, for entries too large to hold. What `sink` throws comes out.
    virtual void read(const Entry& entry,
                      const std::function<void(std::string_view)>& sink) const = 0;

protected:
    Index() = default;
};

struct Checked {
    Report report;
    /// Present when report.playable(). Activity::href is ready for a URL: the path of an entry,
    /// percent-encoded (decode it for Index::find), then query and fragment; or a web address.
    std::optional<scorm::Course> course;
};

/// Is told how far a check is, in bytes of unpacked files, several times a second. What it throws
/// ends the check and comes out of it.
using Watch = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// Reads and checks a package: zip structure, every entry's CRC and size, manifest, resources, what
/// its start pages load. Never throws for a bad package: whatever is wrong is a finding. Any thread;
/// uses a second one while it verifies the entries.
Checked check(const std::filesystem::path& zip, const Limits& limits = {}, const Watch& watch = {});

}  // namespace content
