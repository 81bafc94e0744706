-- How far the content of a package may differ from the standard: "site" (as the setting
-- elearning.profile says), "tolerant" (as the tolerances of its version say) or "strict" (by the
-- letter).
ALTER TABLE package ADD COLUMN profile TEXT NOT NULL DEFAULT 'site';
-- Of SCORM 1.2 every package gets this one now.
UPDATE package_version SET tolerances = tolerances || ' begin-again'
    WHERE edition = 'SCORM 1.2' AND tolerances NOT LIKE '%begin-again%';

-- The most that score_raw can be, where the content says it. score stays empty when the content
-- does not scale what it gives: then raw and maximum are shown, and no rule uses them.
ALTER TABLE attempt ADD COLUMN score_max BIGINT;

-- success and score are the last result, these the best there was: a pass before anything else,
-- then the higher score.
ALTER TABLE attempt ADD COLUMN best_success TEXT NOT NULL DEFAULT 'unknown';
ALTER TABLE attempt ADD COLUMN best_score BIGINT;
ALTER TABLE attempt ADD COLUMN best_raw BIGINT;
ALTER TABLE attempt ADD COLUMN best_max BIGINT;
ALTER TABLE attempt ADD COLUMN best_at BIGINT;
UPDATE attempt SET best_success = success, best_score = score, best_raw = score_raw, best_at = committed_at
    WHERE success <> 'unknown' OR score IS NOT NULL OR score_raw IS NOT NULL;
