#include "scorm/transcript.hpp"

#include "api/names.hpp"
#include "model/json.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace scorm {

namespace {

constexpr std::array<std::string_view, 8> kFunctions = {
    "Initialize", "Terminate",    "GetValue",       "SetValue",
    "Commit",     "GetLastError", "GetErrorString", "GetDiagnostic"};

std::string word(const Step& step, std::size_t n) {
    return n < step.words.size() ? step.words[n] : std::string();
}

bool is_call(const Step& step) {
    return std::find(kFunctions.begin(), kFunctions.end(), step.words[0]) != kFunctions.end();
}

}  // namespace

TranscriptPlayer::TranscriptPlayer(const Course& course, Opening opening)
    : course_(course),
      opening_(std::move(opening)),
      session_(Session::open(course, opening_, "")) {}

TranscriptPlayer::Played TranscriptPlayer::play(const Step& step) {
    constexpr Millis kStep = 1000;
    now_ += kStep;
    problem_.clear();
    auto found = call(step);
    if (!found) found = act(step);
    if (!found) found = question(step);
    if (!found) problem_ = "there is no command " + step.words[0];
    return {std::move(found).value_or(std::vector<std::string>()), problem_};
}

bool TranscriptPlayer::met(const Step& step, std::vector<std::string> found) {
    if (is_call(step) && step.expected.size() == 1 && found.size() == 2 && found[1] == "0")
        found.pop_back();
    return found == step.expected;
}

/// Answer and error code of a call of the API.
std::optional<std::vector<std::string>> TranscriptPlayer::call(const Step& step) {
    const auto* const function = std::find(kFunctions.begin(), kFunctions.end(), step.words[0]);
    if (function == kFunctions.end()) return std::nullopt;
    const std::string answer(session_->call(static_cast<Function>(function - kFunctions.begin()),
                                            word(step, 1), word(step, 2), now_));
    return std::vector<std::string>{answer, std::to_string(session_->last_error())};
}

/// What learner and player do; answers nothing.
std::optional<std::vector<std::string>> TranscriptPlayer::act(const Step& step) {
    const std::string& command = step.words[0];
    if (command == "launch") {
        session_->launch(now_);
    } else if (command == "unload") {
        session_->unload(now_, word(step, 1) == "gone");
    } else if (command == "reload") {
        problem_ = reopen();
    } else if (command == "wait") {
        now_ += std::strtoll(word(step, 1).c_str(), nullptr, 10) * 1000;
    } else if (command == "follow") {
        follow();
    } else if (command == "navigate") {
        const auto request = navigation_of(word(step, 1));
        const std::int32_t target = activity(word(step, 2));
        if (!request) problem_ = "there is no request " + word(step, 1);
        if (problem_.empty()) session_->navigate(*request, target, now_);
    } else {
        return std::nullopt;
    }
    return std::vector<std::string>();
}

/// What the page does when content has asked for navigation.
void TranscriptPlayer::follow() {
    std::int32_t target = -1;
    const Navigation request = session_->pending_navigation(target);
    if (request == Navigation::None) {
        problem_ = "the content asked for nothing";
        return;
    }
    session_->unload(now_);
    session_->navigate(request, target, now_);
}

std::optional<std::vector<std::string>> TranscriptPlayer::question(const Step& step) {
    const std::string& command = step.words[0];
    const std::string item = word(step, 1);
    using Words = std::vector<std::string>;
    if (command == "pending") return pending();
    if (command == "href") return Words{session_->launch_href()};
    if (command == "view") return view();
    if (command == "control") return Words{control(item)};
    if (command == "toc") return contents();
    const std::int32_t asked = item.empty() ? 0 : activity(item);
    if (asked < 0) return Words();
    if (command == "summary") return summary(asked);
    if (command == "time") return Words{std::to_string(session_->summary(asked).total_time)};
    if (command == "attempts") return Words{std::to_string(session_->summary(asked).attempts)};
    return std::nullopt;
}

std::vector<std::string> TranscriptPlayer::pending() const {
    std::int32_t target = -1;
    std::vector<std::string> found{std::string(name_of(session_->pending_navigation(target)))};
    if (target >= 0) found.push_back(identifier(target));
    return found;
}

std::vector<std::string> TranscriptPlayer::view() const {
    const View& view = session_->view();
    std::vector<std::string> found{std::string(name_of(view.state)), identifier(view.activity)};
    if (!view.exception.empty()) found.push_back(view.exception);
    return found;
}

std::vector<std::string> TranscriptPlayer::contents() const {
    std::vector<std::string> found;
    for (const TocEntry& entry : session_->view().toc)
        found.push_back(identifier(entry.activity) + (entry.choosable ? "" : "!") +
                        (entry.current ? "*" : ""));
    return found;
}

std::string TranscriptPlayer::control(const std::string& name) const {
    const std::string json = to_json(session_->view(), course_);
    return std::string(json::Document::parse(json)->root()["controls"][name].string());
}

std::vector<std::string> TranscriptPlayer::summary(std::int32_t activity) const {
    const ActivitySummary summary = session_->summary(activity);
    std::vector<std::string> found{std::string(name_of(summary.completion)),
                                   std::string(name_of(summary.success))};
    if (summary.score_scaled) found.push_back(summary.score_scaled->text());
    return found;
}

std::int32_t TranscriptPlayer::activity(const std::string& identifier) {
    if (identifier.empty()) return -1;
    for (std::size_t i = 0; i < course_.activities.size(); ++i)
        if (course_.activities[i].identifier == identifier) return static_cast<std::int32_t>(i);
    problem_ = "the course has no " + identifier;
    return -1;
}

std::string TranscriptPlayer::identifier(std::int32_t activity) const {
    return activity < 0 ? "-" : course_.activities[static_cast<std::size_t>(activity)].identifier;
}

void TranscriptPlayer::trace() {
    traced_ = true;
    session_->trace(true);
}

std::string TranscriptPlayer::reopen() {
    const std::string before = session_->state();
    for (const GlobalObjective& changed : session_->take_objectives()) {
        auto& known = opening_.objectives;
        const auto same = [&](const GlobalObjective& other) { return other.id == changed.id; };
        known.erase(std::remove_if(known.begin(), known.end(), same), known.end());
        known.push_back(changed);
    }
    auto again = Session::open(course_, opening_, before);
    if (again == nullptr) return "the state cannot be opened: " + before;
    again->trace(traced_);
    session_ = std::move(again);
    if (session_->state() == before) return {};
    return "the state changed by opening:\n" + before + "\n" + session_->state();
}

}  // namespace scorm
