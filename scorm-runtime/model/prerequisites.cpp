#include "model/prerequisites.hpp"

#include "model/sort.hpp"
#include "scorm/course.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace scorm {

namespace {

constexpr int kMaxDepth = 32;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool is_operator(char c) {
    return std::string_view("&|~=<>(){},*\"").find(c) != std::string_view::npos;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

/// Reads and evaluates in one pass; both sides of an operator are always read. After a mistake
/// `ok_` is false and the values mean nothing.
class Script {
public:
    Script(std::string_view text, const StatusSource& items) : rest_(text), items_(items) {}

    std::optional<bool> evaluate() {
        const bool value = any();
        if (!ok_ || !at_end()) return std::nullopt;
        return value;
    }

private:
    bool at_end() {
        while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
        return rest_.empty();
    }

    bool take(std::string_view symbol) {
        if (at_end() || !rest_.starts_with(symbol)) return false;
        rest_.remove_prefix(symbol.size());
        return true;
    }

    bool fail() {
        ok_ = false;
        rest_ = {};
        return false;
    }

    // terms joined by |
    bool any() {
        bool value = all();
        while (ok_ && take("|")) {
            const bool next = all();
            value = value || next;
        }
        return value;
    }

    // factors joined by &
    bool all() {
        bool value = factor();
        while (ok_ && take("&")) {
            const bool next = factor();
            value = value && next;
        }
        return value;
    }

    bool factor() {
        if (++depth_ > kMaxDepth) return fail();
        const bool value = simple();
        --depth_;
        return value;
    }

    bool simple() {
        if (take("~")) return !factor();
        if (take("(")) {
            const bool value = any();
            return take(")") ? value : fail();
        }
        const std::string_view name = word();
        if (name.empty()) return fail();
        if (take("*")) return at_least(name);
        return item(name);
    }

    // X*{a, b, c}: X of them or more
    bool at_least(std::string_view number) {
        std::int32_t wanted = 0;
        const auto read = std::from_chars(number.data(), number.data() + number.size(), wanted);
        if (read.ec != std::errc() || read.ptr != number.data() + number.size() || !take("{"))
            return fail();
        std::int32_t holding = 0;
        do {
            if (any()) ++holding;
        } while (ok_ && take(","));
        return take("}") ? holding >= wanted : fail();
    }

    bool item(std::string_view name) {
        const std::optional<std::string_view> status = items_.status_of(name);
        if (!status) return fail();
        if (take("<>")) return !is(*status, word());
        if (take("=")) return is(*status, word());
        return *status == "passed" || *status == "completed";
    }

    bool is(std::string_view status, std::string_view word) {
        constexpr std::string_view kInitials = "pcbfni";
        if (word.empty() || kInitials.find(lower(word.front())) == std::string_view::npos)
            return fail();
        return !status.empty() && lower(word.front()) == status.front();
    }

    /// What stands before the next operator, or in quotation marks.
    std::string_view word() {
        if (take("\"")) {
            const std::size_t end = rest_.find('"');
            if (end == std::string_view::npos) return {};
            const std::string_view text = trimmed(rest_.substr(0, end));
            rest_.remove_prefix(end + 1);
            return text;
        }
        std::size_t end = 0;
        while (end < rest_.size() && !is_operator(rest_[end])) ++end;
        const std::string_view text = trimmed(rest_.substr(0, end));
        rest_.remove_prefix(end);
        return text;
    }

    std::string_view rest_;
    const StatusSource& items_;
    bool ok_ = true;
    int depth_ = 0;
};

/// A course that nobody has begun.
class Names final : public StatusSource {
public:
    explicit Names(const Course& course) {
        for (const Activity& activity : course.activities) names_.push_back(activity.identifier);
        sort(names_);
    }

    std::optional<std::string_view> status_of(std::string_view identifier) const override {
        if (!std::binary_search(names_.begin(), names_.end(), identifier)) return std::nullopt;
        return "not attempted";
    }

private:
    std::vector<std::string_view> names_;
};

}  // namespace

std::vector<std::size_t> unreadable_prerequisites(const Course& course) {
    std::vector<std::size_t> out;
    const Names names(course);
    for (std::size_t i = 0; i < course.activities.size(); ++i) {
        const std::string_view script = course.activities[i].prerequisites;
        if (!trimmed(script).empty() && !Script(script, names).evaluate()) out.push_back(i);
    }
    return out;
}

bool prerequisites_met(std::string_view script, const StatusSource& items) {
    if (trimmed(script).empty()) return true;
    return Script(script, items).evaluate().value_or(true);
}

}  // namespace scorm
