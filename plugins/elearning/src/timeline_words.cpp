#include "timeline_words.hpp"

#include "timeline.hpp"

namespace tessera::elearning {

namespace {

using scorm::TraceEntry;
using scorm::TraceKind;

std::string key(std::string_view name) { return "elearning.timeline-" + std::string(name); }

std::string key(std::string_view group, std::string_view name) {
    return key(std::string(group) + '-' + std::string(name));
}

/// Why a call is refused, by the code of the version; names of keys.
std::string_view reason_2004(int code) {
    switch (code) {
        case 102:
            return "not-open";
        case 103:
            return "begun";
        case 104:
        case 113:
        case 123:
        case 133:
        case 143:
            return "ended";
        case 112:
        case 122:
        case 132:
        case 142:
            return "not-begun";
        case 201:
            return "argument";
        case 301:
            return "get";
        case 351:
            return "set";
        case 401:
        case 402:
            return "unknown";
        case 403:
            return "no-value";
        case 404:
            return "read-only";
        case 405:
            return "write-only";
        case 406:
            return "format";
        case 407:
            return "range";
        case 408:
            return "first-another";
        default:
            return "general";
    }
}

std::string_view reason_12(int code) {
    switch (code) {
        case 201:
            return "argument";
        case 202:
            return "no-children";
        case 203:
            return "no-count";
        case 301:
            return "no-session";
        case 401:
            return "unknown";
        case 402:
        case 403:
            return "read-only";
        case 404:
            return "write-only";
        case 405:
            return "format";
        default:
            return "general";
    }
}

/// Elements with a sentence of their own.
std::string_view set_key(std::string_view element) {
    struct Known {
        std::string_view element, name;
    };
    static constexpr Known kKnown[] = {{"cmi.core.lesson_status", "set-status"},
                                       {"cmi.completion_status", "set-completion"},
                                       {"cmi.success_status", "set-success"},
                                       {"cmi.core.score.raw", "set-points"},
                                       {"cmi.score.raw", "set-points"},
                                       {"cmi.score.scaled", "set-score"},
                                       {"cmi.core.lesson_location", "set-place"},
                                       {"cmi.location", "set-place"},
                                       {"cmi.suspend_data", "set-notes"},
                                       {"cmi.core.exit", "set-exit"},
                                       {"cmi.exit", "set-exit"},
                                       {"cmi.core.session_time", "set-time"},
                                       {"cmi.session_time", "set-time"},
                                       {"cmi.progress_measure", "set-progress"},
                                       {"adl.nav.request", "set-request"}};
    for (const Known& known : kKnown)
        if (known.element == element) return known.name;
    return "set";
}

/// What belongs together, with a blank between.
std::string joined(std::initializer_list<std::string_view> words) {
    std::string out;
    for (const std::string_view word : words) {
        if (word.empty()) continue;
        if (!out.empty()) out += ' ';
        out += word;
    }
    return out;
}

class Wording {
public:
    Wording(const Request& request, const scorm::Course& course, const TraceEntry& entry)
        : request_(request), course_(course), entry_(entry) {}

    TimelineWords words() const {
        switch (entry_.kind) {
            case TraceKind::Call:
                return call();
            case TraceKind::Request:
                return navigation();
            case TraceKind::Sequencing:
                return sequencing();
            case TraceKind::Status:
                return status();
            case TraceKind::Result:
                return {t(key("result", entry_.what)), {}, {}};
            case TraceKind::Rule:
                return {t(key("rule", entry_.what)),
                        {},
                        joined({entry_.process, entry_.what}) + ": " + entry_.first};
            case TraceKind::Selection:
                return {t(key("chance", entry_.what)), {}, joined({entry_.process, entry_.first})};
            case TraceKind::Delivery:
                return {t(key("delivery", entry_.what)), {}, std::string(entry_.process)};
            default:
                return {t(key(scorm::name_of(entry_.kind))),
                        {},
                        joined({entry_.process, entry_.what, entry_.exception})};
        }
    }

private:
    std::string t(const std::string& name) const {
        return request_.t(name, {{"part", part_title(course_, entry_.activity)},
                                 {"element", entry_.first},
                                 {"value", entry_.second.empty() ? entry_.result : entry_.second},
                                 {"before", entry_.first},
                                 {"after", word(entry_.second)},
                                 {"answer", entry_.result},
                                 {"objective", entry_.objective},
                                 {"number", entry_.first},
                                 {"count", std::to_string(entry_.count)}});
    }

