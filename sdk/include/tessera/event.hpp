// Events ("this happened") and policies ("may this happen?").
//
// An event is a plain struct in the public header of the plugin that publishes it:
//
//     struct CourseCompleted {
//         static constexpr const char* kId = "elearning.course-completed/1";
//         Id<Person> person;
//         Instant at;
//         std::int64_t subject() const { return person.value; }
//         template <class V> void fields(V& v) { v("person", person); v("at", at); }
//     };
//
// `fields` is its one description: scripts, webhooks and the outbox read and write it by these
// names. A released event never changes; a new shape gets a new id.
#pragma once

#include "tessera/export.hpp"
#include "tessera/id.hpp"
#include "tessera/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tessera {

/// Writes the fields of an event as one JSON object.
class TESSERA_API EventWriter {
public:
    EventWriter();
    ~EventWriter();
    EventWriter(const EventWriter&) = delete;
    EventWriter& operator=(const EventWriter&) = delete;

    void operator()(const char* name, std::int64_t value);
    void operator()(const char* name, int value) { (*this)(name, std::int64_t{value}); }
    void operator()(const char* name, bool value);
    void operator()(const char* name, const std::string& value);
    void operator()(const char* name, Instant value);
    void operator()(const char* name, Date value);
    template <class Tag>
    void operator()(const char* name, Id<Tag> value) {
        put_id(name, value.value);
    }
    template <class T>
    void operator()(const char* name, const std::optional<T>& value) {
        if (value)
            (*this)(name, *value);
        else
            put_null(name);
    }
    std::string take();

private:
    void put_id(const char* name, std::int64_t value);
    void put_null(const char* name);
    struct Impl;
    Impl* impl_;
};

/// Reads them back. A missing or unfit field throws Error{Internal, "event.field"}.
class TESSERA_API EventReader {
public:
    explicit EventReader(std::string_view json);
    ~EventReader();
    EventReader(const EventReader&) = delete;
    EventReader& operator=(const EventReader&) = delete;

    void operator()(const char* name, std::int64_t& value);
    void operator()(const char* name, int& value);
    void operator()(const char* name, bool& value);
    void operator()(const char* name, std::string& value);
    void operator()(const char* name, Instant& value);
    void operator()(const char* name, Date& value);
    template <class Tag>
    void operator()(const char* name, Id<Tag>& value) {
        value.value = get_id(name);
    }
    template <class T>
    void operator()(const char* name, std::optional<T>& value) {
        if (is_null(name)) {
            value.reset();
            return;
        }
        T inner{};
        (*this)(name, inner);
        value = inner;
    }

private:
    std::int64_t get_id(const char* name);
    bool is_null(const char* name);
    struct Impl;
    Impl* impl_;
};

template <class E>
std::string event_to_json(const E& event) {
    EventWriter writer;
    E copy = event;  // `fields` serves reading too, so it is not const
    copy.fields(writer);
    return writer.take();
}

template <class E>
E event_from_json(std::string_view json) {
    EventReader reader(json);
    E event{};
    event.fields(reader);
    return event;
}

/// The answer of a policy. A policy question is a plain struct with kId, like an event; what it is
/// about (its subject) is one of its fields.
struct Verdict {
    bool allowed = true;
    std::string reason;  ///< a sentence for the person: what is missing and what mends it

    static Verdict allow() { return {}; }
    static Verdict deny(std::string reason) { return {false, std::move(reason)}; }
};

}  // namespace tessera
