-- Which normal form of text the rows have been brought into (see CourseService::normalise).
CREATE TABLE catalogue_normal_form (
    form BIGINT PRIMARY KEY,
    done_at BIGINT NOT NULL
);
