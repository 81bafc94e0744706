-- Who it was, beside the name they had: a name changes, and two people can have the same. 0: none, or
-- not known (a row of before).
ALTER TABLE competency_award ADD COLUMN awarded_by_person BIGINT NOT NULL DEFAULT 0;
ALTER TABLE competency_award ADD COLUMN awarded_by_account BIGINT NOT NULL DEFAULT 0;
