-- A person owns one passport for life. E-mail addresses and National Insurance numbers are stored
-- normalised, so that UNIQUE means what people mean by it; both may be absent.
CREATE TABLE person (
    id BIGINT PRIMARY KEY,
    passport_number TEXT NOT NULL UNIQUE,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    sort_name TEXT NOT NULL,
    search_text TEXT NOT NULL,
    email TEXT UNIQUE,
    national_insurance TEXT UNIQUE,
    date_of_birth TEXT,
    type TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX person_by_name ON person (sort_name, id);

-- Units of every level; an organisation is a unit without a parent. path is "/id/id/", root first.
CREATE TABLE unit (
    id BIGINT PRIMARY KEY,
    parent BIGINT REFERENCES unit (id),
    organisation BIGINT NOT NULL REFERENCES unit (id),
    name TEXT NOT NULL,
    sort_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    path TEXT NOT NULL UNIQUE,
    UNIQUE (parent, name)
);
CREATE INDEX unit_by_name ON unit (name);

-- What an organisation's pages look like to its people.
CREATE TABLE unit_brand (
    unit BIGINT PRIMARY KEY REFERENCES unit (id),
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    colour TEXT NOT NULL,
    mark TEXT NOT NULL
);

CREATE TABLE job_role (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    sort_name TEXT NOT NULL
);

-- An established post. An employment may fill one; its number is the organisation's own.
CREATE TABLE job_position (
    id BIGINT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    unit BIGINT NOT NULL REFERENCES unit (id),
    job_role BIGINT NOT NULL REFERENCES job_role (id)
);
CREATE INDEX job_position_by_unit ON job_position (unit);

-- end_date is the last day, inclusive. The manager is another employment, not a person.
CREATE TABLE employment (
    id BIGINT PRIMARY KEY,
    person BIGINT NOT NULL REFERENCES person (id),
    unit BIGINT NOT NULL REFERENCES unit (id),
    job_role BIGINT NOT NULL REFERENCES job_role (id),
    job_position BIGINT REFERENCES job_position (id),
    manager BIGINT REFERENCES employment (id),
    assignment_number TEXT NOT NULL UNIQUE,
    is_primary BIGINT NOT NULL,
    start_date TEXT NOT NULL,
    end_date TEXT
);
CREATE INDEX employment_by_person ON employment (person);
CREATE INDEX employment_by_unit ON employment (unit);
CREATE INDEX employment_by_manager ON employment (manager);
CREATE INDEX employment_by_role ON employment (job_role);

-- Append-only: what an employment looked like from a day on, and who said so.
CREATE TABLE employment_log (
    id BIGINT PRIMARY KEY,
    employment BIGINT NOT NULL REFERENCES employment (id),
    change TEXT NOT NULL,
    effective TEXT NOT NULL,
    unit BIGINT NOT NULL,
    job_role BIGINT NOT NULL,
    manager BIGINT,
    actor TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX employment_log_by_employment ON employment_log (employment, id);
