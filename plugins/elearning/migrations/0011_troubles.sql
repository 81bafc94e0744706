-- What player pages noticed of content that did not work, for those who look after the course: the page of a part is missing,
-- shows nothing, does not let itself be shown, lacks a piece, or never calls the API. trouble is one of the words of
-- trouble_store.hpp; part is an identifier of the course.
CREATE TABLE attempt_trouble (
    attempt BIGINT NOT NULL REFERENCES attempt (id),
    part TEXT NOT NULL,
    trouble TEXT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (attempt, part, trouble)
);
