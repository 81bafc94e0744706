// Whether the transcripts would notice a change of any row of the two data models: scorm_coverage
// COURSES TRANSCRIPT... lists what no transcript says of an element: its access, its value before anything
// is set, its words, its limits, and what it needs.
#include "model/elements.hpp"
#include "scorm/transcript.hpp"

#include "scorm/course.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

using namespace scorm;

namespace {

/// What the transcripts of one edition say of one row, keywords apart.
struct Said {
    std::set<std::string> answers;  ///< of GetValue without an error
    std::set<std::string> taken;    ///< by SetValue; long values as their length
    std::set<std::size_t> taken_lengths, refused_lengths;
    std::set<std::uint32_t> taken_indexes, refused_indexes;
    std::set<std::string> get_errors, set_errors;
    std::set<std::string> children, counts, keyword_set_errors;
};
using SaidOfRows = std::map<std::string_view, Said>;

std::string read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

std::size_t characters(const std::string& text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

void note(const Model& model, const Step& step, SaidOfRows& said) {
    const bool get = step.words[0] == "GetValue";
    if ((!get && step.words[0] != "SetValue") || step.expected.empty()) return;
    const Path path = model.parse(step.words[1]);
    if (path.row == nullptr) return;
    Said& row = said[path.row->element->path];
    const std::string error = step.expected.size() > 1 ? step.expected[1] : "0";
    const std::string& answer = step.expected[0];
    if (path.keyword != Path::Keyword::None) {
        if (!get) row.keyword_set_errors.insert(error);
        if (get && error == "0")
            (path.keyword == Path::Keyword::Count ? row.counts : row.children).insert(answer);
        return;
    }
    if (get) {
        if (error == "0")
            row.answers.insert(answer);
        else
            row.get_errors.insert(error);
        return;
    }
    const std::string value = step.words.size() > 2 ? step.words[2] : "";
    const std::uint32_t index = path.indexes == 0 ? 0 : path.index[path.indexes - 1];
    if (error == "0") {
        row.taken.insert(value);
        row.taken_lengths.insert(characters(value));
        row.taken_indexes.insert(index);
    } else {
        row.set_errors.insert(error);
        row.refused_lengths.insert(characters(value));
        row.refused_indexes.insert(index);
    }
}

/// Error codes of the two versions.
struct Codes {
    const char* read_only;
    const char* write_only;
    const char* mismatch;
    const char* keyword;
};
constexpr Codes kCodes12{"403", "404", "405", "402"};
constexpr Codes kCodes2004{"404", "405", "406", "404"};

class Gaps {
public:
    Gaps(Edition edition, const SaidOfRows& said)
        : is_12_(edition == Edition::Scorm12),
          codes_(is_12_ ? kCodes12 : kCodes2004),
          said_(said),
          model_(Model::of(edition)) {}

    int count() {
        for (const Row& row : model_.rows()) check(row);
        return gaps_;
    }

private:
    void gap(const Element& element, const std::string& what) {
        std::cerr << (is_12_ ? "1.2: " : "2004: ") << element.path << ": " << what << '\n';
        ++gaps_;
    }

    void check(const Row& row) {
        const Element& element = *row.element;
        const auto found = said_.find(element.path);
        const Said none;
        const Said& said = found == said_.end() ? none : found->second;
        if (element.type == Type::Group || element.type == Type::Array)
            check_holder(row, said);
        else
            check_leaf(row, said);
    }

    void check_holder(const Row& row, const Said& said) {
        const Element& element = *row.element;
        if (!element.words.empty()) {
            if (said.children.count(std::string(element.words)) == 0)
                gap(element, "nobody reads its _children");
            if (said.keyword_set_errors.count(codes_.keyword) == 0)
                gap(element, "nobody sets one of its keywords");
        }
        if (element.type != Type::Array) return;
        // These have the records that the session gives them.
        const bool given = row.array == Layout::SharedData || row.array == Layout::CommentsFromLms;
        if (row.array != Layout::SharedData && said.counts.count("0") == 0)
            gap(element, "nobody reads its _count before there is a record");
        if (!given) check_room(row);
    }

    /// Of the records' elements, one must have been set in the last record and refused behind it.
    void check_room(const Row& array) {
        const auto any = [&](std::set<std::uint32_t> Said::*indexes, std::uint32_t index) {
            return std::any_of(said_.begin(), said_.end(), [&](const auto& one) {
                const Row* row = model_.find(one.first);
                return row->layout == array.array && (one.second.*indexes).count(index) != 0;
            });
        };
        const std::uint32_t limit = array.element->limit;
        if (!any(&Said::taken_indexes, limit - 1) || !any(&Said::refused_indexes, limit))
            gap(*array.element, "nobody makes more records than it takes");
    }

    void check_leaf(const Row& row, const Said& said) {
        const Element& element = *row.element;
        // The system has no comments of its own, so these never have a record.
        const bool empty = row.layout == Layout::CommentsFromLms;
        if (element.access == Access::WriteOnly) {
            if (said.get_errors.count(codes_.write_only) == 0)
                gap(element, "nobody tries to read it");
        } else if (said.answers.empty() && !empty) {
            gap(element, "nobody reads it");
        }
        if (element.access == Access::ReadOnly) {
            if (said.set_errors.count(codes_.read_only) == 0)
                gap(element, "nobody tries to set it");
        } else {
            check_setting(element, said);
        }
        if (element.access != Access::WriteOnly) check_initial(row, said);
    }

    void check_setting(const Element& element, const Said& said) {
        if (said.taken.empty()) gap(element, "nobody sets it");
        const bool any_text = element.type == Type::Text && element.limit == 0;
        if (!any_text && said.set_errors.count(codes_.mismatch) == 0)
            gap(element, "nobody sets what it cannot be");
        if (element.type == Type::Real && said.set_errors.count("407") == 0)
            gap(element, "nobody sets what is out of its range");
        if (element.type == Type::Real || element.type == Type::Integer) check_range(element, said);
        if (element.type == Type::Vocabulary || element.type == Type::Result)
            check_words(element, said);
        if (has_length(element)) {
            if (said.taken_lengths.count(element.limit) == 0)
                gap(element, "nobody sets " + std::to_string(element.limit) + " characters");
            if (said.refused_lengths.count(element.limit + 1) == 0)
                gap(element,
                    "nobody sets one character more than " + std::to_string(element.limit));
        }
        if (element.needs != Needs::Nothing && said.set_errors.count("408") == 0)
            gap(element, "nobody sets it before what it needs");
        if ((element.unique || element.fixed) && said.set_errors.count("351") == 0)
            gap(element, "nobody sets it twice");
    }

    /// Whether its limit is all that bounds its length.
    static bool has_length(const Element& element) {
        return element.type == Type::Text || element.type == Type::LocalizedText ||
               element.type == Type::LongIdentifier || element.type == Type::Identifier ||
               element.type == Type::Feedback;
    }

    void check_range(const Element& element, const Said& said) {
        for (const Real bound : {element.low, element.high}) {
            const bool met =
                std::any_of(said.taken.begin(), said.taken.end(),
                            [&](const auto& text) { return Real::parse(text) == bound; });
            if (!met) gap(element, "nobody sets " + bound.text());
        }
    }

    void check_words(const Element& element, const Said& said) {
        std::istringstream words{std::string(element.words)};
        // SCORM 1.2: no content may say that it was not attempted, and the table's words leave that out.
        for (std::string word; std::getline(words, word, '|');)
            if (said.taken.count(word) == 0) gap(element, "nobody sets " + word);
    }

    /// Whether the session has a value of its own for it, or nothing at all.
    static bool always(const Row& row) {
        const std::string_view path = row.element->path;
        return row.layout == Layout::CommentsFromLms || path == "adl.data.n.id" ||
               path.starts_with("adl.nav.request_valid") || path.ends_with("er_id") ||
               path.ends_with("er_name") || path.starts_with("cmi.core.student_");
    }

    void check_initial(const Row& row, const Said& said) {
        const Element& element = *row.element;
        if (always(row)) return;
        if (element.initial.data() != nullptr) {
            if (said.answers.count(std::string(element.initial)) == 0)
                gap(element, "nobody reads its initial value");
            return;
        }
        // The first thing that is set in a record.
        const bool first = element.path.ends_with(".n.id") || element.path.ends_with(".n.pattern");
        if (!first && !is_12_ && said.get_errors.count("403") == 0)
            gap(element, "nobody reads it before it has a value");
    }

    bool is_12_;
    Codes codes_;
    const SaidOfRows& said_;
    const Model& model_;
    int gaps_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) return 2;
    std::map<bool, SaidOfRows> said;
    for (int i = 2; i < argc; ++i) {
        const Transcript transcript = read_transcript(read_file(argv[i]));
        const auto course =
            course_from_json(read_file(std::string(argv[1]) + "/" + transcript.course + ".json"));
        if (!course) return 2;
        const bool tolerant = transcript.opening.find("tolerances") != std::string::npos;
        const bool old = is_2004(course->edition) && course->edition != Edition::Scorm2004_4;
        if (tolerant || old) continue;
        for (const Step& step : transcript.steps)
            note(Model::of(course->edition), step, said[course->edition == Edition::Scorm12]);
    }
    const int gaps = Gaps(Edition::Scorm12, said[true]).count() +
                     Gaps(Edition::Scorm2004_4, said[false]).count();
    std::cout << gaps << " gaps\n";
    return gaps == 0 ? 0 : 1;
}
