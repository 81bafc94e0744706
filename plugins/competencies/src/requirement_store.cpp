#include "store.hpp"

namespace tessera::competencies::store {

namespace {

constexpr std::string_view kSelect =
    "SELECT id, competency, level, target_kind, target, since FROM competency_requirement ";

RequirementRecord to_requirement(Row row) {
    RequirementRecord requirement;
    requirement.id = row.get<Id<Requirement>>(0);
    requirement.competency = row.get<Id<Competency>>(1);
    requirement.level = row.get<int>(2);
    requirement.target_kind =
        row.get<std::string_view>(3) == "unit" ? Target::Unit : Target::JobRole;
    requirement.target = row.get<std::int64_t>(4);
    requirement.since = row.get<Date>(5);
    return requirement;
}

/// "?, ?, ?" and the values as parameters; "NULL" for none, which nothing equals.
std::string list(const std::vector<std::int64_t>& values, std::vector<Param>& params) {
    if (values.empty()) return "NULL";
    std::string marks;
    for (const std::int64_t value : values) {
        marks += marks.empty() ? "?" : ", ?";
        params.emplace_back(value);
    }
    return marks;
}

}  // namespace

std::string_view target_text(Target target) { return target == Target::Unit ? "unit" : "job-role"; }

std::optional<Target> target_parse(std::string_view text) {
    if (text == "unit") return Target::Unit;
    if (text == "job-role") return Target::JobRole;
    return std::nullopt;
}

std::vector<RequirementRecord> requirements(Reader& reader) {
    return reader.all(to_requirement,
                      std::string(kSelect) + "ORDER BY target_kind DESC, target, id");
}

std::vector<RequirementRecord> requirements_of(Reader& reader,
                                               const std::vector<std::int64_t>& units,
                                               const std::vector<std::int64_t>& job_roles) {
    std::vector<Param> params;
    std::string sql(kSelect);
    sql += "WHERE (target_kind = 'unit' AND target IN (" + list(units, params) + "))";
    sql += " OR (target_kind = 'job-role' AND target IN (" + list(job_roles, params) + "))";
    std::vector<RequirementRecord> result;
    for (Row row : reader.query_with(sql, params)) result.push_back(to_requirement(row));
    return result;
}

std::optional<RequirementRecord> requirement(Reader& reader, Id<Requirement> id) {
    return reader.first(to_requirement, std::string(kSelect) + "WHERE id = ?", id);
}

std::optional<RequirementRecord> requirement_on(Reader& reader, Id<Competency> competency,
                                                Target kind, std::int64_t target) {
    return reader.first(
        to_requirement,
        std::string(kSelect) + "WHERE competency = ? AND target_kind = ? AND target = ?",
        competency, target_text(kind), target);
}

void put_requirement(Transaction& tx, const RequirementRecord& requirement) {
    tx.execute(
        "INSERT INTO competency_requirement (id, competency, level, target_kind, target, since) "
        "VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (competency, target_kind, target) DO UPDATE SET level = excluded.level",
        requirement.id, requirement.competency, requirement.level,
        target_text(requirement.target_kind), requirement.target, requirement.since);
}

void remove_requirement(Transaction& tx, Id<Requirement> id) {
    tx.execute("DELETE FROM competency_requirement WHERE id = ?", id);
}

}  // namespace tessera::competencies::store
