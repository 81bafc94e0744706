-- In what the content of a version may differ from the standard while it runs: names of rows of
-- scorm/deviations.hpp, separated by spaces. Set by the import, changed on the package page. What
-- was imported before gets what every package of its edition gets.
ALTER TABLE package_version ADD COLUMN tolerances TEXT NOT NULL DEFAULT '';
UPDATE package_version SET tolerances = 'trailing-blanks comma-decimals percent-signs word-case word-variants time-formats timestamp-formats free-identifiers long-suspend-data loose-arguments'
    WHERE edition = 'SCORM 1.2';
