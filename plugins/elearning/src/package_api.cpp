#include "package_api.hpp"

#include <nlohmann/json.hpp>

#include <iostream>

namespace tessera::elearning {

namespace {

Json summary_of(const PackageLine& line) {
    return {{"draft", !line.package.published()},
            {"file", line.version.file_name},
            {"id", line.package.id.text()},
            {"course", line.package.course.text()},
            {"title", line.version.title},
            {"edition", line.version.edition},
            {"version", line.version.number},
            {"sha256", line.version.sha256},
            {"parts", line.version.parts},
            {"bytes", line.version.zip_bytes},
            {"imported", iso_text(line.version.imported)}};
}

Response list(Request& request, Host& host) {
    constexpr int kMost = 100;
    const std::string pattern = title_pattern(request.query("q").value_or("").substr(0, 200));
    auto lines =
        host.db().read([&](Reader& reader) { return store::list(reader, pattern, kMost + 1, 0); });
    const bool more = lines.size() > kMost;
    if (more) lines.pop_back();
    Json packages = Json::array();
    for (const PackageLine& line : lines) packages.push_back(summary_of(line));
    return Response::json({{"packages", packages}, {"more", more}});
}

Response one(Request& request, Host& host, PackageService& service, RuleService& rules,
             ProgressPages& progress) {
    const auto id = request.id<Package>("package");
    return host.db().read([&](Reader& reader) {
        const auto package = service.package(reader, id);
        Json document = summary_of({package, *store::version(reader, package.version)});
        document["attempt_limit"] = package.attempt_limit;
        document["rules"] = rule_json(rules.rule(reader, id));
        document["progress"] = progress.document(reader, package);
        document["report"] = Json::parse(store::documents(reader, package.version).report_json);
        return Response::json(document);
    });
}

Response publish(Request& request, Host& host, PackageService& service) {
    const auto id = request.id<Package>("package");
    std::string title;
    if (request.header("Content-Length").value_or("0") != "0" ||
        request.header("Transfer-Encoding")) {
        const Json& body = request.json();
        if (!body.is_object() || (body.contains("title") && !body["title"].is_string()))
            throw invalid("title", "Send the title as text.");
        title = body.value("title", title);
    }
    service.publish(request.principal(), id, title);
    return host.db().read([&](Reader& reader) {
        const auto package = service.package(reader, id);
        return Response::json(summary_of({package, *store::version(reader, package.version)}));
    });
}

int check_command(const CommandLine& line) {
    if (line.arguments.size() != 1) {
        std::cerr << "Name one file: tessera package check FILE [--json]\n";
        return 2;
    }
    const content::Checked checked = content::check(line.arguments[0]);
    std::cout << (line.has("--json") ? content::to_json(checked.report) + "\n"
                                     : content::to_text(checked.report));
    return checked.course ? 0 : 1;
}

int import_command(const CommandLine& line, Host& host, PackageService& service) {
    if (line.arguments.size() != 1) {
        std::cerr << "Name one file: tessera package import --data DIR FILE [--course TITLE]\n";
        return 2;
    }
    const std::filesystem::path file(line.arguments[0]);
    const NewPackage zip{file,
                         file.filename().string(),
                         [&] { return host.files().import(file); },
                         {},
                         line.value("--course")};
    const Imported imported = service.import(Principal::system("Command line"), zip);
    if (!imported.package) {
        std::cerr << content::to_text(imported.report);
        return 1;
    }
    std::cout << content::to_text(imported.report) << "\n"
              << (imported.known ? "It was there before.\n" : "It has been added.\n") << "package "
              << imported.package.text() << "\ncourse  " << imported.course.text() << "\n";
    return 0;
}

}  // namespace

void declare_package_api(Registrar& registrar, Host& host, PackageService& service,
                         RuleService& rules, ProgressPages& progress) {
    const Access access = Needs("elearning.packages");
    registrar.get("/api/v1/packages", access, [&](Request& request) { return list(request, host); })
        .summary("Packages, newest first")
        .query({"q", "string", "text in the title", false})
        .returns(200, "At most 100 packages");
    registrar
        .get("/api/v1/packages/{package}", access,
             [&](Request& request) { return one(request, host, service, rules, progress); })
        .summary("One package with its report, its completion rule, and how people get on with it")
        .returns(200,
                 "The package. progress counts people by their latest attempt on the version in "
                 "use: each part with how many opened, completed, passed and left it there, and "
                 "the reasons why people are stuck")
        .returns(404, "There is none");
    registrar
        .post("/api/v1/packages/{package}/publish", access,
              [&](Request& request) { return publish(request, host, service); })
        .summary("Publish a draft: the package with its course, or its newest version")
        .body({{"title", "string", "What the course is to be called", false}})
        .returns(200, "The package, as learners get it now")
        .returns(409, "There is no draft of it");
}

void declare_package_commands(Registrar& registrar, Host& host, PackageService& service) {
    registrar.command({"package check",
                       "FILE [--json]",
                       "Checks a SCORM package and says what is wrong and what it will report.",
                       false,
                       {"--json"},
                       check_command});
    registrar.command(
        {"package import",
         "FILE [--course TITLE]",
         "Checks a SCORM package and adds it to the course of that title, or as a course of its "
         "own.",
         true,
         {},
         [&](const CommandLine& line) { return import_command(line, host, service); }});
}

}  // namespace tessera::elearning
