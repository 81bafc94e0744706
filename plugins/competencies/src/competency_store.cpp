#include "store.hpp"

#include "tessera/text.hpp"

namespace tessera::competencies::store {

namespace {

constexpr std::string_view kSelect =
    "SELECT c.id, c.code, c.name, f.name, c.levels, c.renewal_months "
    "FROM competency c JOIN competency_framework f ON f.id = c.framework ";

std::string select(std::string_view rest) { return std::string(kSelect).append(rest); }

CompetencyRecord to_competency(Row row) {
    CompetencyRecord competency;
    competency.id = row.get<Id<Competency>>(0);
    competency.code = row.get<std::string>(1);
    competency.name = row.get<std::string>(2);
    competency.framework = row.get<std::string>(3);
    competency.levels = row.get<int>(4);
    competency.renewal_months = row.get<int>(5);
    return competency;
}

}  // namespace

std::vector<CompetencyRecord> competencies(Reader& reader) {
    return reader.all(to_competency, select("ORDER BY c.name"));
}

std::optional<CompetencyRecord> competency(Reader& reader, Id<Competency> id) {
    return reader.first(to_competency, select("WHERE c.id = ?"), id);
}

std::optional<CompetencyRecord> competency_by_code(Reader& reader, std::string_view code) {
    return reader.first(to_competency, select("WHERE c.code = ?"), code);
}

std::vector<std::string> frameworks(Reader& reader) {
    return reader.all([](Row row) { return row.get<std::string>(0); },
                      "SELECT name FROM competency_framework ORDER BY name");
}

Id<Framework> framework(Transaction& tx, IdSource& ids, std::string_view name, bool national) {
    const std::string key = text::key(name);
    for (Row row : tx.query("SELECT id, name FROM competency_framework")) {
        if (text::key(row.get<std::string_view>(1)) == key) return row.get<Id<Framework>>(0);
    }
    const auto id = ids.make<Framework>();
    tx.execute("INSERT INTO competency_framework (id, name, national) VALUES (?, ?, ?)", id, name,
               national);
    return id;
}

void put_competency(Transaction& tx, const CompetencyRecord& competency, Id<Framework> framework) {
    tx.execute(
        "INSERT INTO competency (id, framework, code, name, levels, renewal_months) VALUES (?, ?, "
        "?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET framework = excluded.framework, code = excluded.code, "
        "name = excluded.name, levels = excluded.levels, renewal_months = excluded.renewal_months",
        competency.id, framework, competency.code, competency.name, competency.levels,
        competency.renewal_months);
}

}  // namespace tessera::competencies::store
