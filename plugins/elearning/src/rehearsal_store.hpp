// SQL of rehearsals: playing that nothing comes of.
#pragma once

#include "launch_store.hpp"

namespace tessera::elearning {

/// One launch without a record. It stands apart from attempts, so that no result, report or count
/// can ever take it for one.
struct RehearsalRecord {
    Id<Rehearsal> id;        ///< in the place of the attempt's id in the player's page
    std::int64_t owner = 0;  ///< whose it is: the number of a person
    Id<PackageVersion> version;
    std::string mode;  ///< "normal", "browse" or "review", as the content sees it
    std::string learner_name;
    std::string exit_path;  ///< of the site, where the player's way out leads
    Instant expires;
    std::int64_t opening = 0;  ///< the player page that holds the lease; 0: none yet
    std::int64_t commit_number = 0;
    std::string opening_data, state;
};

namespace store {

std::optional<RehearsalRecord> rehearsal(Reader& reader, Id<Rehearsal> id);
/// Also forgets the owner's older ones but a few.
void insert(Transaction& tx, const RehearsalRecord& rehearsal);
void open_page(Transaction& tx, Id<Rehearsal> id, std::int64_t opening);
/// False when it is not where `before` says: somebody else was quicker.
bool keep_state(Transaction& tx, const RehearsalRecord& before, std::int64_t commit_number,
                std::string_view state);
std::int64_t remove_rehearsals(Transaction& tx, Instant expired_before);

}  // namespace store
}  // namespace tessera::elearning
