// Timelines of attempts for those who may see the results of the person, and attempts to choose
// from.
#pragma once

#include "tessera_people/people.hpp"
#include "timeline.hpp"

namespace tessera::elearning {

/// Which attempts of a package are wanted.
struct AttemptFilter {
    std::string text;   ///< in name, e-mail address or passport number of the person; empty: all
    std::string state;  ///< "completed", "open", or empty for both
    int offset = 0;
};

struct AttemptLine {
    AttemptRecord attempt;
    std::int64_t version = 0;  ///< its number
    std::string person;
};

struct AttemptLines {
    std::vector<AttemptLine> lines;  ///< latest activity first
    bool more = false;
    bool many_people = false;  ///< the text names more people than were looked for
};

/// Thread-safe.
class TimelineService {
public:
    static constexpr const char* kPermission = "elearning.results";
    static constexpr int kPageSize = 50;

    TimelineService(Host& host, people::Directory& people, CourseCache& courses)
        : host_(host), people_(people), courses_(courses) {}

    /// All that the timeline is made of. Error{NotFound} unless the principal may see the results
    /// of that person.
    TimelineSource source(const Principal& principal, Id<Attempt> attempt);

    /// Of people whose results the principal may see.
    AttemptLines attempts(Reader& reader, const Principal& principal, Id<Package> package,
                          const AttemptFilter& filter);

    /// Takes records away that nothing was added to for as many days as the setting says.
    void forget_old();

private:
    Host& host_;
    people::Directory& people_;
    CourseCache& courses_;
};

}  // namespace tessera::elearning
