#include "timeline_view.hpp"

#include "timeline_words.hpp"

#include "tessera/csv.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace tessera::elearning {

namespace {

std::string part_id(const TimelineVisit& visit, std::int32_t activity) {
    const auto& all = visit.course->course.activities;
    const auto index = static_cast<std::size_t>(activity);
    return activity >= 0 && index < all.size() ? all[index].identifier : std::string();
}

}  // namespace

std::string timeline_json(const TimelineSource& source, const Timeline& timeline, std::size_t from,
                          std::size_t to) {
    Json left_out = Json::array();
    for (const LeftOut& page : source.left_out) {
        left_out.push_back(
            {{"opening", page.opening}, {"at", iso_text(page.at)}, {"entries", page.entries}});
    }
    const Json head{{"left_out", std::move(left_out)},
                    {"attempt", source.attempt.id.text()},
                    {"commits", source.attempt.commit_number},
                    {"commits_shown", timeline.commits},
                    {"cut", timeline.cut},
                    {"differs", timeline.differs},
                    {"total", timeline.entries.size()},
                    {"more", to < timeline.entries.size()}};
    std::string out = head.dump();
    out.back() = ',';
    out += "\"entries\":[";
    for (std::size_t i = from; i < to; ++i) {
        const TimelineEntry& line = timeline.entries[i];
        const TimelineVisit& visit = timeline.visits[line.visit];
        std::string entry = scorm::to_json(line.entry, visit.course->course);
        entry.back() = ',';
        if (i > from) out += ',';
        out += entry + "\"opening\":" + std::to_string(visit.opening) + '}';
    }
    return out += "]}";
}

std::string timeline_csv(const Request& request, const Timeline& timeline) {
    std::string out =
        "time,opening,kind,part,process,what,first,second,result,error,exception,objective,rule,"
        "count,told,text\r\n";
    for (const TimelineEntry& line : timeline.entries) {
        const TimelineVisit& visit = timeline.visits[line.visit];
        const scorm::TraceEntry& entry = line.entry;
        const TimelineWords words = words_of(request, visit.course->course, entry);
        const std::array<std::string, 16> fields = {
            iso_text(Instant{entry.time}),
            std::to_string(visit.opening),
            std::string(scorm::name_of(entry.kind)),
            part_id(visit, entry.activity),
            std::string(entry.process),
            entry.what,
            entry.first,
            entry.second,
            entry.result,
            entry.error == 0 ? "" : std::to_string(entry.error),
            entry.exception,
            entry.objective,
            entry.rule,
            std::to_string(entry.count),
            entry.told ? "1" : "",
            words.note.empty() ? words.text : words.text + ". " + words.note};
        for (const std::string& field : fields) {
            out += csv_field(field);
            out += ',';
        }
        out.back() = '\r';
        out += '\n';
    }
    return out;
}

}  // namespace tessera::elearning
