#include "compliance_service.hpp"

#include "loading.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace tessera::compliance {

namespace {

/// What needs doing first: never achieved and expired, then by the day it ends, then by name.
auto urgency(const Line& line) {
    return std::tuple(!out_of_date(line.status), line.last_day ? line.last_day->days : kNeverEnds,
                      line.competency.name);
}

std::size_t digest_of(const std::vector<competencies::Rule>& rules) {
    std::string text;
    for (const auto& rule : rules) {
        text += id_text(rule.competency.value) + id_text(rule.unit.value) +
                id_text(rule.job_role.value) + std::to_string(rule.level);
    }
    return std::hash<std::string>()(text);
}

const competencies::CompetencyRecord* find(const std::vector<competencies::CompetencyRecord>& all,
                                           Id<catalogue::Competency> id) {
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& record) { return record.id == id; });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace

ComplianceService::ComplianceService(Host& host, people::Directory& people,
                                     competencies::Competencies& competencies)
    : host_(host),
      people_(people),
      competencies_(competencies),
      keeper_(
          index_,
          [this](std::int32_t day, const std::atomic<bool>& stopping) {
              return read_everybody(day, stopping);
          },
          [this] { return host_.clock().today().days; },
          [this](const std::string& reason) {
              if (reason.empty()) return tell_figures();
              host_.log().error("The compliance index could not be loaded", {{"reason", reason}});
          }) {}

PersonalCompliance ComplianceService::of_person(Reader& reader, Id<Person> person, Date on) {
    const Horizon horizon = Horizon::on(on);
    const auto all = competencies_.all(reader);
    const auto holdings = competencies_.holdings(reader, person);
    PersonalCompliance result;
    result.employments = people_.employments(reader, person, on);
    std::set<Id<catalogue::Competency>> required_ids;
    for (const auto& required : competencies_.required(reader, result.employments)) {
        const auto* competency = find(all, required.competency);
        if (competency == nullptr) continue;
        const auto* holding =
            competencies::answering(holdings, required.competency, required.level);
        Line line{*competency,
                  required.level,
                  status_of(last_day_of(holding), horizon),
                  holding == nullptr ? std::nullopt : holding->expires,
                  required.since,
                  required.because};
        if (required_ids.insert(required.competency).second) {
            result.required.push_back(std::move(line));
            continue;
        }
        // Required by two employments: the higher level is the one to meet.
        auto& known = *std::find_if(
            result.required.begin(), result.required.end(),
            [&](const Line& other) { return other.competency.id == required.competency; });
        if (known.level < line.level) known = std::move(line);
    }
    for (const Line& line : result.required) result.counts.add(line.status);
    for (const auto& holding : holdings) {
        const auto* competency = find(all, holding.competency);
        if (competency == nullptr || required_ids.count(holding.competency) != 0) continue;
        if (holding.expires && holding.expires->days < horizon.today) continue;
        const bool known =
            std::any_of(result.held.begin(), result.held.end(),
                        [&](const Line& line) { return line.competency.id == holding.competency; });
        if (!known) {
            result.held.push_back({*competency, holding.level, Status::NotRequired, holding.expires,
                                   std::nullopt, ""});
        }
    }
    const auto by_urgency = [](const Line& a, const Line& b) { return urgency(a) < urgency(b); };
    std::sort(result.required.begin(), result.required.end(), by_urgency);
    std::sort(result.held.begin(), result.held.end(), by_urgency);
    return result;
}

std::vector<TeamMember> ComplianceService::team(Reader& reader, Id<Person> manager, Date on) {
    keeper_.wait_until_current();
    const Horizon horizon = Horizon::on(on);
    std::vector<TeamMember> members;
    for (auto& employment : people_.reports(reader, manager, on)) {
        TeamMember member;
        for (const Cell& cell : index_.cells(employment.person.value, employment.id.value)) {
            member.cells.emplace(Id<catalogue::Competency>{cell.competency}, cell);
            member.counts.add(status_of(cell.last_day, horizon));
        }
        if (auto person = people_.person(reader, employment.person))
            member.person = std::move(*person);
        member.employment = std::move(employment);
        members.push_back(std::move(member));
    }
    std::stable_sort(members.begin(), members.end(), [](const TeamMember& a, const TeamMember& b) {
        return a.counts.percent() < b.counts.percent();
    });
    return members;
}

