CREATE TABLE enrolment (
    id BIGINT PRIMARY KEY,
    person BIGINT NOT NULL,
    course BIGINT NOT NULL,
    status TEXT NOT NULL,
    ended BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    completed_unit BIGINT,
    completed_job_role BIGINT
);
-- One enrolment at a time on a course; any number that have ended.
CREATE UNIQUE INDEX enrolment_current ON enrolment (person, course) WHERE ended = 0;
CREATE INDEX enrolment_by_person ON enrolment (person, changed_at);
CREATE INDEX enrolment_by_course ON enrolment (course, status);

CREATE TABLE enrolment_log (
    id BIGINT PRIMARY KEY,
    enrolment BIGINT NOT NULL REFERENCES enrolment (id),
    from_status TEXT NOT NULL,
    to_status TEXT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX enrolment_log_by_enrolment ON enrolment_log (enrolment, at);
