-- Many people enrolled at once, each with what came of it, so that it can go on after a restart and be
-- taken back. outcome: "waiting", "enrolled", "refused", "taken-back". reason: a key of a message, or a
-- policy's own words.
CREATE TABLE enrolment_batch (
    id BIGINT PRIMARY KEY,
    course BIGINT NOT NULL,
    account BIGINT NOT NULL,
    person BIGINT NOT NULL,
    actor TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    taking_back BIGINT NOT NULL
);

CREATE TABLE enrolment_batch_person (
    batch BIGINT NOT NULL REFERENCES enrolment_batch (id),
    person BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    enrolment BIGINT,
    reason TEXT NOT NULL,
    PRIMARY KEY (batch, person)
);
CREATE INDEX enrolment_batch_person_by_outcome ON enrolment_batch_person (batch, outcome);