competencies::ForecastFigures ComplianceService::with(
    const competencies::Rule& rule, const std::vector<people::EmploymentRecord>& reached,
    const std::map<Id<Person>, std::optional<Date>>& last_days) {
    keeper_.wait_until_current();
    const Horizon horizon = Horizon::on(host_.clock().today());
    Counts before, after;
    for (const auto& employment : reached) {
        bool known = false;
        const auto held = last_days.find(employment.person);
        const std::int32_t last = held == last_days.end() ? kNeverAchieved
                                  : held->second          ? held->second->days
                                                          : kNeverEnds;
        for (const Cell& cell : index_.cells(employment.person.value, employment.id.value)) {
            const Status now = status_of(cell.last_day, horizon);
            before.add(now);
            const bool changed = cell.competency == rule.competency.value;
            known = known || changed;
            // The higher of two levels is the one to meet.
            after.add(changed && cell.level < rule.level ? status_of(last, horizon) : now);
        }
        if (!known) after.add(status_of(last, horizon));
    }
    return {before.percent(), after.percent()};
}

bool ComplianceService::may_see(Reader& reader, const Principal& principal, Id<Person> person) {
    if (principal.person && principal.person == person) return true;
    return principal.can("compliance.read") &&
           people_.may_see(reader, principal, "compliance.read", person);
}

std::vector<Entry> ComplianceService::read_everybody(std::int32_t day,
                                                     const std::atomic<bool>& stopping) {
    return host_.db().read([&](Reader& reader) {
        rules_known_ = digest_of(competencies_.rules(reader));
        return read_all(reader, people_, competencies_, Date{day}, stopping);
    });
}

void ComplianceService::tell_figures() const {
    const Counts all = index_.counts("/", Horizon::on(host_.clock().today()));
    host_.metrics().gauge("compliance_required", all.required);
    host_.metrics().gauge("compliance_out_of_date", all.out_of_date());
}

void ComplianceService::refresh(Transaction& tx, Id<Person> person) {
    auto entries = std::make_shared<std::vector<Entry>>(
        read_person(tx, people_, competencies_, person, host_.clock().today()));
    tx.on_durable([this, person, entries] { index_.change(person.value, std::move(*entries)); });
}

void ComplianceService::reload_after(Transaction& tx) {
    const std::size_t rules = digest_of(competencies_.rules(tx));
    tx.on_durable([this, rules] {
        rules_known_ = rules;
        keeper_.stale();
    });
}

void ComplianceService::catch_up(Id<Person> person) {
    // In the writer's order: a change of meanwhile must not be overwritten by what was read before.
    host_.db().write([&](Transaction& tx) { refresh(tx, person); });
}

void ComplianceService::catch_up_with_requirements() {
    host_.db().write([&](Transaction& tx) {
        if (digest_of(competencies_.rules(tx)) != rules_known_) reload_after(tx);
    });
}

ComplianceService::Verification ComplianceService::verify() {
    keeper_.wait_until_current();
    Verification result;
    const auto report = [&](std::int64_t employment, const std::string& what) {
        if (result.differences.size() < 100) {
            result.differences.push_back("Employment " + id_text(employment) + ": " + what);
        }
    };
    const Date today = host_.clock().today();
    std::vector<Entry> entries;
    index_.each([&](const Entry& entry) { entries.push_back(entry); });
    host_.db().read([&](Reader& reader) {
        for (const Entry& entry : entries) {
            ++result.checked;
            const auto holdings = competencies_.holdings(reader, {entry.person});
            std::vector<Cell> truth;
            for (const auto& required : competencies_.required(reader, {entry.person}, today)) {
                if (required.employment.value != entry.employment) continue;
                truth.push_back({required.competency.value, required.level,
                                 last_day_of(competencies::answering(holdings, required.competency,
                                                                     required.level))});
            }
            std::sort(truth.begin(), truth.end(),
                      [](const Cell& a, const Cell& b) { return a.competency < b.competency; });
            if (truth != entry.cells)
                report(entry.employment, "the index has other cells than the tables.");
        }
        const std::size_t employed = read_all(reader, people_, competencies_, today, false).size();
        if (employed != entries.size()) {
            report(0, "the index has " + std::to_string(entries.size()) +
                          " employments, the tables have " + std::to_string(employed) + ".");
        }
    });
    return result;
}

}  // namespace tessera::compliance