    /// "completed" and the like, in the reader's words; anything else as it is.
    std::string word(const std::string& value) const {
        if (entry_.kind != TraceKind::Result || entry_.what == "score") return value;
        std::string name = value.empty() ? "unknown" : value;
        for (char& c : name)
            if (c == ' ') c = '-';
        return request_.t(key("word", name));
    }

    TimelineWords call() const {
        const bool support = entry_.what == "GetErrorString" || entry_.what == "GetDiagnostic";
        const bool set = entry_.what == "SetValue";
        TimelineWords out;
        out.code = joined({entry_.what, entry_.first});
        if (is_question(entry_)) {
            out.text = t(key("call-no-value"));
            out.note = '(' + std::to_string(entry_.error) + ')';
        } else if (entry_.error != 0) {
            const bool is_2004 = scorm::is_2004(course_.edition);
            const auto reason = is_2004 ? reason_2004(entry_.error) : reason_12(entry_.error);
            out.text = t(key("refused", entry_.what));
            out.note = request_.t(key("reason", reason), {{"value", entry_.second}}) + " (" +
                       std::to_string(entry_.error) + ")";
        } else if (set) {
            out.text = request_.t(key(set_key(entry_.first)), {{"value", entry_.second}});
        } else {
            const bool empty = entry_.what == "GetValue" && entry_.result.empty();
            const std::string what = support ? "error-text" : empty ? "empty" : entry_.what;
            out.text = t(key("call", what));
        }
        if (entry_.count > 1) out.note = joined({out.note, t(key("times"))});
        if (entry_.told) out.note = joined({out.note, t(key("told"))});
        return out;
    }

    TimelineWords navigation() const {
        TimelineWords out{
            t(key("request", entry_.what)), {}, joined({entry_.what, entry_.exception})};
        if (entry_.result != "delivered") out.note = t(key("outcome", entry_.result));
        return out;
    }

    TimelineWords sequencing() const {
        std::string_view name = "nothing";
        if (entry_.result == "deliver") name = "part";
        if (entry_.result == "end") name = "end";
        return {t(key("found", name)), {}, joined({entry_.process, entry_.what, entry_.exception})};
    }

    TimelineWords status() const {
        std::string name = entry_.what;
        const bool word = name == "satisfied" || name == "completed";
        if (word) name += entry_.second.empty() ? "-unknown" : '-' + entry_.second;
        if (name.find('.') != std::string::npos) name = "element";
        if (name == "min" || name == "max") name = "raw";
        if (!word && entry_.second.empty()) name = "unknown";
        TimelineWords out;
        out.text = t(entry_.activity < 0 ? key("global", name) : key("status", name));
        if (entry_.process.substr(0, 2) == "RB") out.note = t(key("rolled-up"));
        out.code = joined({entry_.process, entry_.objective, entry_.rule});
        return out;
    }

    const Request& request_;
    const scorm::Course& course_;
    const TraceEntry& entry_;
};

}  // namespace

TimelineWords words_of(const Request& request, const scorm::Course& course,
                       const scorm::TraceEntry& entry) {
    return Wording(request, course, entry).words();
}

std::string part_title(const scorm::Course& course, std::int32_t activity) {
    const auto index = static_cast<std::size_t>(activity);
    if (activity < 0 || index >= course.activities.size()) return course.title;
    const scorm::Activity& part = course.activities[index];
    return part.title.empty() ? part.identifier : part.title;
}

}  // namespace tessera::elearning
