// Commits of a player page: the envelope they come in, and which of them count.
//
// Pages of one attempt are numbered by `opening`, and all commits of an attempt by one count that
// every page takes up where the last one left it. The newest page holds the lease. A page that
// looked dead may still hold commits (a killed browser, a device that was offline): as long as no
// page after it has committed, it gets the lease back with its next one.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace tessera::elearning {

/// {"opening":k,"number":n,"operations":[...]}; `operations` is the array as it stands in the body.
struct CommitEnvelope {
    std::int64_t opening = 0;
    std::int64_t number = 0;
    std::string_view operations;
};

/// Commits that one request may hold. A page that goes away sends all that has no answer yet in one.
inline constexpr std::size_t kMostCommits = 256;

/// One envelope, or a JSON array of 1 to kMostCommits of them, in the order they are stored in.
/// Empty when the text is neither. What is inside `operations` is not looked at.
std::vector<CommitEnvelope> read_commits(std::string_view body);

/// A page as the attempt knows it: its commits are numbered base+1 to end.
struct PageRange {
    std::int64_t base = 0;
    std::int64_t end = 0;
};

struct LeaseState {
    std::int64_t opening = 0;        ///< the page that holds the lease
    std::int64_t commit_number = 0;  ///< the last commit stored
};

enum class CommitVerdict : std::uint8_t {
    Apply,
    Done,       ///< stored before: answered as done
    Gap,        ///< one before it is missing
    Superseded  ///< a later page has committed since, or the page is unknown
};

/// `page` is the range of the page that sent it when that page does not hold the lease.
CommitVerdict judge(const LeaseState& attempt, std::int64_t opening, std::int64_t number,
                    std::optional<PageRange> page);

}  // namespace tessera::elearning
