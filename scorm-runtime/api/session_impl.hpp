// The session behind scorm::Session, in parts: calls.cpp answers content, transfer.cpp moves values
// between run-time data and activity tree, journey.cpp launches, navigates and delivers, state.cpp
// stores and reads, replay.cpp applies operations, view.cpp tells what the player shows,
// results.cpp what came out, locks.cpp what prerequisites keep closed, trace.cpp notes all of it.
#pragma once

#include "api/operations.hpp"
#include "model/cmi_data.hpp"
#include "scorm/session.hpp"
#include "sequencing/activity_tree.hpp"
#include "sequencing/trace.hpp"

namespace scorm {

/// How cmi.entry is answered.
enum class Entry : std::uint8_t { AbInitio, Resume, Neither };

/// What is kept of an activity whose content was delivered once.
struct ActivityData {
    std::unique_ptr<CmiData>
        cmi;  ///< null before the first delivery, and after an abandoned attempt
    std::int64_t attempt_time = 0;  ///< cmi.total_time, milliseconds
    std::int64_t total_time = 0;    ///< over all attempts
    std::int64_t last_session = 0;  ///< part of both that the last communication session added
    Entry entry = Entry::AbInitio;
    bool kept = false;       ///< the content has set something that a later visit finds again
    bool concluded = false;  ///< SCORM 1.2: completed because the content said nothing
    bool failed = false;     ///< SCORM 1.2: failed, and neither passed nor completed since
    /// As written; kept once another activity is delivered, since it cannot change any more then.
    mutable std::string json;
};

/// A bucket of adl.data.
struct Bucket {
    std::string id;
    std::string store;
    bool changed = false;  ///< since take_shared_data()
};

/// The communication session of the delivered content (RTE 3.1.2).
enum class Communication : std::uint8_t { NotInitialized, Running, Terminated };

class SessionImpl final : public Session {
public:
    SessionImpl(const Course& course, const Opening& opening);

    void launch(Millis now) override;
    std::string_view call(Function function, std::string_view first, std::string_view second,
                          Millis now) override;
    int last_error() const override;
    void navigate(Navigation request, std::int32_t activity, Millis now) override;
    Navigation pending_navigation(std::int32_t& activity) const override;
    using Session::unload;
    void unload(Millis now, bool gone) override;
    const View& view() const override;
    std::string launch_href() const override;
    std::string take_commit() override;
    bool commit_urgent() const override;
    ApplyResult apply(std::string_view operations) override;
    std::string state() const override;
    ActivitySummary summary(std::int32_t activity) const override;
    std::vector<Interaction> take_interactions() override;
    std::vector<GlobalObjective> take_objectives() override;
    std::vector<SharedDataValue> take_shared_data() override;
    void trace(bool on) override;
    std::vector<TraceEntry> take_trace() override;

    /// Puts a stored state in place of the new attempt's. False when it does not fit the course.
    bool read_state(json::Value state);

private:
    // calls.cpp
    std::string_view answer_call(Function function, std::string_view first, std::string_view second,
                                 Millis now);
    bool has_changed(Function function) const;
    void observe(Function function, std::string_view first, std::string_view second, Millis now);
    std::string_view initialize(std::string_view argument, Millis now);
    void begin_again();
    Entry entry_after_end() const;
    std::string_view terminate(std::string_view argument, Millis now);
    std::string_view commit(std::string_view argument, Millis now);
    std::string_view get_value(std::string_view name);
    std::string_view set_value(std::string_view name, std::string_view value, Millis now);
    Error shared_data_access(const Path& path, bool set) const;
    std::string_view request_valid(std::string_view request);
    std::string_view error_text(std::string_view code);
    std::string_view diagnostic(std::string_view code);
    std::string_view answer(Error error, std::string_view success, std::string_view failure);

    // transfer.cpp
    void fill();
    void fill_2004(const Activity& activity);
    void fill_12(const Activity& activity);
    void fill_objectives(const Activity& activity);
    void fill_shared_data(const Activity& activity);
    void take_from_objective(std::size_t objective, std::size_t record);
    void report(const Path& path);
    void note_own(Effect effect, std::string_view text);
    bool has_own(Effect effect) const;
    void report_value(std::size_t objective, Effect effect, std::string_view text);
    void report_12();
    std::int32_t objective_of_record(std::size_t record) const;
    enum class End : std::uint8_t {
        Finished,    ///< the content said so
        Left,        ///< the learner went elsewhere before it did
        Interrupted  ///< the page was gone, or the attempt is suspended
    };
    void end_communication(End end);
    void end_12(End end);
    void note_exit_request();

