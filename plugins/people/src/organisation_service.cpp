// The part of the service that changes the organisation's structure and looks.
#include "people_service.hpp"
#include "tessera/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tessera::people {

namespace {

constexpr std::size_t kMaxUnitName = 150;
constexpr std::size_t kMaxDepth = 12;
constexpr const char* kStructure = "people.structure";

bool fits(std::string_view name) {
    return !name.empty() && text::length(name) <= kMaxUnitName &&
           name.find_first_of("<>") == std::string_view::npos;
}

std::string unit_json(const std::string& name, const std::string& kind) {
    return Json{{"name", name}, {"kind", kind}}.dump();
}

}  // namespace

void PeopleService::check_unit(Reader& reader, std::vector<Problem>& problems, const NewUnit& unit,
                               Id<Unit> except) {
    if (!fits(unit.name)) problems.push_back({"name", "people.error.unit-name"});
    if (!fits(unit.kind)) problems.push_back({"kind", "people.error.unit-kind"});
    const auto all = store::units(reader);
    const std::string key = text::key(unit.name);
    const bool taken = std::any_of(all.begin(), all.end(), [&](const UnitRecord& other) {
        return other.parent == unit.parent && other.id != except && text::key(other.name) == key;
    });
    if (taken) problems.push_back({"name", "people.error.unit-taken"});
}

Id<Unit> PeopleService::create_unit(Transaction& tx, const Principal& actor, const NewUnit& given) {
    check_site(actor, kStructure);
    NewUnit unit{given.parent, text::line(given.name), text::line(given.kind)};
    std::vector<Problem> problems;
    check_unit(tx, problems, unit, {});
    std::optional<UnitRecord> parent;
    if (unit.parent) {
        parent = store::unit(tx, unit.parent);
        if (!parent) {
            problems.push_back({"parent", "people.error.unit"});
        } else if (std::count(parent->path.begin(), parent->path.end(), '/') >
                   static_cast<std::ptrdiff_t>(kMaxDepth)) {
            problems.push_back({"parent", "people.error.unit-deep"});
        }
    }
    refuse(problems, actor);

    UnitRecord record;
    record.id = host_.ids().make<Unit>();
    record.parent = unit.parent;
    record.name = unit.name;
    record.kind = unit.kind;
    record.path = (parent ? parent->path : "/") + record.id.text() + "/";
    const auto root = Id<Unit>::parse(record.path.substr(1, record.path.find('/', 1) - 1));
    store::insert_unit(tx, record, *root);
    tx.audit(actor,
             {"people.add-unit", "unit:" + record.id.text(), "", unit_json(unit.name, unit.kind)});
    return record.id;
}

void PeopleService::rename_unit(Transaction& tx, const Principal& actor, Id<Unit> id,
                                const NewUnit& given) {
    check_site(actor, kStructure);
    auto record = store::unit(tx, id);
    if (!record) throw not_found("There is no such unit.");
    const NewUnit unit{record->parent, text::line(given.name), text::line(given.kind)};
    std::vector<Problem> problems;
    check_unit(tx, problems, unit, id);
    refuse(problems, actor);
    const std::string before = unit_json(record->name, record->kind);
    record->name = unit.name;
    record->kind = unit.kind;
    store::update_unit(tx, *record);
    tx.audit(actor,
             {"people.rename-unit", "unit:" + id.text(), before, unit_json(unit.name, unit.kind)});
}

void PeopleService::save_brand(Transaction& tx, const Principal& actor, store::Brand brand) {
    check_site(actor, kStructure);
    brand.name = text::line(brand.name);
    brand.short_name = text::line(brand.short_name);
    std::vector<Problem> problems;
    if (!fits(brand.name)) problems.push_back({"name", "people.error.unit-name"});
    if (!fits(brand.short_name) || text::length(brand.short_name) > 30) {
        problems.push_back({"short_name", "people.error.short-name"});
    }
    if (!is_colour(brand.colour)) problems.push_back({"colour", "people.error.colour"});
    if (!is_mark(brand.mark)) problems.push_back({"mark", "people.error.mark"});
    refuse(problems, actor);
    if (!store::unit(tx, brand.unit)) throw not_found("There is no such organisation.");
    store::save_brand(tx, brand);
    tx.audit(actor,
             {"people.brand", "unit:" + brand.unit.text(), "",
              Json{{"name", brand.name}, {"short_name", brand.short_name}, {"colour", brand.colour}}
                  .dump()});
}

Id<JobRole> PeopleService::create_job_role(Transaction& tx, const Principal& actor,
                                           std::string_view given) {
    check_site(actor, kStructure);
    const std::string name = text::line(given);
    if (!fits(name)) refuse({{"name", "people.error.role-name"}}, actor);
    const auto known = store::job_roles(tx);
    const std::string key = text::key(name);
    const bool taken = std::any_of(known.begin(), known.end(), [&](const JobRoleRecord& other) {
        return text::key(other.name) == key;
    });
    if (taken) refuse({{"name", "people.error.role-taken"}}, actor);
    const auto id = host_.ids().make<JobRole>();
    store::insert_job_role(tx, id, name);
    tx.audit(actor,
             {"people.add-job-role", "job-role:" + id.text(), "", Json{{"name", name}}.dump()});
    return id;
}

}  // namespace tessera::people
