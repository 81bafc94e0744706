-- A temporary password ends at temporary_until; NULL when there is none, or when it was given before
-- this was kept: the nightly job then sets it.
ALTER TABLE account ADD COLUMN temporary_until BIGINT;

-- Devices (browsers) that an account has signed in on: their wrong tries are counted apart. The
-- device's token is in its cookie alone.
CREATE TABLE account_device (
    account BIGINT NOT NULL REFERENCES account (id),
    device_digest TEXT NOT NULL,
    last_used BIGINT NOT NULL,
    PRIMARY KEY (account, device_digest)
);

-- What somebody else did to an account, told to its owner at the next sign-in. kind is the action of
-- the audit trail, detail what it needs to be understood (an old address).
CREATE TABLE account_notice (
    id BIGINT PRIMARY KEY,
    account BIGINT NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    actor TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT
);
CREATE INDEX account_notice_by_account ON account_notice (account, seen_at);

-- A secret that is shown once, to the account or key that made it. It is sealed under its token,
-- which is in the address of the page that shows it and nowhere else.
CREATE TABLE account_once (
    token_digest TEXT PRIMARY KEY,
    maker BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    sealed TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
