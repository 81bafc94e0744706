-- Who had a hand in what a course is: what they changed last of each kind ("course", "competency",
-- "package", "rule"), by the person's id and the name they had then.
CREATE TABLE course_editor (
    course BIGINT NOT NULL REFERENCES course (id),
    person BIGINT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (course, person, kind)
);
