-- The kernel's own tables: outbox, jobs, audit trail.

-- One row per event and plugin that still has to handle it.
create table kernel_outbox (
    id bigint primary key,              -- in the order of publishing
    plugin text not null,
    event text not null,
    subject bigint not null,
    payload text not null,              -- the event as JSON
    created_at bigint not null,
    attempts integer not null default 0,
    next_attempt bigint not null,
    error text not null default ''      -- of the last attempt
);
create index kernel_outbox_due on kernel_outbox (next_attempt, id);
create index kernel_outbox_order on kernel_outbox (plugin, subject, id);

create table kernel_job (
    id bigint primary key,
    job text not null,
    payload text not null,
    state text not null,                -- waiting running done failed cancelled
    created_at bigint not null,
    run_at bigint not null,             -- not before; of a running one: when its lease ends
    node integer not null default 0,    -- that runs it
    cancelling integer not null default 0,
    attempts integer not null default 0,
    done integer not null default 0,    -- progress: done of total
    total integer not null default 0,
    error text not null default ''      -- of the last attempt
);
create index kernel_job_due on kernel_job (state, run_at, id);
create index kernel_job_name on kernel_job (job, state);

-- When a job with a schedule runs next.
create table kernel_schedule (
    job text primary key,
    schedule text not null,
    next_run bigint not null
);

create table kernel_audit (
    id bigint primary key,
    at bigint not null,
    actor_kind text not null,           -- anonymous person api-key system
    actor_name text not null,           -- as it was then
    person bigint,
    account bigint,
    action text not null,
    subject text not null,
    before text,                        -- JSON
    after text,                         -- JSON
    request text not null               -- request id, or empty
);
create index kernel_audit_subject on kernel_audit (subject, id);
