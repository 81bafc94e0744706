#include "names.hpp"
#include "store.hpp"
#include "tessera/text.hpp"

#include <algorithm>

namespace tessera::people::store {

namespace {

constexpr const char* kPersonColumns =
    "p.id, p.passport_number, p.given_name, p.family_name, p.email, p.type, p.date_of_birth";

PersonRecord read_person(Row row) {
    PersonRecord person;
    person.id = row.get<Id<Person>>(0);
    person.passport_number = row.get<std::string>(1);
    person.given_name = row.get<std::string>(2);
    person.family_name = row.get<std::string>(3);
    person.email = row.get<std::optional<std::string>>(4).value_or("");
    person.type = row.get<std::string>(5);
    person.date_of_birth = row.get<std::optional<Date>>(6);
    return person;
}

/// NULL for what is not known: UNIQUE takes any number of them.
std::optional<std::string> unless_empty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

std::string search_text(std::string_view given, std::string_view family, std::string_view email,
                        std::string_view passport_number) {
    const std::string number = text::search_key(passport_number);
    std::string together = number;
    together.erase(std::remove(together.begin(), together.end(), ' '), together.end());
    return text::search_key(given) + " " + text::search_key(family) + " " +
           text::search_key(email) + " " + number + " " + together;
}

std::vector<std::string> words(std::string_view typed) {
    std::vector<std::string> result;
    const std::string folded = text::search_key(typed);
    std::size_t from = 0;
    while (from < folded.size() && result.size() < 8) {
        const auto space = std::min(folded.find(' ', from), folded.size());
        if (space > from)
            result.push_back("%" + text::like_part(folded.substr(from, space - from)) + "%");
        from = space + 1;
    }
    return result;
}

/// WHERE clause of a filter, with what is bound to it. The texts live as long as this.
struct Where {
    std::string sql = " WHERE 1 = 1";
    std::vector<std::string> texts;
    std::vector<std::int64_t> numbers;
    std::vector<std::pair<bool, std::size_t>> order;  ///< is text, index

