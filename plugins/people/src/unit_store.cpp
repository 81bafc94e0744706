#include "store.hpp"
#include "tessera/text.hpp"

namespace tessera::people::store {

namespace {

UnitRecord read_unit(Row row) {
    UnitRecord unit;
    unit.id = row.get<Id<Unit>>(0);
    unit.parent = row.get<std::optional<Id<Unit>>>(1).value_or(Id<Unit>{});
    unit.name = row.get<std::string>(2);
    unit.kind = row.get<std::string>(3);
    unit.path = row.get<std::string>(4);
    return unit;
}

}  // namespace

std::optional<UnitRecord> unit(Reader& reader, Id<Unit> id) {
    return reader.first(read_unit, "SELECT id, parent, name, kind, path FROM unit WHERE id = ?",
                        id);
}

std::optional<Id<Unit>> unit_by_name(Reader& reader, std::string_view name) {
    return reader.value<Id<Unit>>("SELECT id FROM unit WHERE name = ? ORDER BY id", name);
}

std::vector<UnitRecord> units(Reader& reader) {
    const auto all = reader.all(
        read_unit, "SELECT id, parent, name, kind, path FROM unit ORDER BY sort_name, id");
    std::multimap<std::int64_t, const UnitRecord*> children;  // keeps the order of equal keys
    for (const UnitRecord& unit : all) children.emplace(unit.parent.value, &unit);
    std::vector<UnitRecord> tree;
    tree.reserve(all.size());
    // Depth first with an own stack: children are pushed backwards, so that the first comes off
    // first.
    std::vector<const UnitRecord*> open;
    const auto push_children = [&](std::int64_t parent) {
        const auto [from, to] = children.equal_range(parent);
        for (auto child = to; child != from;) open.push_back((--child)->second);
    };
    push_children(0);
    while (!open.empty()) {
        const UnitRecord* unit = open.back();
        open.pop_back();
        tree.push_back(*unit);
        push_children(unit->id.value);
    }
    return tree;
}

std::map<std::int64_t, std::int64_t> people_by_unit(Reader& reader, Date on) {
    std::map<std::int64_t, std::int64_t> result;
    for (Row row :
         reader.query("SELECT unit, COUNT(DISTINCT person) FROM employment WHERE start_date <= ? "
                      "AND (end_date IS NULL OR end_date >= ?) GROUP BY unit",
                      on, on)) {
        result[row.get<std::int64_t>(0)] = row.get<std::int64_t>(1);
    }
    return result;
}

void insert_unit(Transaction& tx, const UnitRecord& unit, Id<Unit> organisation) {
    const auto parent = unit.parent ? std::optional<Id<Unit>>(unit.parent) : std::nullopt;
    tx.execute(
        "INSERT INTO unit (id, parent, organisation, name, sort_name, kind, path) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        unit.id, parent, organisation, unit.name, text::search_key(unit.name), unit.kind,
        unit.path);
}

void update_unit(Transaction& tx, const UnitRecord& unit) {
    tx.execute("UPDATE unit SET name = ?, sort_name = ?, kind = ? WHERE id = ?", unit.name,
               text::search_key(unit.name), unit.kind, unit.id);
}

std::optional<Brand> brand(Reader& reader) {
    return reader.first(
        [](Row row) {
            return Brand{row.get<Id<Unit>>(0), row.get<std::string>(1), row.get<std::string>(2),
                         row.get<std::string>(3), row.get<std::string>(4)};
        },
        "SELECT unit, name, short_name, colour, mark FROM unit_brand ORDER BY unit LIMIT 1");
}

void save_brand(Transaction& tx, const Brand& brand) {
    tx.execute(
        "INSERT INTO unit_brand (unit, name, short_name, colour, mark) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (unit) DO UPDATE SET name = excluded.name, short_name = excluded.short_name, "
        "colour = excluded.colour, mark = excluded.mark",
        brand.unit, brand.name, brand.short_name, brand.colour, brand.mark);
}

std::vector<JobRoleRecord> job_roles(Reader& reader) {
    return reader.all(
        [](Row row) {
            return JobRoleRecord{row.get<Id<JobRole>>(0), row.get<std::string>(1)};
        },
        "SELECT id, name FROM job_role ORDER BY sort_name, id");
}

std::optional<Id<JobRole>> job_role_by_name(Reader& reader, std::string_view name) {
    return reader.value<Id<JobRole>>("SELECT id FROM job_role WHERE name = ?", name);
}

bool has_job_role(Reader& reader, Id<JobRole> id) {
    return reader.value<std::int64_t>("SELECT 1 FROM job_role WHERE id = ?", id).has_value();
}

void insert_job_role(Transaction& tx, Id<JobRole> id, std::string_view name) {
    tx.execute("INSERT INTO job_role (id, name, sort_name) VALUES (?, ?, ?)", id, name,
               text::search_key(name));
}

}  // namespace tessera::people::store
