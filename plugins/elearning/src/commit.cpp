#include "commit.hpp"

#include <charconv>

namespace tessera::elearning {

namespace {

/// Reads the envelope without building anything: commits are the busiest requests of all.
class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}

    bool take(char expected) {
        blanks();
        if (at_ >= text_.size() || text_[at_] != expected) return false;
        ++at_;
        return true;
    }

    /// A key without escapes; ours have none.
    std::optional<std::string_view> text() {
        if (!take('"')) return std::nullopt;
        const auto end = text_.find('"', at_);
        if (end == std::string_view::npos) return std::nullopt;
        const auto result = text_.substr(at_, end - at_);
        at_ = end + 1;
        return result;
    }

    std::optional<std::int64_t> count() {
        blanks();
        std::int64_t value = 0;
        const char* const from = text_.data() + at_;
        const char* const end = text_.data() + text_.size();
        const auto [to, error] = std::from_chars(from, end, value);
        if (error != std::errc() || value < 0) return std::nullopt;
        at_ += static_cast<std::size_t>(to - from);
        return value;
    }

    /// An array, brackets counted outside texts.
    std::optional<std::string_view> array() {
        blanks();
        const std::size_t from = at_;
        if (from >= text_.size() || text_[from] != '[') return std::nullopt;
        int depth = 0;
        for (; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (c == '"') {
                if (!skip_text()) return std::nullopt;
            } else if (c == '[' || c == '{') {
                ++depth;
            } else if ((c == ']' || c == '}') && --depth == 0) {
                return text_.substr(from, ++at_ - from);
            }
        }
        return std::nullopt;
    }

    bool at_end() {
        blanks();
        return at_ == text_.size();
    }

private:
    void blanks() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' ||
                                      text_[at_] == '\r' || text_[at_] == '\t'))
            ++at_;
    }

    /// From the opening quote to the closing one.
    bool skip_text() {
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] == '\\')
                ++at_;
            else if (text_[at_] == '"')
                return true;
        }
        return false;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

std::optional<CommitEnvelope> envelope_at(Scanner& in) {
    CommitEnvelope envelope;
    bool opening = false, number = false;
    if (!in.take('{')) return std::nullopt;
    do {
        const auto key = in.text();
        if (!key || !in.take(':')) return std::nullopt;
        if (*key == "operations") {
            const auto operations = in.array();
            if (!operations || !envelope.operations.empty()) return std::nullopt;
            envelope.operations = *operations;
        } else {
            const auto value = in.count();
            if (!value) return std::nullopt;
            if (*key == "opening") {
                envelope.opening = *value;
                opening = true;
            } else if (*key == "number") {
                envelope.number = *value;
                number = true;
            } else {
                return std::nullopt;
            }
        }
    } while (in.take(','));
    if (!in.take('}') || !opening || !number || envelope.operations.empty()) return std::nullopt;
    return envelope;
}

}  // namespace

std::vector<CommitEnvelope> read_commits(std::string_view body) {
    Scanner in(body);
    std::vector<CommitEnvelope> commits;
    const bool several = in.take('[');
    do {
        const auto envelope = envelope_at(in);
        if (!envelope || commits.size() == kMostCommits) return {};
        commits.push_back(*envelope);
    } while (several && in.take(','));
    if ((several && !in.take(']')) || !in.at_end()) return {};
    return commits;
}

CommitVerdict judge(const LeaseState& attempt, std::int64_t opening, std::int64_t number,
                    std::optional<PageRange> page) {
    const bool holder = opening == attempt.opening;
    if (!holder && (!page || opening > attempt.opening)) return CommitVerdict::Superseded;
    const std::int64_t own_end = holder ? attempt.commit_number : page->end;
    if (number <= own_end) return CommitVerdict::Done;
    if (own_end < attempt.commit_number) return CommitVerdict::Superseded;
    return number == attempt.commit_number + 1 ? CommitVerdict::Apply : CommitVerdict::Gap;
}

}  // namespace tessera::elearning
