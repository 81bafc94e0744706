// Use cases of batches. Few people are enrolled while the page waits, many by a job; each chunk of
// them is one transaction. A refusal of one stops no other.
#pragma once

#include "batch_store.hpp"
#include "enrolment_service.hpp"

#include <functional>

namespace tessera::enrolment {

class BatchService {
public:
    BatchService(Host& host, EnrolmentService& service, people::Directory& people,
                 catalogue::Courses& courses)
        : host_(host), service_(service), people_(people), courses_(courses) {}

    void declare(Registrar& registrar);

    /// Enrols these people; who is not the actor's to manage is refused like one there is none of.
    /// Returns with the work done, or begun when they are many.
    Id<Batch> enrol(const Principal& actor, Id<catalogue::Course> course,
                    const std::vector<Id<Person>>& people);
    /// Withdraws those of the batch who have not begun; returns like enrol().
    void take_back(const Principal& actor, Id<Batch> batch);
    /// The batch, for who began it and for who enrols everywhere. Error{NotFound} otherwise.
    BatchRecord visible(Reader& reader, const Principal& principal, Id<Batch> id);

private:
    using Progress = std::function<void(int done, int total)>;

    void work(Id<Batch> id, const Progress& progress);
    void enrol_chunk(Transaction& tx, const BatchRecord& batch,
                     const std::vector<BatchLine>& chunk);
    void enrol_singly(const BatchRecord& batch, const std::vector<BatchLine>& chunk);
    void take_back_chunk(Transaction& tx, const BatchRecord& batch,
                         const std::vector<BatchLine>& chunk);
    void do_or_enqueue(Id<Batch> id, std::size_t people);

    Host& host_;
    EnrolmentService& service_;
    people::Directory& people_;
    catalogue::Courses& courses_;
};

}  // namespace tessera::enrolment
