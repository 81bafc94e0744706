-- Who it was, beside the name they had: a name changes, and two people can have the same. 0: none, or
-- not known (a row of before).
ALTER TABLE package_version ADD COLUMN imported_by_person BIGINT NOT NULL DEFAULT 0;
ALTER TABLE package_version ADD COLUMN imported_by_account BIGINT NOT NULL DEFAULT 0;
ALTER TABLE version_move ADD COLUMN ordered_by_person BIGINT NOT NULL DEFAULT 0;
ALTER TABLE version_move ADD COLUMN ordered_by_account BIGINT NOT NULL DEFAULT 0;
