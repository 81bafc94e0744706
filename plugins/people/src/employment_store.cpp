#include "store.hpp"

namespace tessera::people::store {

namespace {

constexpr const char* kSelect =
    "SELECT e.id, e.person, e.unit, e.job_role, e.manager, e.assignment_number, e.is_primary, "
    "e.start_date, e.end_date, u.name, u.path, j.name, o.name "
    "FROM employment e JOIN unit u ON u.id = e.unit JOIN job_role j ON j.id = e.job_role "
    "JOIN unit o ON o.id = u.organisation JOIN person p ON p.id = e.person ";
constexpr const char* kCurrent = "e.start_date <= ? AND (e.end_date IS NULL OR e.end_date >= ?)";

EmploymentRecord read_employment(Row row) {
    EmploymentRecord employment;
    employment.id = row.get<Id<Employment>>(0);
    employment.person = row.get<Id<Person>>(1);
    employment.unit = row.get<Id<Unit>>(2);
    employment.job_role = row.get<Id<JobRole>>(3);
    employment.manager = row.get<std::optional<Id<Employment>>>(4).value_or(Id<Employment>{});
    employment.assignment_number = row.get<std::string>(5);
    employment.primary = row.get<bool>(6);
    employment.start = row.get<Date>(7);
    employment.end = row.get<std::optional<Date>>(8);
    employment.unit_name = row.get<std::string>(9);
    employment.unit_path = row.get<std::string>(10);
    employment.job_role_name = row.get<std::string>(11);
    employment.organisation_name = row.get<std::string>(12);
    return employment;
}

std::optional<Id<Employment>> unless_none(Id<Employment> id) {
    return id ? std::optional<Id<Employment>>(id) : std::nullopt;
}

}  // namespace

std::vector<EmploymentRecord> employments(Reader& reader, Id<Person> person,
                                          std::optional<Date> on) {
    if (!on) {
        return reader.all(
            read_employment,
            std::string(kSelect) +
                "WHERE e.person = ? ORDER BY e.is_primary DESC, e.start_date DESC, e.id",
            person);
    }
    return reader.all(read_employment,
                      std::string(kSelect) + "WHERE e.person = ? AND " + kCurrent +
                          " ORDER BY e.is_primary DESC, e.start_date, e.id",
                      person, *on, *on);
}

bool has_left(Reader& reader, Id<Person> person, Date on) {
    // The latest last day of all; one without an end counts as later than any.
    const auto last = reader.value<std::optional<std::string>>(
        "SELECT MAX(COALESCE(end_date, '9999-12-31')) FROM employment WHERE person = ?", person);
    return last && *last && **last < on.text();
}

std::optional<EmploymentRecord> employment(Reader& reader, Id<Employment> id) {
    return reader.first(read_employment, std::string(kSelect) + "WHERE e.id = ?", id);
}

std::vector<EmploymentRecord> reports(Reader& reader, Id<Person> manager, Date on) {
    return reader.all(read_employment,
                      std::string(kSelect) +
                          "JOIN employment m ON m.id = e.manager WHERE m.person = ? AND " +
                          kCurrent + " ORDER BY p.sort_name, e.id",
                      manager, on, on);
}

std::vector<EmploymentRecord> employed_in(Reader& reader, std::string_view unit_path, Date on) {
    return reader.all(read_employment,
                      std::string(kSelect) + "WHERE u.path LIKE ? AND " + kCurrent +
                          " ORDER BY p.sort_name, e.id",
                      std::string(unit_path) + "%", on, on);
}

std::optional<Id<Employment>> employment_of(Reader& reader, Id<Person> person, Date on) {
    return reader.value<Id<Employment>>(
        std::string("SELECT e.id FROM employment e WHERE e.person = ? AND ") + kCurrent +
            " ORDER BY e.is_primary DESC, e.start_date, e.id LIMIT 1",
        person, on, on);
}

bool is_report(Reader& reader, Id<Person> person, Id<Person> manager, Date on) {
    return reader
        .value<std::int64_t>(
            std::string("SELECT 1 FROM employment e JOIN employment m ON m.id = e.manager "
                        "WHERE e.person = ? AND m.person = ? AND ") +
                kCurrent + " LIMIT 1",
            person, manager, on, on)
        .has_value();
}

bool is_employed_in(Reader& reader, Id<Person> person, Id<Unit> unit, Date on) {
    return reader
        .value<std::int64_t>(
            std::string(
                "SELECT 1 FROM employment e JOIN unit u ON u.id = e.unit JOIN unit g ON g.id = ? "
                "WHERE e.person = ? AND u.path LIKE g.path || '%' AND ") +
                kCurrent + " LIMIT 1",
            unit, person, on, on)
        .has_value();
}

bool assignment_number_taken(Reader& reader, std::string_view number) {
    return reader
        .value<std::int64_t>("SELECT 1 FROM employment WHERE assignment_number = ?", number)
        .has_value();
}

void insert_employment(Transaction& tx, const EmploymentRecord& employment) {
    tx.execute(
        "INSERT INTO employment (id, person, unit, job_role, manager, assignment_number, "
        "is_primary, "
        "start_date, end_date) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        employment.id, employment.person, employment.unit, employment.job_role,
        unless_none(employment.manager), employment.assignment_number, employment.primary,
        employment.start, employment.end);
}

void update_employment(Transaction& tx, const EmploymentRecord& employment) {
    tx.execute(
        "UPDATE employment SET unit = ?, job_role = ?, manager = ?, end_date = ? WHERE id = ?",
        employment.unit, employment.job_role, unless_none(employment.manager), employment.end,
        employment.id);
}

void log_employment(Transaction& tx, std::int64_t id, const EmploymentRecord& employment,
                    std::string_view change, Date effective, const Principal& actor, Instant at) {
    tx.execute(
        "INSERT INTO employment_log (id, employment, change, effective, unit, job_role, manager, "
        "actor, actor_person, actor_account, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id, employment.id, change, effective, employment.unit, employment.job_role,
        unless_none(employment.manager), actor.name, actor.person, actor.account, at);
}

std::vector<LogLine> employment_log(Reader& reader, Id<Person> person) {
    return reader.all(
        [](Row row) {
            return LogLine{row.get<std::string>(0), row.get<std::string>(2),
                           row.get<std::string>(3), row.get<std::string>(4), row.get<Date>(1)};
        },
        "SELECT l.change, l.effective, u.name, j.name, l.actor FROM employment_log l "
        "JOIN employment e ON e.id = l.employment JOIN unit u ON u.id = l.unit "
        "JOIN job_role j ON j.id = l.job_role WHERE e.person = ? ORDER BY l.effective DESC, l.id "
        "DESC",
        person);
}

}  // namespace tessera::people::store
