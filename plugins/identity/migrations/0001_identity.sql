-- The sign-in of a person. email follows the person's record; password_hash is '' until one is set.
CREATE TABLE account (
    id BIGINT PRIMARY KEY,
    person BIGINT NOT NULL UNIQUE,
    email TEXT UNIQUE,
    display_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    must_change BIGINT NOT NULL,
    terms_version BIGINT NOT NULL,
    locale TEXT NOT NULL,
    blocked BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    last_sign_in BIGINT
);

-- unit is 0 unless reach is 'unit'.
CREATE TABLE account_role (
    id BIGINT PRIMARY KEY,
    account BIGINT NOT NULL REFERENCES account (id),
    role TEXT NOT NULL,
    reach TEXT NOT NULL,
    unit BIGINT NOT NULL,
    UNIQUE (account, role, reach, unit)
);

-- The token itself is in the browser's cookie alone.
CREATE TABLE account_session (
    id BIGINT PRIMARY KEY,
    account BIGINT NOT NULL REFERENCES account (id),
    token_digest TEXT NOT NULL UNIQUE,
    keep BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    device TEXT NOT NULL
);
CREATE INDEX account_session_by_account ON account_session (account);
CREATE INDEX account_session_by_expiry ON account_session (expires_at);

-- Failed tries to sign in, by account or sign-in name and by address; subject is a digest.
CREATE TABLE account_try (
    subject TEXT PRIMARY KEY,
    tries BIGINT NOT NULL,
    window_start BIGINT NOT NULL,
    paused_until BIGINT NOT NULL
);
CREATE INDEX account_try_by_window ON account_try (window_start);

CREATE TABLE account_api_key (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    key_digest TEXT NOT NULL UNIQUE,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used BIGINT,
    revoked_at BIGINT
);

CREATE TABLE account_api_key_scope (
    api_key BIGINT NOT NULL REFERENCES account_api_key (id),
    permission TEXT NOT NULL,
    PRIMARY KEY (api_key, permission)
);
