#include "db/ddl.hpp"

#include <cctype>

namespace tessera::kernel {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return result;
}

/// Splits SQL into words, quoted text, comments, white space and single characters.
class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}

    bool next() {
        if (at_ >= text_.size()) return false;
        const std::size_t start = at_;
        const char c = text_[at_];
        if (c == '\'' || c == '"')
            skip_quoted(c);
        else if (text_.substr(at_, 2) == "--")
            at_ = std::min(text_.find('\n', at_), text_.size());
        else if (text_.substr(at_, 2) == "/*")
            skip_comment();
        else if (is_word(c))
            while (at_ < text_.size() && is_word(text_[at_])) ++at_;
        else
            ++at_;
        token = text_.substr(start, at_ - start);
        return true;
    }

    bool blank() const {
        return token.substr(0, 2) == "--" || token.substr(0, 2) == "/*" ||
               std::isspace(static_cast<unsigned char>(token.front())) != 0;
    }

    std::string_view token;

private:
    void skip_quoted(char quote) {
        at_ = text_.find(quote, at_ + 1);
        at_ = at_ == std::string_view::npos ? text_.size() : at_ + 1;
    }
    void skip_comment() {
        at_ = text_.find("*/", at_ + 2);
        at_ = at_ == std::string_view::npos ? text_.size() : at_ + 2;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

/// What has been seen of the current statement.
struct Statement {
    int words = 0;
    int depth = 0;
    bool create = false, table = false, as_select = false;
    std::string last_word;

    void see(const std::string& word) {
        ++words;
        last_word = word;
        if (words == 1) create = word == "create";
        if (words == 2 || (words == 3 && last_word == "table")) table = create && word == "table";
        if (depth == 0 && word == "as") as_select = true;
    }
    bool lacks_strict() const {
        return table && !as_select && last_word != "strict" && last_word != "rowid";
    }
};

}  // namespace

std::string sqlite_ddl(std::string_view script) {
    std::string result;
    Statement statement;
    std::size_t end_of_code = 0;  // where the statement ends, before trailing blanks and comments
    Scanner scanner(script);
    const auto end_statement = [&] {
        if (statement.lacks_strict()) result.insert(end_of_code, " strict");
        statement = {};
    };
    while (scanner.next()) {
        const char c = scanner.token.front();
        if (c == ';') end_statement();
        if (c == '(') ++statement.depth;
        if (c == ')') --statement.depth;
        if (is_word(c)) {
            const std::string word = lower(scanner.token);
            statement.see(word);
            result += word == "bigint" ? std::string_view("integer") : scanner.token;
        } else {
            result += scanner.token;
        }
        if (!scanner.blank()) end_of_code = result.size();
    }
    end_statement();
    return result;
}

}  // namespace tessera::kernel