    // journey.cpp
    void start(Millis now);
    void deliver_again();
    void carry_out(Navigation request, std::int32_t activity, Millis now);
    void follow(const RequestResult& result, bool resume_all);
    void deliver(bool resumed, bool resume_all);
    void prepare();
    bool ends_session() const;
    bool allowed(Navigation request, std::int32_t activity) const;
    std::string refusal(Navigation request, std::int32_t activity, Millis now, Trace* trace) const;
    std::unique_ptr<ActivityTree> copy_of_tree() const;
    std::int32_t only_leaf() const;
    std::int32_t first_open_12() const;

    // locks.cpp
    class Statuses;
    void find_locks();
    void update_locks();

    // replay.cpp
    ApplyResult replay(json::Value operation);

    // state.cpp
    void write_activity(json::Writer& out, std::size_t index) const;
    bool read_activity(json::Value in);
    void read_shared_data(json::Value list);

    // trace.cpp
    bool tracing() const { return kTracing && trace_ != nullptr; }
    void note_now(Millis now) {
        if (tracing()) trace_->set_now(now);
    }
    void note_call(Function function, std::string_view first, std::string_view second,
                   std::string_view answer);
    RequestResult request(Navigation request, std::int32_t activity, Millis now);
    void note_refusal(Navigation request, std::int32_t activity, Millis now);
    void put_status_12(std::string_view status, std::string_view rule);
    void note_observation(json::Value operation, char code);
    void note_result();

    // view.cpp
    void make_view() const;
    void make_controls() const;
    void make_contents() const;

    // results.cpp
    const ActivityTree& outlook() const;
    Completion completion(std::int32_t activity) const;
    Success success(std::int32_t activity) const;
    std::string_view status_12(std::int32_t activity) const;
    std::string_view judged_12(std::int32_t activity, std::string_view status) const;
    Completion completion_12(std::int32_t activity) const;
    Success success_12(std::int32_t activity) const;
    std::optional<Real> score_12(std::int32_t activity) const;
    static std::optional<Real> leaf_score_12(const ActivityData& data);
    Interaction interaction(std::int32_t activity, std::uint32_t index) const;
    std::int32_t subtree_end(std::int32_t activity) const;

    bool is_12() const { return course_.edition == Edition::Scorm12; }
    bool records() const { return opening_.mode == Mode::Normal; }
    ActivityData& data() { return data_[static_cast<std::size_t>(delivered_)]; }
    const ActivityData& data() const { return data_[static_cast<std::size_t>(delivered_)]; }
    CmiData& cmi() { return *data().cmi; }
    const Activity& activity() const {
        return course_.activities[static_cast<std::size_t>(delivered_)];
    }
    Bucket* bucket(std::string_view id);
    void changed() { view_valid_ = outlook_valid_ = false; }

    const Course& course_;
    Opening opening_;
    const Model& model_;
    Tolerances tolerances_;

    std::unique_ptr<ActivityTree> tree_;
    std::vector<ActivityData> data_;  ///< by activity
    std::vector<Bucket> buckets_;
    /// Sorted; empty when the course has no prerequisites to look at.
    std::vector<std::pair<std::string_view, std::int32_t>> by_identifier_;
    std::vector<bool> locked_;  ///< by activity, when there are prerequisites

    PlayerState player_ = PlayerState::Choose;
    bool started_ = false;
    std::int32_t delivered_ = -1;
    Communication communication_ = Communication::NotInitialized;
    bool terminated_ = false;  ///< the content itself ended its communication session
    /// Bits by Effect: what the content set on itself since it was delivered.
    std::uint32_t own_values_ = 0;
    Navigation pending_ = Navigation::None;
    std::int32_t pending_activity_ = -1;
    std::string exception_;

    Error last_error_ = Error::None;
    std::string last_element_;  ///< of the last call that failed, for GetDiagnostic
    std::string answer_;        ///< what call() answers when the text is not stored elsewhere
    OperationLog log_;
    bool replaying_ = false;
    bool observing_ = false;             ///< an observation is repeated: nothing may change
    TracePtr trace_;                     ///< null when nothing is recorded
    ActivitySummary shown_;              ///< of the whole course, as the trace told it last
    std::vector<std::int32_t> touched_;  ///< activities whose interactions may have changed

    mutable View view_;
    mutable bool view_valid_ = false;
    mutable std::unique_ptr<ActivityTree> outlook_;
    mutable bool outlook_valid_ = false;
};

}  // namespace scorm
