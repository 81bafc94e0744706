-- A zip that was uploaded and is read by a job (import_service.hpp). The file is in the store from
-- the start; it is removed again when nothing comes of it. state: waiting, checking, added, refused,
-- failed, cancelled. done and total count bytes. problem names why it failed, actor who sent it (JSON).
CREATE TABLE package_import (
    id BIGINT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    file_name TEXT NOT NULL,
    course BIGINT,
    title TEXT NOT NULL,
    draft BIGINT NOT NULL,
    actor TEXT NOT NULL,
    state TEXT NOT NULL,
    tries BIGINT NOT NULL,
    done BIGINT NOT NULL,
    total BIGINT NOT NULL,
    report_json TEXT NOT NULL,
    problem TEXT NOT NULL,
    package BIGINT,
    known BIGINT NOT NULL,
    next BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX package_import_by_state ON package_import (state, created_at);
CREATE INDEX package_import_by_file ON package_import (sha256);

-- A draft is there to be tried; nobody else sees it. Of a package: 'course' when its course was made
-- with it and becomes active with it, 'way' when the course was there. Of a version: it was never in
-- use.
ALTER TABLE package ADD COLUMN draft TEXT NOT NULL DEFAULT '';
ALTER TABLE package_version ADD COLUMN draft BIGINT NOT NULL DEFAULT 0;
CREATE INDEX package_version_drafts ON package_version (package) WHERE draft = 1;
