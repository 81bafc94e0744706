-- People in the middle of one version go over to another, each when next opening the course. At most
-- one move leads away from a version; it ends when it is undone or another version comes into use.
CREATE TABLE version_move (
    id BIGINT PRIMARY KEY,
    package BIGINT NOT NULL REFERENCES package (id),
    from_version BIGINT NOT NULL REFERENCES package_version (id),
    to_version BIGINT NOT NULL REFERENCES package_version (id),
    ordered_by TEXT NOT NULL,
    ordered_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE UNIQUE INDEX version_move_open ON version_move (from_version) WHERE ended_at IS NULL;
CREATE INDEX version_move_by_package ON version_move (package);

-- moved_by is the move that brought the attempt to its version. moves counts the attempts of the
-- enrolment up to this one that a move began: they use up no attempt.
ALTER TABLE attempt ADD COLUMN moved_by BIGINT;
ALTER TABLE attempt ADD COLUMN moves BIGINT NOT NULL DEFAULT 0;
CREATE INDEX attempt_by_move ON attempt (moved_by) WHERE moved_by IS NOT NULL;

-- The version each player page shows: one that is open during a move goes on with its own.
ALTER TABLE attempt_opening ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
UPDATE attempt_opening SET version = (SELECT package_version FROM attempt WHERE attempt.id = attempt_opening.attempt);

-- Playing that nothing comes of: looking again at a completed attempt, looking around, a trial run.
-- Its row is the right to it (digest of the token), its lease, and all that is kept of it.
CREATE TABLE rehearsal (
    digest TEXT PRIMARY KEY,
    id BIGINT NOT NULL UNIQUE,
    owner BIGINT NOT NULL,
    package_version BIGINT NOT NULL REFERENCES package_version (id),
    mode TEXT NOT NULL,
    learner_name TEXT NOT NULL,
    locale TEXT NOT NULL,
    exit_path TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    opening BIGINT NOT NULL,
    commit_number BIGINT NOT NULL,
    opening_data TEXT NOT NULL,
    state TEXT NOT NULL
);
CREATE INDEX rehearsal_by_owner ON rehearsal (owner, id);
CREATE INDEX rehearsal_by_expiry ON rehearsal (expires_at);
