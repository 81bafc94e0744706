CREATE TABLE competency_framework (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    national BIGINT NOT NULL
);

-- levels 0: the competency has none. renewal_months 0: it never expires.
CREATE TABLE competency (
    id BIGINT PRIMARY KEY,
    framework BIGINT NOT NULL REFERENCES competency_framework (id),
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    levels BIGINT NOT NULL,
    renewal_months BIGINT NOT NULL,
    UNIQUE (framework, name)
);

-- target_kind: "unit" (with everything below it) or "job-role"; the target is owned by people.
CREATE TABLE competency_requirement (
    id BIGINT PRIMARY KEY,
    competency BIGINT NOT NULL REFERENCES competency (id),
    level BIGINT NOT NULL,
    target_kind TEXT NOT NULL,
    target BIGINT NOT NULL,
    since TEXT NOT NULL,
    UNIQUE (competency, target_kind, target)
);
CREATE INDEX competency_requirement_by_target ON competency_requirement (target_kind, target);

-- expires is the last day it counts; NULL: never ends. Rows stay for ever; withdrawn_at ends one early.
CREATE TABLE competency_award (
    id BIGINT PRIMARY KEY,
    person BIGINT NOT NULL,
    competency BIGINT NOT NULL REFERENCES competency (id),
    level BIGINT NOT NULL,
    achieved TEXT NOT NULL,
    expires TEXT,
    source TEXT NOT NULL,
    evidence TEXT NOT NULL,
    awarded_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    withdrawn_at BIGINT,
    withdrawn_reason TEXT
);
CREATE INDEX competency_award_by_person ON competency_award (person, competency);
CREATE INDEX competency_award_by_competency ON competency_award (competency, expires);
