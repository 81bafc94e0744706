// SQL of batches: many people enrolled at once.
#pragma once

#include "tessera_enrolment/enrolments.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace tessera::enrolment {

struct Batch;

struct BatchRecord {
    Id<Batch> id;
    Id<catalogue::Course> course;
    Principal actor;  ///< who began it: kind, account, person and name; no grants
    Instant created;
    bool taking_back = false;
};

/// What came of one person of a batch.
struct BatchLine {
    Id<Person> person;
    std::string outcome;  ///< "waiting", "enrolled", "refused", "taken-back"
    Id<Enrolment> enrolment;
    std::string reason;  ///< key of a message, or a policy's own words
};

namespace store {

void insert_batch(Transaction& tx, const BatchRecord& batch);
std::optional<BatchRecord> batch(Reader& reader, Id<Batch> id);
void set_taking_back(Transaction& tx, Id<Batch> id);
void put_line(Transaction& tx, Id<Batch> batch, const BatchLine& line);
/// Of one outcome, or all when it is empty; by person.
std::vector<BatchLine> lines(Reader& reader, Id<Batch> batch, std::string_view outcome, int limit);
/// Number of people by outcome.
std::map<std::string, int, std::less<>> outcomes(Reader& reader, Id<Batch> batch);

/// Of these people those with an enrolment on the course that has not ended.
std::set<Id<Person>> enrolled_among(Reader& reader, Id<catalogue::Course> course,
                                    const std::vector<Id<Person>>& people);
/// Status of everybody's enrolment on the course that has not ended.
std::map<Id<Person>, Status> open_by_person(Reader& reader, Id<catalogue::Course> course);
/// When each person last completed the course.
std::map<Id<Person>, Instant> completed_by_person(Reader& reader, Id<catalogue::Course> course);

}  // namespace store
}  // namespace tessera::enrolment
