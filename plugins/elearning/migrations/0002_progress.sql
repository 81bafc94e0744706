-- Completion rules: see completion.hpp. The document of CompletionRule; empty: as the content
-- reports it.
ALTER TABLE package ADD COLUMN completion_rule TEXT NOT NULL DEFAULT '';

-- What a rule is judged by, besides what is there already. part is the activity the learner was
-- last in; -1: none yet. reported_… is the content's own word, completion and success what the rule
-- makes of it. seen_time: milliseconds that a player page was open, told by its commits.
ALTER TABLE attempt ADD COLUMN reported_completion TEXT NOT NULL DEFAULT 'not attempted';
ALTER TABLE attempt ADD COLUMN reported_success TEXT NOT NULL DEFAULT 'unknown';
ALTER TABLE attempt ADD COLUMN parts_opened BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attempt ADD COLUMN part BIGINT NOT NULL DEFAULT -1;
ALTER TABLE attempt ADD COLUMN ended BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attempt ADD COLUMN seen_time BIGINT NOT NULL DEFAULT 0;
UPDATE attempt SET reported_completion = completion, reported_success = success,
    parts_opened = CASE WHEN commit_number > 0 AND parts_done = 0 THEN 1 ELSE parts_done END;
CREATE INDEX attempt_by_course ON attempt (course);

-- One row for each part that was opened in an attempt. Score is fixed-point with seven decimals,
-- time is in milliseconds.
CREATE TABLE attempt_part (
    attempt BIGINT NOT NULL REFERENCES attempt (id),
    activity BIGINT NOT NULL,
    completion TEXT NOT NULL,
    success TEXT NOT NULL,
    score BIGINT,
    total_time BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    PRIMARY KEY (attempt, activity)
);
