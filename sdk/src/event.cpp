#include "tessera/event.hpp"

#include "tessera/error.hpp"

#include <nlohmann/json.hpp>

namespace tessera {

struct EventWriter::Impl {
    nlohmann::json document = nlohmann::json::object();
};

EventWriter::EventWriter() : impl_(new Impl) {}
EventWriter::~EventWriter() { delete impl_; }
void EventWriter::operator()(const char* name, std::int64_t value) {
    impl_->document[name] = value;
}
void EventWriter::operator()(const char* name, bool value) { impl_->document[name] = value; }
void EventWriter::operator()(const char* name, const std::string& value) {
    impl_->document[name] = value;
}
void EventWriter::operator()(const char* name, Instant value) { impl_->document[name] = value.ms; }
void EventWriter::operator()(const char* name, Date value) { impl_->document[name] = value.text(); }
void EventWriter::put_id(const char* name, std::int64_t value) {
    impl_->document[name] = id_text(value);
}
void EventWriter::put_null(const char* name) { impl_->document[name] = nullptr; }
std::string EventWriter::take() { return impl_->document.dump(); }

struct EventReader::Impl {
    nlohmann::json document;

    template <class T>
    T get(const char* name) const {
        try {
            return document.at(name).get<T>();
        } catch (const nlohmann::json::exception&) {
            throw unfit(name);
        }
    }
    static Error unfit(const char* name) {
        return {ErrorKind::Internal, "event.field",
                std::string("The event's field \"") + name + "\" is missing or has another type."};
    }
};

EventReader::EventReader(std::string_view json) : impl_(nullptr) {
    auto document = nlohmann::json::parse(json, nullptr, false);
    if (!document.is_object()) {
        throw Error(ErrorKind::Internal, "event.document", "The event is not a JSON object.");
    }
    impl_ = new Impl{std::move(document)};
}
EventReader::~EventReader() { delete impl_; }
void EventReader::operator()(const char* name, std::int64_t& value) {
    value = impl_->get<std::int64_t>(name);
}
void EventReader::operator()(const char* name, int& value) { value = impl_->get<int>(name); }
void EventReader::operator()(const char* name, bool& value) { value = impl_->get<bool>(name); }
void EventReader::operator()(const char* name, std::string& value) {
    value = impl_->get<std::string>(name);
}
void EventReader::operator()(const char* name, Instant& value) {
    value.ms = impl_->get<std::int64_t>(name);
}
void EventReader::operator()(const char* name, Date& value) {
    const auto date = Date::parse(impl_->get<std::string>(name));
    if (!date) throw Impl::unfit(name);
    value = *date;
}
std::int64_t EventReader::get_id(const char* name) {
    const auto id = id_parse(impl_->get<std::string>(name));
    if (!id) throw Impl::unfit(name);
    return *id;
}
bool EventReader::is_null(const char* name) {
    const auto found = impl_->document.find(name);
    return found == impl_->document.end() || found->is_null();
}

}  // namespace tessera
