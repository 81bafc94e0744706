#include "app/routes.hpp"

#include "app/kernel.hpp"
#include "http/compress.hpp"
#include "http/openapi.hpp"
#include "http/text.hpp"
#include "plugin/call.hpp"

#include <nlohmann/json.hpp>

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tessera::kernel {

namespace {

Response healthz(Request&) { return Response::text("ok\n"); }

/// From the site's own network: the machine itself or a private address. What a proxy passes on
/// comes from outside, whether or not we were told to believe the address it writes.
bool is_inside(const Request& request) {
    return !request.header("X-Forwarded-For") && !request.header("Forwarded") &&
           is_inside_address(request.client_address());
}

/// Outsiders are told whether, not why.
Response readyz(Kernel& kernel, const Request& request) {
    const auto lines = kernel.readiness().problems();
    if (lines.empty()) {
        std::string text = "ready\n";
        if (!is_inside(request)) return Response::text(text);
        for (const std::string& note : kernel.health().notes()) text += "note: " + note + "\n";
        return Response::text(text);
    }
    if (!is_inside(request)) return Response::text("not ready\n", 503);
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return Response::text(text, 503);
}

Response metrics(Kernel& kernel, const Request& request) {
    if (!is_inside(request)) {
        throw forbidden("Metrics are given to the site's own network only.");
    }
    const DatabaseStats db = kernel.storage().db().stats();
    const JobCounts jobs = kernel.storage().jobs().counts();
    const auto number = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
    std::string text = kernel.server() ? kernel.server()->metrics_text() : "";
    text += prometheus_line("database_writes_total", false, number(db.writes));
    text += prometheus_line("database_writes_failed_total", false, number(db.writes_failed));
    text += prometheus_line("database_commits_total", false, number(db.commits));
    text += prometheus_line("database_reads_total", false, number(db.reads));
    text += prometheus_line("database_statements_total", false, number(db.statements));
    text += prometheus_line("database_slow_statements_total", false, number(db.slow_statements));
    text += prometheus_line("database_writes_waiting", true, number(db.writes_waiting));
    text += prometheus_line("database_readers_open", true, number(db.readers_open));
    text += prometheus_line("database_bytes", true, db.database_bytes);
    text += prometheus_line("database_wal_bytes", true, db.wal_bytes);
    const DiskRoom room = kernel.health().disk();
    text += prometheus_line("disk_free_bytes", true, room.free);
    text += prometheus_line("disk_low", true, room.low ? 1 : 0);
    text += prometheus_line("jobs_waiting", true, jobs.waiting);
    text += prometheus_line("jobs_running", true, jobs.running);
    text += prometheus_line("jobs_failed", true, jobs.failed);
    text += prometheus_line("events_waiting", true, kernel.storage().outbox().waiting());
    text += kernel.metrics().text();
    return Response::text(text, 200, "text/plain; version=0.0.4; charset=utf-8");
}

Response api_description(Kernel& kernel) {
    const auto routes = kernel.registry().now()->routes();
    return Response::json(openapi(*routes, kernel.options().addresses.public_url, TESSERA_VERSION));
}

/// How a static file goes out: compressed when the browser takes that, as it is to who asks for a
/// part of it.
struct Form {
    const char* coding;  ///< of Content-Encoding; empty: as it is
    const char* ending;  ///< of the file's name
};

Form form_for(const StaticGroup::File& file, const Request& request) {
    const auto accepted = request.header("Accept-Encoding").value_or("");
    if (file.compressed && !request.header("Range")) {
        for (const Form form : {Form{"br", ".br"}, Form{"gzip", ".gz"}}) {
            if (accepts_coding(accepted, form.coding)) return form;
        }
    }
    return {"", ""};
}

std::vector<Piece> whole_file(const std::filesystem::path& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat info = {};
    if (fd < 0 || ::fstat(fd, &info) != 0) {
        if (fd >= 0) ::close(fd);
        throw not_found("There is no such file.");
    }
    std::vector<Piece> pieces(1);
    pieces[0].keep = std::shared_ptr<const void>(nullptr, [fd](const void*) { ::close(fd); });
    pieces[0].fd = fd;
    pieces[0].length = static_cast<std::uint64_t>(info.st_size);
    return pieces;
}

Response send_static(const StaticGroup& group, std::string_view path, const Request& request,
                     const char* caching) {
    const StaticGroup::File* const file = group.find(path);
    if (!file) throw not_found("There is no such file.");
    const Form form = form_for(*file, request);
    Response response = Response::file(whole_file(file->path.string() + form.ending), file->type,
                                       group.hash() + form.ending);
    if (*form.coding != '\0') response.header("Content-Encoding", form.coding);
    if (file->compressed) response.header("Vary", "Accept-Encoding");
    response.header("Cache-Control", caching);
    // Nothing here is about anybody. Players load their modules and fonts from other origins.
    response.header("Access-Control-Allow-Origin", "*");
    response.header("Cross-Origin-Resource-Policy", "cross-origin");
    response.header("Timing-Allow-Origin", "*");
    return response;
}

Response static_file(Kernel& kernel, const Request& request) {
    const auto snapshot = kernel.registry().now();
    const StaticGroup* const group = snapshot->statics().group(request.param("owner"));
    if (!group) throw not_found("There is no such file.");
    // One host has them for all packages, so that no browser fetches them once for each.
    const Addresses& addresses = kernel.options().addresses;
    if (addresses.is_below_content_host(request.header("Host").value_or(""))) {
        const auto url = snapshot->statics().url(std::string(request.param("owner")) + '/' +
                                                 std::string(request.param("path")));
        if (!url) throw not_found("There is no such file.");
        return Response::empty(307).header("Location", addresses.content_url + *url);
    }
    // A page of before an upgrade may ask by an old hash: it gets the file, but not for ever.
    const bool current = request.param("hash") == group->hash();
    return send_static(*group, request.param("path"), request,
                       current ? "public, max-age=31536000, immutable" : "no-cache");
}

/// Browsers ask for it where a page names no icon, as those of packages do.
Response favicon(Kernel& kernel, const Request& request) {
    const auto snapshot = kernel.registry().now();
    const StaticGroup* const theme = snapshot->statics().group("theme");
    if (!theme) throw not_found("There is no such file.");
    return send_static(*theme, "favicon.ico", request, "public, max-age=86400");
}

/// A form that was sent after its session had ended, for its sender to look at and send again.
Response held_form(Kernel& kernel, Request& request) {
    const Principal& principal = request.principal();
    const std::string here = "/held/" + std::string(request.param("form"));
    if (principal.kind != Principal::Kind::Person)
        return Response::redirect(kernel.gate().sign_in_path() + "?next=" + percent_encode(here));
    const auto found = kernel.held_forms().find(request.param("form"), principal.account);
    if (!found) {
        throw Error(ErrorKind::NotFound, "http.held-gone",
                    "What was typed is no longer kept. Please fill in the form again.");
    }
    if (!found->own) {
        throw Error(ErrorKind::Forbidden, "http.held-other",
                    "This form was filled in by somebody else. It was not sent.");
    }
    Json fields = Json::array(), shown = Json::array(), files = Json::array();
    for (const auto& [name, value] : found->form.fields) {
        fields.push_back({{"name", name}, {"value", value}});
        // Ids and sealed texts mean nothing to a person.
        if (!value.empty() && !id_parse(value) && name != "sealed")
            shown.push_back({{"value", value}});
    }
    for (const std::string& name : found->form.files) files.push_back({{"name", name}});
    Json data = {{"action", found->form.path},  {"fields", fields}, {"shown", shown},
                 {"has_shown", !shown.empty()}, {"files", files},   {"multipart", !files.empty()}};
    return Response::page(view("kernel/held-form", std::move(data), request.t("kernel.held-title")))
        .header("Cache-Control", "no-store");
}

Route route(std::string pattern, Handler handler, std::string summary) {
    Route result;
    result.pattern = std::move(pattern);
    result.handler = std::move(handler);
    result.summary(std::move(summary));
    return result;
}

}  // namespace

bool is_inside_address(std::string_view text) {
    const std::string address(text);
    in_addr v4 = {};
    if (::inet_pton(AF_INET, address.c_str(), &v4) == 1) {
        const std::uint32_t host = ntohl(v4.s_addr);
        return host >> 24 == 127 || host >> 24 == 10 || host >> 20 == 0xAC1 || host >> 16 == 0xC0A8;
    }
    in6_addr v6 = {};
    if (::inet_pton(AF_INET6, address.c_str(), &v6) != 1) return false;
    return IN6_IS_ADDR_LOOPBACK(&v6) || (v6.s6_addr[0] & 0xFE) == 0xFC;
}

Contributions kernel_contributions(Kernel& kernel) {
    Contributions own;
    own.routes.push_back(route("/healthz", healthz, "Whether the process answers"));
    own.routes.push_back(route(
        "/readyz", [&kernel](Request& request) { return readyz(kernel, request); },
        "Whether everything works"));
    own.routes.push_back(route(
        "/metrics", [&kernel](Request& request) { return metrics(kernel, request); },
        "Counters for Prometheus"));
    own.routes.push_back(route(
        "/api/v1/openapi.json", [&kernel](Request&) { return api_description(kernel); },
        "This description"));
    own.routes.push_back(route(
        "/held/{form}", [&kernel](Request& request) { return held_form(kernel, request); },
        "A form that was sent after its session had ended"));
    const Route file = route(
        "/static/{hash}/{owner}/{path...}",
        [&kernel](Request& request) { return static_file(kernel, request); }, "Static files");
    own.routes.push_back(file);
    // Players have their stylesheets and scripts from the content host.
    own.routes.push_back(file);
    own.routes.back().content_origin();
    const Route icon = route(
        "/favicon.ico", [&kernel](Request& request) { return favicon(kernel, request); },
        "The site's icon");
    own.routes.push_back(icon);
    own.routes.push_back(icon);
    own.routes.back().content_origin();
    return own;
}

}  // namespace tessera::kernel
