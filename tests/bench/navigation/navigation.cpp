// What a navigation request costs the server: bench_navigation COURSE.json prints the median of a
// Continue and of a Choice in microseconds, each with the view that follows from it.
#include "scorm/session.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

using namespace scorm;

namespace {

constexpr int kRounds = 41;

/// Microseconds of the median; `request` gives the n-th target, and -1 stands for Continue.
template <class Target>
double median_of(Session& session, Millis& now, Target target) {
    std::vector<double> times;
    for (int n = 0; n < kRounds; ++n) {
        session.call(Function::Initialize, "", "", ++now);
        session.call(Function::SetValue, "cmi.completion_status", "completed", ++now);
        session.call(Function::Terminate, "", "", ++now);
        const std::int32_t activity = target(n);
        const auto begin = std::chrono::steady_clock::now();
        session.unload(++now);
        session.navigate(activity < 0 ? Navigation::Continue : Navigation::Choice, activity, ++now);
        const View& view = session.view();
        const auto end = std::chrono::steady_clock::now();
        if (view.state != PlayerState::Running || !view.exception.empty()) return -1;
        times.push_back(std::chrono::duration<double, std::micro>(end - begin).count());
        session.take_commit();
    }
    std::nth_element(times.begin(), times.begin() + kRounds / 2, times.end());
    return times[kRounds / 2];
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    std::ifstream file(argv[1]);
    std::ostringstream text;
    text << file.rdbuf();
    const auto course = course_from_json(text.str());
    if (!course) return 1;
    const auto session = Session::open(*course, {}, "");
    Millis now = 1'700'000'000'000;
    session->launch(now);
    std::vector<std::int32_t> leaves;
    for (std::size_t i = 0; i < course->activities.size(); ++i)
        if (course->activities[i].leaf()) leaves.push_back(static_cast<std::int32_t>(i));
    const double choice = median_of(*session, now, [&](int n) {
        return leaves[static_cast<std::size_t>(n) * 37 % (leaves.size() - 1)];
    });
    session->navigate(Navigation::Choice, leaves.front(), ++now);
    const auto steps = static_cast<int>(leaves.size()) - 1;
    const double onward = median_of(*session, now, [&](int n) {
        // In a small course there is not that much to go on to.
        return n % steps == steps - 1 ? leaves.front() : -1;
    });
    if (choice < 0 || onward < 0) return 1;
    std::printf("%.1f %.1f\n", onward, choice);
    return 0;
}
