CREATE TABLE course_category (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

-- search_text is title, summary and keywords folded to lower case without accents.
CREATE TABLE course (
    id BIGINT PRIMARY KEY,
    category BIGINT NOT NULL REFERENCES course_category (id),
    title TEXT NOT NULL UNIQUE,
    summary TEXT NOT NULL,
    keywords TEXT NOT NULL,
    search_text TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    active BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX course_by_category ON course (category, title);

CREATE TABLE course_offering (
    id BIGINT PRIMARY KEY,
    course BIGINT NOT NULL REFERENCES course (id),
    kind TEXT NOT NULL,
    UNIQUE (course, kind)
);

-- The competency is owned by another plugin.
CREATE TABLE course_competency (
    course BIGINT NOT NULL REFERENCES course (id),
    competency BIGINT NOT NULL,
    level BIGINT NOT NULL,
    PRIMARY KEY (course, competency)
);
CREATE INDEX course_competency_by_competency ON course_competency (competency, level);
