-- Events of stopped plugins wait, guards stay closed, a plugin that ended the server stays out.

-- 1: the event is for an in-transaction handler of a plugin that was not running.
ALTER TABLE kernel_outbox ADD COLUMN in_transaction BIGINT NOT NULL DEFAULT 0;

-- What is remembered of a plugin, so that it is known when its library can't be loaded. Lists are
-- separated by blanks; "subscriptions" are the events handled after commit.
ALTER TABLE kernel_plugin ADD COLUMN in_transaction TEXT NOT NULL DEFAULT '';
ALTER TABLE kernel_plugin ADD COLUMN guards TEXT NOT NULL DEFAULT '';
-- Its state and reason when it was last started here; empty: never.
ALTER TABLE kernel_plugin ADD COLUMN state TEXT NOT NULL DEFAULT '';
ALTER TABLE kernel_plugin ADD COLUMN reason TEXT NOT NULL DEFAULT '';
-- 1: a process ended while it started this plugin; an administrator has to start it again.
ALTER TABLE kernel_plugin ADD COLUMN ended_server BIGINT NOT NULL DEFAULT 0;

-- One row that /readyz writes to see whether writing works.
CREATE TABLE kernel_probe (
    id BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL
);
