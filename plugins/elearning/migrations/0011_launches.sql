-- A launch belongs to the sign-in that made it, a person and an enrolment, and ends with each of
-- them. 0 stands for none: an attempt or a rehearsal, a session or an API key, no enrolment for a
-- trial run. browser is the digest of the cookie that the address was exchanged for, where a session
-- made the launch.
DROP TABLE launch;
CREATE TABLE launch (
    digest TEXT PRIMARY KEY,
    attempt BIGINT NOT NULL,
    rehearsal BIGINT NOT NULL,
    version BIGINT NOT NULL,
    person BIGINT NOT NULL,
    enrolment BIGINT NOT NULL,
    session BIGINT NOT NULL,
    api_key BIGINT NOT NULL,
    browser TEXT NOT NULL,
    locale TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX launch_by_person ON launch (person, started_at);
CREATE INDEX launch_by_expiry ON launch (expires_at);

-- The right to a rehearsal is its launch.
DROP TABLE rehearsal;
CREATE TABLE rehearsal (
    id BIGINT PRIMARY KEY,
    owner BIGINT NOT NULL,
    package_version BIGINT NOT NULL REFERENCES package_version (id),
    mode TEXT NOT NULL,
    learner_name TEXT NOT NULL,
    exit_path TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    opening BIGINT NOT NULL,
    commit_number BIGINT NOT NULL,
    opening_data TEXT NOT NULL,
    state TEXT NOT NULL
);
CREATE INDEX rehearsal_by_owner ON rehearsal (owner, id);
CREATE INDEX rehearsal_by_expiry ON rehearsal (expires_at);

-- Entries of the device's journal that the page left out, because no player of the attempt had signed
-- them.
ALTER TABLE attempt_opening ADD COLUMN dropped BIGINT NOT NULL DEFAULT 0;
