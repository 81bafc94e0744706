-- 1: content of SCORM 1.2 counts as completed because it said nothing.
ALTER TABLE attempt ADD COLUMN concluded BIGINT NOT NULL DEFAULT 0;
