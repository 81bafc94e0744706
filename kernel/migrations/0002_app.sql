-- What an administrator has set; the declarations are in the manifests.
CREATE TABLE kernel_setting (
    id TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- Plugins that were disabled, and the events each handles after commit (separated by blanks), so that
-- events wait for a plugin that is not running.
CREATE TABLE kernel_plugin (
    id TEXT NOT NULL PRIMARY KEY,
    disabled BIGINT NOT NULL,
    subscriptions TEXT NOT NULL
);

-- Plugins whose demonstration data has been filled in.
CREATE TABLE kernel_demo (
    plugin TEXT NOT NULL PRIMARY KEY,
    filled_at BIGINT NOT NULL
);
