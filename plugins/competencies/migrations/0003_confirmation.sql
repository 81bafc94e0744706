-- Who had a hand in what a competency is.
CREATE TABLE competency_editor (
    competency BIGINT NOT NULL REFERENCES competency (id),
    person BIGINT NOT NULL,
    name TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (competency, person)
);

-- Awards that wait for a second person: whoever completed the course had a hand in it. editors is
-- JSON: what each of them did. decision: '' while it waits, then 'confirmed' or 'refused'.
CREATE TABLE competency_waiting (
    id BIGINT PRIMARY KEY,
    person BIGINT NOT NULL,
    competency BIGINT NOT NULL REFERENCES competency (id),
    level BIGINT NOT NULL,
    achieved TEXT NOT NULL,
    evidence TEXT NOT NULL,
    course BIGINT NOT NULL,
    editors TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    decision TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at BIGINT,
    UNIQUE (evidence, competency, level)
);
CREATE INDEX competency_waiting_by_decision ON competency_waiting (decision, person);
