-- A launch opens the player on the origin of one version's package and works there alone. Those of
-- before are ended.
DELETE FROM launch;
ALTER TABLE launch ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
