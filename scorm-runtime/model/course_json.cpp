// Course to JSON and back. Every structure is described once, by a list of its fields; a writer and
// a reader walk that list. A field equal to its default is not written.
#include "model/course_fields.hpp"
#include "model/json.hpp"

#include <algorithm>
#include <type_traits>

namespace scorm {

namespace {

using fields::Names;
using fields::Tag;

constexpr std::size_t kMaxActivities = 20'000;

// --- Writing
// ----------------------------------------------------------------------------------------

template <class T>
void write(json::Writer& out, const T& value);

void write_value(json::Writer& out, bool value) { out.boolean(value); }
void write_value(json::Writer& out, std::int32_t value) { out.integer(value); }
void write_value(json::Writer& out, std::int64_t value) { out.integer(value); }
void write_value(json::Writer& out, Real value) { out.real(value); }
void write_value(json::Writer& out, const std::string& value) { out.string(value); }

template <class T>
constexpr bool kIsScalar = std::is_arithmetic_v<T> || std::is_enum_v<T> ||
                           std::is_same_v<T, Real> || std::is_same_v<T, std::string>;

template <class T>
class FieldWriter {
public:
    FieldWriter(json::Writer& out, const T& value) : out_(out), value_(value) {}

    template <class M>
    void operator()(std::string_view name, M T::*member) {
        put(name, value_.*member, fallback_.*member);
    }

private:
    template <class M>
    void put(std::string_view name, const M& value, const M& fallback) {
        if constexpr (kIsScalar<M>) {
            if (value != fallback) write(out_.key(name), value);
        } else {
            std::string nested;
            json::Writer writer(nested);
            write(writer, value);
            if (nested != "{}") out_.key(name).raw(nested);
        }
    }

    template <class M>
    void put(std::string_view name, const std::optional<M>& value, const std::optional<M>&) {
        if (value) write(out_.key(name), *value);
    }

    template <class M>
    void put(std::string_view name, const std::vector<M>& list, const std::vector<M>&) {
        if (list.empty()) return;
        out_.key(name).begin_array();
        for (const M& element : list) write(out_, element);
        out_.end_array();
    }

    json::Writer& out_;
    const T& value_;
    T fallback_{};
};

template <class T>
void write(json::Writer& out, const T& value) {
    if constexpr (std::is_enum_v<T>) {
        out.string(names_of(Tag<T>())[static_cast<std::size_t>(value)]);
    } else if constexpr (kIsScalar<T>) {
        write_value(out, value);
    } else {
        out.begin_object();
        FieldWriter<T> fields(out, value);
        describe(fields, Tag<T>());
        out.end_object();
    }
}

// --- Reading
// ----------------------------------------------------------------------------------------

template <class T>
bool read(json::Value in, T& value);

bool read_value(json::Value in, bool& value) {
    value = in.boolean();
    return in.kind() == json::Kind::True || in.kind() == json::Kind::False;
}

bool read_value(json::Value in, std::int64_t& value) {
    value = in.integer(INT64_MIN);
    return value != INT64_MIN;
}

bool read_value(json::Value in, std::int32_t& value) {
    const std::int64_t wide = in.integer(INT64_MIN);
    value = static_cast<std::int32_t>(wide);
    return value == wide;
}

bool read_value(json::Value in, Real& value) {
    const auto number = in.optional_real();
    value = number.value_or(Real{});
    return number.has_value();
}

bool read_value(json::Value in, std::string& value) {
    value = in.string();
    return in.is_string();
}

/// The place of the word in the list, or the list's size.
std::size_t place_of(json::Value word, Names list) {
    const auto found = std::find(list.begin(), list.end(), word.string());
    return word.is_string() ? static_cast<std::size_t>(found - list.begin()) : list.size();
}

template <class M>
bool read(json::Value in, std::optional<M>& value) {
    return read(in, value.emplace());
}

template <class M>
bool read(json::Value in, std::vector<M>& list) {
    if (!in.is_array() || in.size() > kMaxActivities) return false;
    list.reserve(in.size());
    for (json::Value element = in.first(); element.valid(); element = element.next())
        if (!read(element, list.emplace_back())) return false;
    return true;
}

/// An absent member leaves the default. One copy for each type of member, not for each member: a
/// fifth of the module for the browser was this reader.
template <class M>
[[gnu::noinline]] bool read_member(json::Value object, std::string_view name, M& value) {
    const json::Value found = object[name];
    return !found.valid() || read(found, value);
}

template <class T>
class FieldReader {
public:
    FieldReader(json::Value in, T& value) : in_(in), value_(value) {}

    template <class M>
    void operator()(std::string_view name, M T::*member) {
        ok_ = read_member(in_, name, value_.*member) && ok_;
    }

    bool ok() const { return ok_; }

private:
    json::Value in_;
    T& value_;
    bool ok_ = true;
};

template <class T>
bool read(json::Value in, T& value) {
    if constexpr (std::is_enum_v<T>) {
        const Names list = names_of(Tag<T>());
        const std::size_t place = place_of(in, list);
        value = static_cast<T>(place);
        return place < list.size();
    } else if constexpr (kIsScalar<T>) {
        return read_value(in, value);
    } else {
        if (!in.is_object()) return false;
        FieldReader<T> fields(in, value);
        describe(fields, Tag<T>());
        return fields.ok();
    }
}

/// Preorder: every parent is the previous activity or one of that one's ancestors.
bool well_formed(const Course& course) {
    const auto& all = course.activities;
    if (all.empty() || all[0].parent != -1) return false;
    for (std::size_t i = 0; i < all.size(); ++i) {
        std::int32_t open = static_cast<std::int32_t>(i) - 1;
        while (open >= 0 && open != all[i].parent)
            open = all[static_cast<std::size_t>(open)].parent;
        if (open != all[i].parent || all[i].sequencing.objectives.empty()) return false;
        if (i > 0 && open < 0) return false;
    }
    return true;
}

}  // namespace

std::string to_json(const Course& course) {
    std::string out;
    json::Writer writer(out);
    write(writer, course);
    return out;
}

std::optional<Course> course_from_json(std::string_view text) {
    const auto document = json::Document::parse(text);
    Course course;
    if (!document || !read(document->root(), course) || !well_formed(course)) return std::nullopt;
    return course;
}

}  // namespace scorm
