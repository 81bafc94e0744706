// Opening a session, and its state as JSON:
//     {"v":1,"player":…,"started":…,"exchange":0..2,"terminated":…,"own":…,"pending":[request,activity],
//      "tree":{…},"shared":[{"id","store"}],"data":[…]}
// with {"activity","attempt","total","session","entry","kept","failed","concluded","cmi"} for each activity
#include "api/names.hpp"
#include "api/session_impl.hpp"

namespace scorm {

namespace {

constexpr std::int64_t kVersion = 1;

}  // namespace

std::unique_ptr<Session> Session::open(const Course& course, const Opening& opening,
                                       std::string_view state) {
    if (course.activities.empty()) return nullptr;
    auto session = std::make_unique<SessionImpl>(course, opening);
    if (state.empty()) return session;
    const auto document = json::Document::parse(state);
    if (!document || !session->read_state(document->root())) return nullptr;
    return session;
}

SessionImpl::SessionImpl(const Course& course, const Opening& opening)
    : course_(course),
      opening_(opening),
      model_(Model::of(course.edition)),
      tolerances_(opening.tolerances),
      tree_(std::make_unique<ActivityTree>(
          course, ActivityTree::Options{opening.seed, opening.mode == Mode::Normal},
          opening.objectives)),
      data_(course.activities.size()) {
    for (const Activity& activity : course.activities)
        for (const SharedData& map : activity.shared_data)
            if (bucket(map.target) == nullptr) buckets_.push_back({map.target, {}});
    if (course.shared_data_global_to_system)
        for (const SharedDataValue& value : opening.shared_data)
            if (Bucket* known = bucket(value.id)) known->store = value.store;
    find_locks();
    update_locks();
}

Bucket* SessionImpl::bucket(std::string_view id) {
    for (Bucket& bucket : buckets_)
        if (bucket.id == id) return &bucket;
    return nullptr;
}

std::string SessionImpl::state() const {
    std::string out;
    json::Writer writer(out);
    writer.begin_object().key("v").integer(kVersion);
    writer.key("player").string(name_of(player_));
    writer.key("started").boolean(started_);
    writer.key("exchange").integer(static_cast<std::int64_t>(communication_));
    writer.key("terminated").boolean(terminated_);
    if (own_values_ != 0) writer.key("own").integer(own_values_);
    if (pending_ != Navigation::None)
        writer.key("pending")
            .begin_array()
            .string(name_of(pending_))
            .integer(pending_activity_)
            .end_array();
    writer.key("tree");
    tree_->write(writer);
    if (!buckets_.empty()) {
        writer.key("shared").begin_array();
        for (const Bucket& bucket : buckets_) {
            writer.begin_object().key("id").string(bucket.id);
            writer.key("store").string(bucket.store).end_object();
        }
        writer.end_array();
    }
    writer.key("data").begin_array();
    for (std::size_t i = 0; i < data_.size(); ++i)
        if (data_[i].cmi != nullptr || data_[i].total_time > 0) write_activity(writer, i);
    writer.end_array().end_object();
    return out;
}

void SessionImpl::write_activity(json::Writer& out, std::size_t index) const {
    const ActivityData& data = data_[index];
    if (!data.json.empty()) {
        out.raw(data.json);
        return;
    }
    std::string text;
    json::Writer writer(text);
    writer.begin_object().key("activity").integer(static_cast<std::int64_t>(index));
    writer.key("attempt").integer(data.attempt_time).key("total").integer(data.total_time);
    writer.key("session").integer(data.last_session);
    writer.key("entry").integer(static_cast<std::int64_t>(data.entry));
    if (data.kept) writer.key("kept").boolean(true);
    if (data.failed) writer.key("failed").boolean(true);
    if (data.concluded) writer.key("concluded").boolean(true);
    if (data.cmi != nullptr) {
        writer.key("cmi");
        data.cmi->write(writer);
    }
    writer.end_object();
    out.raw(text);
    if (static_cast<std::int32_t>(index) != delivered_) data.json = std::move(text);
}

bool SessionImpl::read_state(json::Value state) {
    const auto player = player_state_of(state["player"].string());
    if (state["v"].integer() != kVersion || !player) return false;
    tree_ = ActivityTree::open(course_, ActivityTree::Options{opening_.seed, records()},
                               opening_.objectives, state["tree"]);
    if (tree_ == nullptr) return false;
    delivered_ = tree_->delivered();
    player_ = *player;
    started_ = state["started"].boolean();
    terminated_ = state["terminated"].boolean();
    own_values_ = static_cast<std::uint32_t>(state["own"].integer());
    pending_ = navigation_of(state["pending"].at(0).string()).value_or(Navigation::None);
    pending_activity_ = static_cast<std::int32_t>(state["pending"].at(1).integer(-1));
    const std::int64_t exchange = state["exchange"].integer(-1);
    if (exchange < 0 || exchange > 2) return false;
    communication_ = static_cast<Communication>(exchange);
    read_shared_data(state["shared"]);
    for (json::Value v = state["data"].first(); v.valid(); v = v.next())
        if (!read_activity(v)) return false;
    update_locks();
    if (delivered_ < 0) return player_ != PlayerState::Running;
    if (data().cmi == nullptr) return false;
    fill();
    return true;
}

/// Values of other courses, known when the attempt is opened, are newer than stored ones.
void SessionImpl::read_shared_data(json::Value list) {
    for (json::Value v = list.first(); v.valid(); v = v.next()) {
        Bucket* known = bucket(v["id"].string());
        if (known == nullptr) continue;
        const bool newer = course_.shared_data_global_to_system && !known->store.empty();
        if (!newer) known->store = v["store"].string();
    }
}

bool SessionImpl::read_activity(json::Value in) {
    const std::int64_t index = in["activity"].integer(-1);
    if (index < 0 || index >= static_cast<std::int64_t>(data_.size())) return false;
    ActivityData& data = data_[static_cast<std::size_t>(index)];
    data.attempt_time = in["attempt"].integer();
    data.total_time = in["total"].integer();
    data.last_session = in["session"].integer();
    const std::int64_t entry = in["entry"].integer(-1);
    if (entry < 0 || entry > static_cast<std::int64_t>(Entry::Neither)) return false;
    data.entry = static_cast<Entry>(entry);
    data.kept = in["kept"].boolean();
    data.failed = in["failed"].boolean();
    data.concluded = in["concluded"].boolean();
    const json::Value cmi = in["cmi"];
    if (cmi.is_null()) return true;
    data.cmi = std::make_unique<CmiData>(course_.edition, tolerances_);
    return data.cmi->read(cmi);
}

}  // namespace scorm
