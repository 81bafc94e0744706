#include "app/held_forms.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>

namespace tessera::kernel {

namespace {

constexpr std::size_t kMostBytes = 64 * 1024;
constexpr int kMostOfAccount = 5;
constexpr std::int64_t kKeptMs = 60LL * 60 * 1000;
constexpr std::size_t kSessionTag = 32;

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return result;
}

}  // namespace

std::string csrf_token(const Secrets& secrets, Id<Account> account,
                       std::string_view session_token) {
    const std::string named =
        account.text() + "." + secrets.sign("csrf-session", session_token).substr(0, kSessionTag);
    return named + "." + secrets.sign("csrf", named);
}

std::optional<Id<Account>> account_of_csrf(const Secrets& secrets, std::string_view csrf) {
    const auto last = csrf.rfind('.');
    if (last == csrf.npos) return std::nullopt;
    const std::string_view named = csrf.substr(0, last);
    if (!secrets.same(csrf.substr(last + 1), secrets.sign("csrf", named))) return std::nullopt;
    return Id<Account>::parse(named.substr(0, named.find('.')));
}

bool HeldForms::may_hold(const HeldForm& form) {
    std::size_t bytes = form.path.size();
    for (const auto& [name, value] : form.fields) {
        bytes += name.size() + value.size();
        if (lower(name).find("password") != std::string::npos) return false;
    }
    return bytes <= kMostBytes && form.path.starts_with("/") && !form.path.starts_with("//");
}

std::string HeldForms::hold(Id<Account> account, const HeldForm& form) {
    Json fields = Json::array();
    for (const auto& [name, value] : form.fields) fields.push_back({name, value});
    const Id<HeldForm> id{ids_.next()};
    const Instant now = clock_.now();
    db_.write([&](Transaction& tx) {
        tx.execute("DELETE FROM kernel_held_form WHERE ends_at < ?", now);
        tx.execute(
            "DELETE FROM kernel_held_form WHERE account = ? AND id NOT IN (SELECT id FROM "
            "kernel_held_form WHERE account = ? ORDER BY id DESC LIMIT ?)",
            account, account, kMostOfAccount - 1);
        tx.execute(
            "INSERT INTO kernel_held_form (id, account, path, fields, files, ends_at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            id, account, form.path, fields.dump(), Json(form.files).dump(), now + kKeptMs);
    });
    return id.text();
}

std::optional<HeldForms::Found> HeldForms::find(std::string_view text, Id<Account> account) {
    const auto id = Id<HeldForm>::parse(text);
    if (!id) return std::nullopt;
    return db_.read([&](Reader& reader) {
        return reader.first(
            [&](Row row) {
                Found found;
                found.own = account && row.get<Id<Account>>(0) == account;
                if (!found.own) return found;
                found.form.path = row.get<std::string>(1);
                for (const Json& pair : Json::parse(row.get<std::string>(2)))
                    found.form.fields.emplace_back(pair[0].get<std::string>(),
                                                   pair[1].get<std::string>());
                found.form.files =
                    Json::parse(row.get<std::string>(3)).get<std::vector<std::string>>();
                return found;
            },
            "SELECT account, path, fields, files FROM kernel_held_form WHERE id = ? AND ends_at >= "
            "?",
            *id, clock_.now());
    });
}

}  // namespace tessera::kernel
