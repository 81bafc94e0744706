-- What player pages sent, commit by commit, as it came: the timeline of an attempt is made from it
-- (timeline.hpp). operations is a JSON array, deflated when it has not size bytes. Kept from the
-- first commit on without a gap, until there is too much of it; taken away some time after the last
-- commit.
CREATE TABLE attempt_log (
    attempt BIGINT NOT NULL REFERENCES attempt (id),
    number BIGINT NOT NULL,
    opening BIGINT NOT NULL,
    at BIGINT NOT NULL,
    size BIGINT NOT NULL,
    operations BLOB NOT NULL,
    PRIMARY KEY (attempt, number)
);
