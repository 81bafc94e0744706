#include "batch_service.hpp"

#include <nlohmann/json.hpp>

#include <set>

namespace tessera::enrolment {

namespace {

constexpr const char* kJob = "enrolment.batch";
/// People of one transaction: some milliseconds of the writer's time.
constexpr int kChunk = 50;
/// So many while the page waits.
constexpr std::size_t kAtOnce = 100;

/// What is stored as the reason of a refusal; "enrolment.already-enrolled" is said by its key.
std::string reason_of(const Error& error) {
    if (error.code() == "enrolment.already-enrolled") return "enrolment.refused-already";
    if (error.kind() == ErrorKind::NotFound) return "enrolment.refused-unknown";
    return error.what();
}

}  // namespace

void BatchService::declare(Registrar& registrar) {
    registrar.job(kJob, [this](JobContext& context) {
        const Json payload = Json::parse(context.payload);
        const auto id = Id<Batch>::parse(payload.at("batch").get<std::string>());
        if (id) work(*id, context.progress);
    });
}

Id<Batch> BatchService::enrol(const Principal& actor, Id<catalogue::Course> course,
                              const std::vector<Id<Person>>& people) {
    BatchRecord batch;
    batch.id = host_.ids().make<Batch>();
    batch.course = course;
    batch.actor = actor;
    batch.created = host_.clock().now();
    const std::set<Id<Person>> wanted(people.begin(), people.end());
    host_.db().write([&](Transaction& tx) {
        if (!courses_.course(tx, course)) throw not_found("There is no such course.");
        std::set<Id<Person>> managed;
        for (const auto& person : people_.visible(tx, actor, "enrolment.manage", people))
            managed.insert(person.id);
        store::insert_batch(tx, batch);
        for (const auto person : wanted) {
            const bool may = managed.count(person) != 0;
            store::put_line(
                tx, batch.id,
                {person, may ? "waiting" : "refused", {}, may ? "" : "enrolment.refused-unknown"});
        }
        tx.audit(actor, {"enrolment.batch", "course:" + course.text(), "",
                         Json{{"batch", batch.id.text()}, {"people", wanted.size()}}.dump()});
    });
    do_or_enqueue(batch.id, wanted.size());
    return batch.id;
}

void BatchService::take_back(const Principal& actor, Id<Batch> id) {
    const auto people = host_.db().write([&](Transaction& tx) {
        const BatchRecord batch = visible(tx, actor, id);
        const auto counts = store::outcomes(tx, id);
        const auto enrolled = counts.find("enrolled");
        store::set_taking_back(tx, id);
        tx.audit(actor, {"enrolment.batch-undo", "course:" + batch.course.text(),
                         Json{{"batch", id.text()}}.dump(), ""});
        return enrolled == counts.end() ? 0 : enrolled->second;
    });
    do_or_enqueue(id, static_cast<std::size_t>(people));
}

void BatchService::do_or_enqueue(Id<Batch> id, std::size_t people) {
    if (people <= kAtOnce) {
        work(id, [](int, int) {});
        return;
    }
    host_.db().write([&](Transaction& tx) { tx.enqueue(kJob, Json{{"batch", id.text()}}.dump()); });
}

BatchRecord BatchService::visible(Reader& reader, const Principal& principal, Id<Batch> id) {
    auto batch = store::batch(reader, id);
    const bool may = batch && (principal.can_everywhere("enrolment.manage") ||
                               (principal.account && batch->actor.account == principal.account));
    if (!may) throw not_found("There is no such batch of enrolments.");
    return *batch;
}

void BatchService::work(Id<Batch> id, const Progress& progress) {
    for (;;) {
        BatchRecord batch;
        std::vector<BatchLine> chunk;
        int done = 0, total = 0;
        host_.db().read([&](Reader& reader) {
            batch = *store::batch(reader, id);
            const std::string_view next = batch.taking_back ? "enrolled" : "waiting";
            chunk = store::lines(reader, id, next, kChunk);
            for (const auto& [outcome, count] : store::outcomes(reader, id)) {
                total += count;
                done += outcome == next ? 0 : count;
            }
        });
        progress(done, total);
        if (chunk.empty()) return;
        if (batch.taking_back) {
            host_.db().write([&](Transaction& tx) { take_back_chunk(tx, batch, chunk); });
            continue;
        }
        try {
            host_.db().write([&](Transaction& tx) { enrol_chunk(tx, batch, chunk); });
        } catch (const Error& error) {
            if (error.status() >= 500) throw;
            enrol_singly(batch, chunk);
        }
    }
}

void BatchService::enrol_chunk(Transaction& tx, const BatchRecord& batch,
                               const std::vector<BatchLine>& chunk) {
    const auto course = courses_.course(tx, batch.course);
    std::vector<Id<Person>> people;
    for (const BatchLine& line : chunk) people.push_back(line.person);
    const auto enrolled = store::enrolled_among(tx, batch.course, people);
    for (BatchLine line : chunk) {
        line.outcome = "refused";
        if (!course || !course->active) {
            line.reason = "enrolment.refused-inactive";
        } else if (enrolled.count(line.person) != 0) {
            line.reason = "enrolment.refused-already";
        } else {
            line.reason = service_.objection(tx, batch.actor, line.person, batch.course);
        }
        if (line.reason.empty()) {
            line.enrolment = service_.place(tx, Trusted(batch.actor), line.person, batch.course);
            line.outcome = "enrolled";
        }
        store::put_line(tx, batch.id, line);
    }
}

/// When the chunk failed for one of its people: each on their own, so that the others are enrolled.
void BatchService::enrol_singly(const BatchRecord& batch, const std::vector<BatchLine>& chunk) {
    for (BatchLine line : chunk) {
        try {
            host_.db().write([&](Transaction& tx) { enrol_chunk(tx, batch, {line}); });
        } catch (const Error& error) {
            if (error.status() >= 500) throw;
            line.outcome = "refused";
            line.reason = reason_of(error);
            host_.db().write([&](Transaction& tx) { store::put_line(tx, batch.id, line); });
        }
    }
}

void BatchService::take_back_chunk(Transaction& tx, const BatchRecord& batch,
                                   const std::vector<BatchLine>& chunk) {
    for (BatchLine line : chunk) {
        const auto now = service_.find(tx, line.enrolment);
        const bool begun = !now || now->status != Status::Placed;
        line.outcome = begun ? "begun" : "taken-back";
        if (!begun) {
            service_.change(tx, Trusted(batch.actor), line.enrolment, Status::Withdrawn,
                            "enrolment.reason-taken-back");
        }
        store::put_line(tx, batch.id, line);
    }
}

}  // namespace tessera::enrolment
