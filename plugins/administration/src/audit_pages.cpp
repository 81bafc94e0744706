#include "audit_pages.hpp"

#include "tessera_people/people.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace tessera::administration {

namespace {

constexpr int kPageSize = 50;
constexpr std::string_view kPersonPrefix = "person:";

std::optional<Id<Person>> person_of(std::string_view subject) {
    if (subject.substr(0, kPersonPrefix.size()) != kPersonPrefix) return std::nullopt;
    return Id<Person>::parse(subject.substr(kPersonPrefix.size()));
}

/// What was typed as a subject: a person's e-mail address or passport number, or the subject
/// itself.
std::string subject_named(Reader& reader, people::Directory* directory, const std::string& text) {
    if (!directory || text.empty()) return text;
    auto person = directory->person_by_email(reader, text);
    if (!person) person = directory->person_by_passport(reader, text);
    return person ? std::string(kPersonPrefix) + person->id.text() : text;
}

std::string encoded(std::string_view text) {
    constexpr const char* kHex = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
            (byte >= 'A' && byte <= 'Z')) {
            result += c;
        } else {
            result += '%';
            result += kHex[byte >> 4U];
            result += kHex[byte & 15U];
        }
    }
    return result;
}

}  // namespace

Response AuditPages::list(Request& request) {
    const std::string text(request.query("subject").value_or("").substr(0, 200));
    AuditFilter filter;
    filter.area = request.query("area").value_or("").substr(0, 64);
    filter.before = id_parse(request.query("before").value_or("")).value_or(0);
    filter.limit = kPageSize + 1;
    auto* directory = host_.find<people::Directory>();
    Json data = {{"rows", Json::array()}, {"areas", Json::array()}, {"subject", text}};
    std::int64_t last = 0;
    host_.db().read([&](Reader& reader) {
        filter.subject = subject_named(reader, directory, text);
        auto records = host_.find<AuditTrail>()->read(reader, filter);
        data["more"] = records.size() > kPageSize;
        if (records.size() > kPageSize) records.resize(kPageSize);
        std::map<std::int64_t, std::string> names;  // a page is often about few people
        for (const tessera::AuditRecord& record : records) {
            std::string name = record.subject, person;
            if (const auto id = person_of(record.subject); id && directory) {
                auto [known, fresh] = names.try_emplace(id->value);
                if (fresh) {
                    if (auto found = directory->person(reader, *id))
                        known->second = found->full_name();
                }
                if (!known->second.empty()) {
                    name = known->second;
                    person = id->text();
                }
            }
            data["rows"].push_back(
                {{"when", host_.messages().date_time(request.locale(), record.at)},
                 {"actor", record.actor},
                 {"action", record.action},
                 {"about", name},
                 {"person", person},
                 {"before", record.before},
                 {"after", record.after},
                 {"has_change", !record.before.empty() || !record.after.empty()}});
            last = record.id;
        }
    });
    auto plugins = host_.plugins().list();
    std::sort(plugins.begin(), plugins.end(),
              [](const auto& a, const auto& b) { return a.title < b.title; });
    for (const PluginInfo& plugin : plugins) {
        data["areas"].push_back({{"value", plugin.id},
                                 {"label", plugin.title},
                                 {"selected", plugin.id == filter.area}});
    }
    const std::string base =
        "/admin/audit?area=" + encoded(filter.area) + "&subject=" + encoded(text);
    data["older"] = data["more"].get<bool>() ? base + "&before=" + id_text(last) : "";
    data["newest"] = filter.before ? base : "";
    data["has_rows"] = !data["rows"].empty();
    return Response::page(
        view("administration/audit", std::move(data), request.t("administration.audit")));
}

}  // namespace tessera::administration
