#include "demo.hpp"

#include <algorithm>

namespace tessera::elearning {

namespace {

struct Sample {
    const char* file;
    const char* title;
};

constexpr Sample kSamples[] = {
    {"data-security-awareness.zip", "Data Security Awareness"},
    {"moving-and-handling.zip", "Moving and handling: people, level 2"},
    {"infection-prevention.zip", "Infection prevention and control, level 2"},
};

constexpr std::int64_t kMinute = 60'000;

/// A learner without a browser: opens an attempt as the player's page does, works through parts of
/// the course, and commits.
class Study {
public:
    Study(PlayService& play, const Launched& launched)
        : play_(play),
          attempt_(launched.attempt),
          token_(launched.url.substr(launched.url.rfind('/') + 1)),
          page_(play.open(attempt_, {token_, {}, {}}, 0)),
          now_(page_.now.ms),
          session_(scorm::Session::open(
              page_.course->course, *scorm::opening_from_json(page_.opening_data), page_.state)) {
        session_->launch(now_);
    }

    std::size_t parts() const { return page_.course->leaves.size(); }

    /// Does that many parts and leaves the course in the middle of the next, or ends it after the
    /// last, which `passes` or not.
    void work_through(std::size_t parts, bool passes = true) {
        for (std::size_t i = 0; i < parts && running(); ++i) {
            do_part(i + 1 == this->parts(), passes);
            session_->navigate(
                i + 1 == this->parts() ? scorm::Navigation::ExitAll : scorm::Navigation::Continue,
                -1, now_);
        }
        if (running()) {
            call(scorm::Function::Initialize);
            set(is_2004() ? "cmi.completion_status" : "cmi.core.lesson_status", "incomplete");
            set(is_2004() ? "cmi.exit" : "cmi.core.exit", "suspend");
            call(scorm::Function::Terminate);
            session_->navigate(scorm::Navigation::SuspendAll, -1, now_);
        }
        const std::string operations = session_->take_commit();
        play_.commit(attempt_, {token_, {}, {}}, {page_.opening, page_.number + 1, operations});
    }

private:
    bool running() const { return session_->view().state == scorm::PlayerState::Running; }
    bool is_2004() const { return scorm::is_2004(page_.course->course.edition); }

    void call(scorm::Function function) { session_->call(function, "", "", now_); }
    void set(std::string_view element, std::string_view value) {
        session_->call(scorm::Function::SetValue, element, value, now_);
    }

    void do_part(bool last, bool passes) {
        const bool failed = last && !passes;
        call(scorm::Function::Initialize);
        now_ += 4 * kMinute;
        if (is_2004()) {
            set("cmi.progress_measure", "1");
            set("cmi.completion_status", "completed");
            set("cmi.success_status", failed ? "failed" : "passed");
            if (last) set("cmi.score.scaled", failed ? "0.4" : "0.9");
            set("cmi.session_time", "PT4M");
        } else {
            if (last) set("cmi.core.score.raw", failed ? "40" : "90");
            const char* const end = failed ? "failed" : "passed";
            set("cmi.core.lesson_status", last ? end : "completed");
            set("cmi.core.session_time", "0000:04:00");
        }
        call(scorm::Function::Terminate);
    }

    PlayService& play_;
    Id<Attempt> attempt_;
    std::string token_;
    OpenedPage page_;
    std::int64_t now_;
    std::unique_ptr<scorm::Session> session_;
};

void import_samples(Host& host, const std::filesystem::path& samples, PackageService& packages) {
    for (const Sample& sample : kSamples) {
        const std::filesystem::path file = samples / sample.file;
        const Imported imported = packages.import(
            Principal::system("Demonstration"),
            {file, sample.file, [&] { return host.files().import(file); }, {}, sample.title});
        if (!imported.package) {
            throw Error(ErrorKind::Internal, "elearning.demo",
                        std::string("The sample ") + sample.file + " can't be played.");
        }
    }
}

/// Everybody who may play something, with what it is. The main learner's own course of the day is
/// left as it is.
std::vector<enrolment::EnrolmentRecord> placed(Host& host, enrolment::Enrolments& enrolments,
                                               people::Directory& people) {
    return host.db().read([&](Reader& reader) {
        std::vector<enrolment::EnrolmentRecord> all;
        const auto units = people.units(reader);
        if (units.empty()) return all;
        for (const auto& employment :
             people.employed_in(reader, units.front().id, host.clock().today())) {
            for (auto& enrolment : enrolments.current(reader, employment.person)) {
                if (!store::playable(reader, {enrolment.course}).empty())
                    all.push_back(std::move(enrolment));
            }
        }
        return all;
    });
}

Principal person_of(Host& host, people::Directory& people, Id<Person> id) {
    Principal principal;
    principal.kind = Principal::Kind::Person;
    principal.grants = {{"elearning.play", Reach::Self, 0}};
    principal.person = id;
    host.db().read([&](Reader& reader) {
        if (const auto person = people.person(reader, id)) principal.name = person->full_name();
    });
    return principal;
}

}  // namespace

void fill_demo(Host& host, const std::filesystem::path& samples, PackageService& packages,
               LaunchService& launches, PlayService& play, enrolment::Enrolments& enrolments,
               people::Directory& people) {
    import_samples(host, samples, packages);
    Id<Person> learner;
    host.db().read([&](Reader& reader) {
        const auto amara = people.person_by_email(reader, "amara.okafor@severnmarches.example");
        if (amara) learner = amara->id;
    });
    int number = 0;
    for (const auto& enrolment : placed(host, enrolments, people)) {
        const bool main_learner = enrolment.person == learner;
        // Of the others a quarter is in the middle, a quarter has finished, and some have failed.
        const int place = number++;
        const int turn = place % 4;
        const bool fails = place % 8 == 2;
        if (!main_learner && turn > 1 && !fails) continue;
        const auto attempt = [&] {
            const Principal principal = person_of(host, people, enrolment.person);
            return launches.launch(principal, enrolment.id, false, "en");
        };
        if (main_learner) {
            const auto parts = host.db().read([&](Reader& reader) {
                const auto package = store::package_of_course(reader, enrolment.course);
                return store::version(reader, package->version)->parts;
            });
            if (parts > 1) Study(play, attempt()).work_through(5);
            continue;
        }
        Study study(play, attempt());
        study.work_through(turn == 0 ? study.parts() / 2 : study.parts(), !fails);
    }
}

}  // namespace tessera::elearning
