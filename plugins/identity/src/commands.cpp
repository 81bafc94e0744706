#include "commands.hpp"

#include <algorithm>
#include <iostream>

namespace tessera::identity {

namespace {

const Principal& operator_of_the_site() {
    static const Principal kOperator = Principal::system("Command line");
    return kOperator;
}

std::vector<std::string> all(const CommandLine& line, std::string_view option) {
    std::vector<std::string> values;
    for (const auto& [name, value] : line.options) {
        if (name == option && !value.empty()) values.push_back(value);
    }
    return values;
}

[[noreturn]] void misused(const std::string& sentence) {
    throw Error(ErrorKind::BadRequest, "identity.command", sentence);
}

/// "manager:self", "site-administrator:site", "manager:unit:Ward 7" (or the unit's id).
RoleGrant role_of(Reader& reader, people::Directory& directory, const std::string& text) {
    const auto colon = text.find(':');
    if (colon == std::string::npos) {
        misused("Say how far the role \"" + text + "\" reaches: " + text + ":self, " + text +
                ":unit:UNIT or " + text + ":site.");
    }
    RoleGrant role;
    role.role = text.substr(0, colon);
    std::string reach = text.substr(colon + 1);
    if (reach.rfind("unit:", 0) == 0) {
        const std::string unit = reach.substr(5);
        reach = "unit";
        const auto named = directory.unit_by_name(reader, unit);
        const auto known = named ? named : Id<people::Unit>::parse(unit);
        if (!known || !directory.unit(reader, *known))
            misused("There is no unit \"" + unit + "\".");
        role.unit = known->value;
    }
    const auto parsed = parse_reach(reach);
    if (!parsed || (*parsed == Reach::Unit) != (role.unit != 0))
        misused("\"" + reach + "\" is no reach. Known are self, unit:UNIT and site.");
    role.reach = *parsed;
    return role;
}

/// The last word is the family name.
std::pair<std::string, std::string> split_name(const std::string& name) {
    const auto space = name.rfind(' ');
    if (space == std::string::npos || space == 0) misused("Give --name as \"Given Family\".");
    return {name.substr(0, space), name.substr(space + 1)};
}

}  // namespace

void Commands::declare(Registrar& registrar) {
    registrar.command({"account create",
                       "--email E --name \"Given Family\" [--role ROLE:REACH]... --password-stdin",
                       "Makes a person and their account, with the role of an employee and those "
                       "named (ROLE:self, "
                       "ROLE:unit:UNIT or ROLE:site); the password is read from standard input.",
                       true,
                       {"--password-stdin"},
                       [this](const CommandLine& line) { return create_account(line); }});
    registrar.command({"api-key create",
                       "--name N --scope PERMISSION...",
                       "Makes an API key and prints it, alone, on standard output.",
                       true,
                       {},
                       [this](const CommandLine& line) { return create_key(line); }});
    registrar.command({"api-key list",
                       "",
                       "Prints the API keys: id, state, name, scopes.",
                       true,
                       {},
                       [this](const CommandLine& line) { return list_keys(line); }});
    registrar.command({"api-key revoke",
                       "ID|NAME",
                       "Ends an API key; a running server notices within ten seconds.",
                       true,
                       {},
                       [this](const CommandLine& line) { return revoke_key(line); }});
}

int Commands::create_account(const CommandLine& line) {
    if (!line.has("--password-stdin"))
        misused("Give --password-stdin and the password on standard input.");
    const auto [given, family] = split_name(line.value("--name"));
    const std::string email = line.value("--email");
    if (email.empty()) misused("Give --email.");
    std::string password;
    std::getline(std::cin, password);
    if (const auto key = password_problem(password, {email, line.value("--name")}); !key.empty()) {
        throw invalid("password", host_.messages().text("en", key));
    }
    std::vector<RoleGrant> roles = {{kRoles.front(), Reach::Self, 0}};
    host_.db().read([&](Reader& reader) {
        for (const std::string& role : all(line, "--role"))
            roles.push_back(role_of(reader, directory_, role));
    });

    const std::string hash = host_.secrets().hash_password(password);
    const auto person = host_.db().write([&, first = given, last = family](Transaction& tx) {
        people::NewPerson fresh;
        fresh.given_name = first;
        fresh.family_name = last;
        fresh.email = email;
        const auto known = directory_.person_by_email(tx, email);
        const auto id = known
                            ? known->id
                            : directory_.create_person(tx, Trusted(operator_of_the_site()), fresh);
        const auto record = directory_.person(tx, id);
        accounts_.create(tx, Trusted(operator_of_the_site()), id, record->email,
                         record->full_name(), hash, roles);
        return *record;
    });
    std::cout << person.id.text() << ' ' << person.passport_number << '\n';
    return 0;
}

int Commands::create_key(const CommandLine& line) {
    auto scopes = all(line, "--scope");
    // "--scope a b c" leaves b and c as arguments.
    scopes.insert(scopes.end(), line.arguments.begin(), line.arguments.end());
    std::cout << keys_.create(operator_of_the_site(), line.value("--name"), scopes) << '\n';
    return 0;
}

int Commands::list_keys(const CommandLine&) {
    for (const auto& key : keys_.list()) {
        std::cout << key.id.text() << (key.revoked ? " revoked " : " in-use  ") << key.name << ':';
        for (const std::string& scope : key.scopes) std::cout << ' ' << scope;
        std::cout << '\n';
    }
    return 0;
}

int Commands::revoke_key(const CommandLine& line) {
    if (line.arguments.size() != 1) misused("Name one API key by its id or name.");
    keys_.revoke(operator_of_the_site(), line.arguments.front());
    return 0;
}

}  // namespace tessera::identity
