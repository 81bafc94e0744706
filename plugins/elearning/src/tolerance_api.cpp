#include "tolerance_api.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>

namespace tessera::elearning {

namespace {

PackageTolerances tolerances_of(Host& host, PackageService& packages, Id<Package> id) {
    return host.db().read([&](Reader& reader) { return packages.tolerances(reader, id); });
}

Profile sent_profile(const std::string& text) {
    const auto profile = profile_of(text);
    if (!profile) throw invalid("profile", "Send \"site\", \"tolerant\" or \"strict\".");
    return *profile;
}

ToleranceChange sent_change(const Json& body) {
    if (!body.is_object()) throw invalid("tolerances", "Send an object.");
    ToleranceChange change;
    if (const auto profile = body.find("profile"); profile != body.end()) {
        if (!profile->is_string()) throw invalid("profile", "Send a text.");
        change.profile = sent_profile(profile->get<std::string>());
    }
    if (const auto names = body.find("tolerances"); names != body.end()) {
        if (!names->is_array()) throw invalid("tolerances", "Send a list of names.");
        change.names.emplace();
        for (const Json& name : *names) {
            if (!name.is_string()) throw invalid("tolerances", "Send a list of names.");
            change.names->push_back(name.get<std::string>());
        }
    }
    if (!change.profile && !change.names)
        throw invalid("tolerances", "Send \"profile\", \"tolerances\" or both.");
    return change;
}

/// "word-case,time-formats"
std::vector<std::string> listed(const std::string& text) {
    std::vector<std::string> names;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find(',', start), text.size());
        if (end > start) names.push_back(text.substr(start, end - start));
        start = end + 1;
    }
    return names;
}

/// What the options make of it; nothing when there are none.
std::optional<ToleranceChange> asked_change(const CommandLine& line,
                                            const PackageTolerances& before) {
    ToleranceChange change;
    if (line.has("--profile")) change.profile = sent_profile(line.value("--profile"));
    if (line.has("--on") || line.has("--off")) {
        change.names = before.names;
        for (const std::string& name : listed(line.value("--on"))) change.names->push_back(name);
        for (const std::string& name : listed(line.value("--off"))) {
            if (!is_known(name, before.edition))
                throw invalid("tolerances",
                              "There is no tolerance “" + name + "” for this edition.");
            std::erase(*change.names, name);
        }
    }
    if (!change.profile && !change.names) return std::nullopt;
    return change;
}

void print(const PackageTolerances& tolerances) {
    std::cout << "profile " << profile_text(tolerances.profile);
    if (tolerances.profile == Profile::Site)
        std::cout << " (" << profile_text(tolerances.in_force) << ")";
    std::cout << "\n";
    for (const scorm::DeviationRow& row : scorm::kDeviations) {
        if (!applies(row, tolerances.edition)) continue;
        const bool on = std::find(tolerances.names.begin(), tolerances.names.end(), row.name) !=
                        tolerances.names.end();
        std::cout << (on ? "on   " : "off  ") << row.name << ": " << row.what << "\n";
    }
}

int run(const CommandLine& line, Host& host, PackageService& packages) {
    const auto id =
        line.arguments.size() == 1 ? Id<Package>::parse(line.arguments[0]) : std::nullopt;
    if (!id) {
        std::cerr << "Give the id of one package: tessera package tolerances --data DIR PACKAGE "
                     "[--profile site|tolerant|strict] [--on NAMES] [--off NAMES] [--json]\n";
        return 2;
    }
    try {
        const auto change = asked_change(line, tolerances_of(host, packages, *id));
        if (change) packages.set_tolerances(Principal::system("Command line"), *id, *change);
        const PackageTolerances now = tolerances_of(host, packages, *id);
        if (line.has("--json"))
            std::cout << tolerances_json(now).dump() << "\n";
        else
            print(now);
        return 0;
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::Invalid && error.kind() != ErrorKind::NotFound) throw;
        std::cerr << (error.fields().empty() ? error.what()
                                             : error.fields().front().message.c_str())
                  << "\n";
        return 1;
    }
}

}  // namespace

void declare_tolerance_api(Registrar& registrar, Host& host, PackageService& packages) {
    const Access access = Needs("elearning.packages");
    registrar
        .get("/api/v1/packages/{package}/tolerances", access,
             [&](Request& request) {
                 return Response::json(tolerances_json(
                     tolerances_of(host, packages, request.id<Package>("package"))));
             })
        .summary("In what the content of a package may differ from the standard while it runs")
        .returns(200,
                 "The profile, the one in force, the tolerances switched on for the version in use "
                 "and all there are")
        .returns(404, "There is no such package");
    registrar
        .put("/api/v1/packages/{package}/tolerances", access,
             [&](Request& request) {
                 const auto id = request.id<Package>("package");
                 packages.set_tolerances(request.principal(), id, sent_change(request.json()));
                 return Response::json(tolerances_json(tolerances_of(host, packages, id)));
             })
        .summary("Change it, for player pages opened from now on")
        .body({{"profile", "string",
                "\"site\" (as the setting elearning.profile says), \"tolerant\" or \"strict\": by "
                "the letter, as in a conformance run",
                false},
               {"tolerances", "array", "names of all that are switched on", false}})
        .returns(200, "As it is now")
        .returns(404, "There is no such package")
        .returns(422, "A value does not fit; nothing was changed");
}

void declare_tolerance_command(Registrar& registrar, Host& host, PackageService& packages) {
    registrar.command(
        {"package tolerances",
         "PACKAGE [--profile site|tolerant|strict] [--on NAMES] [--off NAMES] [--json]",
         "Shows or changes in what the content of a package may differ from the standard; names "
         "are "
         "separated by commas.",
         true,
         {"--json"},
         [&](const CommandLine& line) { return run(line, host, packages); }});
}

}  // namespace tessera::elearning
