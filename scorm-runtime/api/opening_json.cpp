// Opening to JSON and back.
#include "api/names.hpp"
#include "model/json.hpp"
#include "scorm/session.hpp"

#include <charconv>

namespace scorm {

namespace {

void write_optional(json::Writer& out, std::string_view name, const std::optional<Real>& value) {
    if (value) out.key(name).real(*value);
}

void write_optional(json::Writer& out, std::string_view name, const std::optional<bool>& value) {
    if (value) out.key(name).boolean(*value);
}

void write_objective(json::Writer& out, const GlobalObjective& objective) {
    out.begin_object().key("id").string(objective.id);
    write_optional(out, "satisfied", objective.satisfied);
    write_optional(out, "measure", objective.measure);
    write_optional(out, "raw", objective.raw);
    write_optional(out, "min", objective.min);
    write_optional(out, "max", objective.max);
    write_optional(out, "completed", objective.completed);
    write_optional(out, "progress", objective.progress);
    out.end_object();
}

std::optional<bool> read_bool(json::Value in) {
    if (in.kind() == json::Kind::True) return true;
    if (in.kind() == json::Kind::False) return false;
    return std::nullopt;
}

GlobalObjective read_objective(json::Value in) {
    GlobalObjective objective;
    objective.id = in["id"].string();
    objective.satisfied = read_bool(in["satisfied"]);
    objective.measure = in["measure"].optional_real();
    objective.raw = in["raw"].optional_real();
    objective.min = in["min"].optional_real();
    objective.max = in["max"].optional_real();
    objective.completed = read_bool(in["completed"]);
    objective.progress = in["progress"].optional_real();
    return objective;
}

}  // namespace

std::string to_json(const Opening& opening) {
    std::string out;
    json::Writer writer(out);
    writer.begin_object().key("learner").begin_object();
    writer.key("id").string(opening.learner.id);
    writer.key("name").string(opening.learner.name);
    writer.key("language").string(opening.learner.language);
    writer.end_object();
    writer.key("mode").string(name_of(opening.mode));
    writer.key("credit").boolean(opening.credit);
    // As text: a script's numbers hold 53 bits.
    char seed[24];
    const char* const seed_end = std::to_chars(seed, seed + sizeof seed, opening.seed).ptr;
    writer.key("seed").string({seed, static_cast<std::size_t>(seed_end - seed)});
    writer.key("tolerances").string(opening.tolerances);
    writer.key("objectives").begin_array();
    for (const GlobalObjective& objective : opening.objectives) write_objective(writer, objective);
    writer.end_array().key("sharedData").begin_array();
    for (const SharedDataValue& value : opening.shared_data)
        writer.begin_object()
            .key("id")
            .string(value.id)
            .key("store")
            .string(value.store)
            .end_object();
    writer.end_array().end_object();
    return out;
}

std::optional<Opening> opening_from_json(std::string_view text) {
    const auto document = json::Document::parse(text);
    if (!document || !document->root().is_object()) return std::nullopt;
    const json::Value root = document->root();
    Opening opening;
    opening.learner.id = root["learner"]["id"].string();
    opening.learner.name = root["learner"]["name"].string();
    opening.learner.language = root["learner"]["language"].string();
    const auto mode = mode_of(root["mode"].string("normal"));
    if (!mode) return std::nullopt;
    opening.mode = *mode;
    opening.credit = root["credit"].boolean(true);
    const std::string_view seed = root["seed"].string("0");
    if (std::from_chars(seed.data(), seed.data() + seed.size(), opening.seed).ptr !=
        seed.data() + seed.size())
        return std::nullopt;
    opening.tolerances = root["tolerances"].string();
    for (json::Value v = root["objectives"].first(); v.valid(); v = v.next())
        opening.objectives.push_back(read_objective(v));
    for (json::Value v = root["sharedData"].first(); v.valid(); v = v.next())
        opening.shared_data.push_back(
            {std::string(v["id"].string()), std::string(v["store"].string())});
    return opening;
}

}  // namespace scorm
