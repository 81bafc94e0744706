-- What a course is played from. A package in use is never changed: a new zip is a new version.
CREATE TABLE package (
    id BIGINT PRIMARY KEY,
    course BIGINT NOT NULL UNIQUE,
    version BIGINT NOT NULL,
    attempt_limit BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX package_by_created ON package (created_at);

-- course_json is the course structure as the SCORM runtime reads it, report_json the check's report.
CREATE TABLE package_version (
    id BIGINT PRIMARY KEY,
    package BIGINT NOT NULL REFERENCES package (id),
    number BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    file_name TEXT NOT NULL,
    title TEXT NOT NULL,
    edition TEXT NOT NULL,
    parts BIGINT NOT NULL,
    zip_bytes BIGINT NOT NULL,
    warnings BIGINT NOT NULL,
    course_json TEXT NOT NULL,
    report_json TEXT NOT NULL,
    imported_by TEXT NOT NULL,
    imported_at BIGINT NOT NULL,
    UNIQUE (package, number),
    UNIQUE (package, sha256)
);
CREATE INDEX package_version_by_file ON package_version (sha256);

-- One row per attempt: the result in typed columns, everything else in one snapshot (state).
-- commit_number counts the commits that are in it. opening is the player page that may commit, of
-- all that were opened so far (openings).
CREATE TABLE attempt (
    id BIGINT PRIMARY KEY,
    enrolment BIGINT NOT NULL,
    number BIGINT NOT NULL,
    person BIGINT NOT NULL,
    course BIGINT NOT NULL,
    package_version BIGINT NOT NULL REFERENCES package_version (id),
    seed BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    opened_at BIGINT,
    committed_at BIGINT,
    completed_at BIGINT,
    opening BIGINT NOT NULL,
    openings BIGINT NOT NULL,
    commit_number BIGINT NOT NULL,
    completion TEXT NOT NULL,
    success TEXT NOT NULL,
    score BIGINT,
    score_raw BIGINT,
    total_time BIGINT NOT NULL,
    parts_done BIGINT NOT NULL,
    parts BIGINT NOT NULL,
    state TEXT NOT NULL,
    UNIQUE (enrolment, number)
);
CREATE INDEX attempt_by_person ON attempt (person, created_at);
CREATE INDEX attempt_by_version ON attempt (package_version);

-- What each player page was opened with, and how many commits there were before it.
CREATE TABLE attempt_opening (
    attempt BIGINT NOT NULL REFERENCES attempt (id),
    opening BIGINT NOT NULL,
    base BIGINT NOT NULL,
    data TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (attempt, opening)
);

CREATE TABLE attempt_interaction (
    attempt BIGINT NOT NULL REFERENCES attempt (id),
    activity BIGINT NOT NULL,
    number BIGINT NOT NULL,
    identifier TEXT NOT NULL,
    kind TEXT NOT NULL,
    learner_response TEXT NOT NULL,
    result TEXT NOT NULL,
    answered_at TEXT NOT NULL,
    latency TEXT NOT NULL,
    description TEXT NOT NULL,
    weighting TEXT NOT NULL,
    PRIMARY KEY (attempt, activity, number)
);

-- The only right a player page has. Of the token its digest is kept.
CREATE TABLE launch (
    digest TEXT PRIMARY KEY,
    attempt BIGINT NOT NULL REFERENCES attempt (id),
    locale TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX launch_by_attempt ON launch (attempt);
CREATE INDEX launch_by_expiry ON launch (expires_at);

-- Global objectives and shared data of SCORM 2004 outlive the course they were written by. Numbers
-- are fixed-point with seven decimals.
CREATE TABLE learner_objective (
    person BIGINT NOT NULL,
    objective TEXT NOT NULL,
    satisfied BIGINT,
    measure BIGINT,
    raw BIGINT,
    minimum BIGINT,
    maximum BIGINT,
    completed BIGINT,
    progress BIGINT,
    PRIMARY KEY (person, objective)
);

CREATE TABLE learner_shared_data (
    person BIGINT NOT NULL,
    bucket TEXT NOT NULL,
    store TEXT NOT NULL,
    PRIMARY KEY (person, bucket)
);
