-- Which normal form of text the rows have been brought into (see normal_form.cpp).
CREATE TABLE people_normal_form (
    form BIGINT PRIMARY KEY,
    done_at BIGINT NOT NULL
);
