-- What one learner has made the database grow by in the day that began at since: attempts begun, bytes
-- sent by player pages. Bytes are added in steps, not with each commit.
CREATE TABLE learner_day (
    person BIGINT PRIMARY KEY,
    since BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    bytes BIGINT NOT NULL
);