    void text(std::string value) {
        order.emplace_back(true, texts.size());
        texts.push_back(std::move(value));
    }
    void number(std::int64_t value) {
        order.emplace_back(false, numbers.size());
        numbers.push_back(value);
    }
    void bind(std::vector<Param>& params) const {
        for (const auto& [is_text, index] : order) {
            if (is_text)
                params.emplace_back(texts[index]);
            else
                params.emplace_back(numbers[index]);
        }
    }
};

constexpr const char* kEmployedBelow =
    "EXISTS (SELECT 1 FROM employment w JOIN unit v ON v.id = w.unit WHERE w.person = p.id "
    "AND w.start_date <= ? AND (w.end_date IS NULL OR w.end_date >= ?) AND v.path LIKE ?)";

void employed_below(Where& where, const std::string& path, const std::string& on) {
    where.sql += kEmployedBelow;
    where.text(on);
    where.text(on);
    where.text(path + "%");
}

void restrict_to(Where& where, const Scope& scope, const std::string& on) {
    if (scope.everybody) return;
    where.sql +=
        " AND (p.id = ? OR EXISTS (SELECT 1 FROM employment w JOIN employment m ON m.id = "
        "w.manager "
        "WHERE w.person = p.id AND m.person = ? AND w.start_date <= ? "
        "AND (w.end_date IS NULL OR w.end_date >= ?))";
    where.number(scope.self.value);
    where.number(scope.self.value);
    where.text(on);
    where.text(on);
    for (const std::string& path : scope.unit_paths) {
        where.sql += " OR ";
        employed_below(where, path, on);
    }
    where.sql += ")";
}

Where where_of(const PersonFilter& filter) {
    Where where;
    const std::string on = filter.on.text();
    for (std::string& word : words(filter.text)) {
        where.sql += " AND p.search_text LIKE ? ESCAPE '\\'";
        where.text(std::move(word));
    }
    if (!filter.unit_path.empty()) {
        where.sql += " AND ";
        employed_below(where, filter.unit_path, on);
    }
    std::string marks;
    for (const Id<Person> person : filter.among) {
        marks += marks.empty() ? "?" : ", ?";
        where.number(person.value);
    }
    if (!marks.empty()) where.sql += " AND p.id IN (" + marks + ")";
    restrict_to(where, filter.scope, on);
    return where;
}

}  // namespace

std::optional<PersonDetails> person(Reader& reader, Id<Person> id) {
    return reader.first(
        [](Row row) {
            PersonDetails details;
            static_cast<PersonRecord&>(details) = read_person(row);
            details.national_insurance = row.get<std::optional<std::string>>(7).value_or("");
            details.created = row.get<Instant>(8);
            return details;
        },
        std::string("SELECT ") + kPersonColumns +
            ", p.national_insurance, p.created_at FROM person p WHERE p.id = ?",
        id);
}

std::optional<PersonRecord> person_by(Reader& reader, const char* column, std::string_view value) {
    return reader.first(
        read_person,
        std::string("SELECT ") + kPersonColumns + " FROM person p WHERE p." + column + " = ?",
        value);
}

std::vector<PersonLine> people(Reader& reader, const PersonFilter& filter) {
    const Where where = where_of(filter);
    const std::string on = filter.on.text();
    std::vector<Param> params = {on, on};
    where.bind(params);
    params.emplace_back(filter.limit);
    params.emplace_back(filter.offset);
    std::vector<PersonLine> result;
    for (Row row : reader.query_with(
             std::string("SELECT ") + kPersonColumns +
                 ", u.name, j.name FROM person p LEFT JOIN employment e ON e.id = "
                 "(SELECT c.id FROM employment c WHERE c.person = p.id AND c.start_date <= ? "
                 "AND (c.end_date IS NULL OR c.end_date >= ?) "
                 "ORDER BY c.is_primary DESC, c.start_date, c.id LIMIT 1) "
                 "LEFT JOIN unit u ON u.id = e.unit LEFT JOIN job_role j ON j.id = e.job_role" +
                 where.sql + " ORDER BY p.sort_name, p.id LIMIT ? OFFSET ?",
             params)) {
        PersonLine line;
        line.person = read_person(row);
        line.unit_name = row.get<std::optional<std::string>>(7).value_or("");
        line.job_role_name = row.get<std::optional<std::string>>(8).value_or("");
        result.push_back(std::move(line));
    }
    return result;
}

std::int64_t count_people(Reader& reader, const PersonFilter& filter) {
    const Where where = where_of(filter);
    std::vector<Param> params;
    where.bind(params);
    for (Row row : reader.query_with("SELECT COUNT(*) FROM person p" + where.sql, params)) {
        return row.get<std::int64_t>(0);
    }
    return 0;
}

void insert_person(Transaction& tx, Id<Person> id, std::string_view passport_number,
                   const NewPerson& person, Instant at) {
    tx.execute(
        "INSERT INTO person (id, passport_number, given_name, family_name, sort_name, search_text, "
        "email, national_insurance, date_of_birth, type, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id, passport_number, person.given_name, person.family_name,
        sort_name(person.given_name, person.family_name),
        search_text(person.given_name, person.family_name, person.email, passport_number),
        unless_empty(person.email), unless_empty(person.national_insurance), person.date_of_birth,
        person.type, at);
}

void update_person(Transaction& tx, const PersonRecord& before, const NewPerson& after) {
    tx.execute(
        "UPDATE person SET given_name = ?, family_name = ?, sort_name = ?, search_text = ?, email "
        "= ?, "
        "national_insurance = ?, date_of_birth = ?, type = ? WHERE id = ?",
        after.given_name, after.family_name, sort_name(after.given_name, after.family_name),
        search_text(after.given_name, after.family_name, after.email, before.passport_number),
        unless_empty(after.email), unless_empty(after.national_insurance), after.date_of_birth,
        after.type, before.id);
}

}  // namespace tessera::people::store
