// Use cases of packages: importing, listing, their rules.
#pragma once

#include "content/package.hpp"
#include "tolerances.hpp"

#include <filesystem>
#include <functional>
#include <string>

namespace tessera::elearning {

/// A zip to be imported, wherever it comes from.
struct NewPackage {
    std::filesystem::path file;
    std::string file_name;              ///< as its owner calls it; may be empty
    std::function<std::string()> keep;  ///< puts the file into the store, returns its hash
    std::optional<Id<catalogue::Course>> course;  ///< attach it to this one
    std::string title;   ///< of the course, found or made; empty: as the manifest calls it
    bool draft = false;  ///< to be tried and published later
};

struct Imported {
    content::Report report;
    bool known = false;   ///< the zip was there before
    bool next = false;    ///< it is a new version of a package that was there
    Id<Package> package;  ///< none when the report says that it can't be played
    Id<catalogue::Course> course;
};

struct ToleranceChange {
    std::optional<Profile> profile;
    std::optional<std::vector<std::string>> names;  ///< all that are switched on
};

class PackageService {
public:
    PackageService(Host& host, catalogue::Courses& courses) : host_(host), courses_(courses) {}

    /// Checks the zip and, if it can be played, stores it: as a course of its own, or as the next
    /// version of the course's package. The same zip again gives the same package. Of a zip that
    /// can't be played nothing is stored. Error{Invalid, field "course"} for an unknown course.
    Imported import(const Principal& actor, const NewPackage& zip);

    /// Stores a zip that was checked and is in the file store. `and_then` is asked in the same
    /// transaction; when it says no, nothing is stored and the result is false.
    bool store(const Principal& actor, const NewPackage& zip, const content::Checked& checked,
               const std::string& sha256,
               const std::function<bool(Transaction&, const Imported&)>& and_then);

    /// A draft becomes what learners get: the package with its course, or its newest draft version.
    /// A title that is not empty becomes the course's. Error{Conflict} when there is no draft,
    /// Error{Invalid, field "title"} when another course has the title.
    void publish(const Principal& actor, Id<Package> id, const std::string& title);

    PackageRecord package(Reader& reader, Id<Package> id);
    void set_attempt_limit(const Principal& actor, Id<Package> id, std::int64_t limit);
    PackageTolerances tolerances(Reader& reader, Id<Package> id);
    /// What is given of it, for the version in use; holds for player pages opened from now on.
    /// Error{Invalid, field "tolerances"} for a name that the table does not have for the edition.
    void set_tolerances(const Principal& actor, Id<Package> id, const ToleranceChange& change);
    bool has_file(const std::string& sha256);

private:
    Imported put(Transaction& tx, const Principal& actor, const NewPackage& zip,
                 const content::Checked& checked, const std::string& sha256);
    void publish_draft(Transaction& tx, const Principal& actor, const PackageRecord& package,
                       const std::string& title);
    Imported known_again(Transaction& tx, const Principal& actor, const NewPackage& zip,
                         const PackageRecord& package, const VersionRecord& known);
    Id<catalogue::Course> make_course(Transaction& tx, const Principal& actor,
                                      const std::string& title, bool active);

    Host& host_;
    catalogue::Courses& courses_;
};

inline constexpr std::size_t kTitleBytes = 200;
/// Cut at a character, never within one.
std::string shortened(std::string text, std::size_t bytes);

/// "%text%" in lower case with the wildcards in it escaped, for LIKE.
std::string title_pattern(std::string_view text);

}  // namespace tessera::elearning
