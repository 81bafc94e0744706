-- Forms that were sent after their session had ended: kept for their own account until it has signed in
-- again, an hour at most.
CREATE TABLE kernel_held_form (
    id BIGINT PRIMARY KEY,
    account BIGINT NOT NULL,
    path TEXT NOT NULL,
    fields TEXT NOT NULL,               -- JSON: [[name, value], ...]
    files TEXT NOT NULL,                -- JSON: names of file inputs, whose files can't be kept
    ends_at BIGINT NOT NULL
);
CREATE INDEX kernel_held_form_by_account ON kernel_held_form (account, id);
