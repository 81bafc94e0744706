// A server for measuring with outside tools (wrk, curl, nginx beside it):
//
//     bench_http PORT FOLDER
//
// GET /tiny           a small JSON document made by a handler
// GET /files/<name>   a file of FOLDER, sent as a piece
// POST /echo          the body back
// Ends when its standard input does.
#include "http/router.hpp"
#include "http/server.hpp"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tessera::kernel {
namespace {

class NoLog : public Log {
public:
    void write(LogLevel, std::string_view, const TextArgs&) override {}
};

class OpenGate : public Gate {
public:
    explicit OpenGate(std::vector<MountedRoute> routes)
        : routes_(std::make_shared<const RouteTable>(std::move(routes))) {}
    std::shared_ptr<const RouteTable> routes() const override { return routes_; }
    Principal from_session(std::string_view) override { return {}; }
    Principal from_api_key(std::string_view) override { return {}; }
    std::string sign_in_path() override { return {}; }
    std::string detour(const Principal&, std::string_view) override { return {}; }
    std::string locale(const Request&) const override { return "en"; }
    std::string text(std::string_view, std::string_view key, const TextArgs&) const override {
        return std::string(key);
    }
    std::string render(const View& view, Request&) override { return view.name; }
    std::string error_page(const ErrorReport& report, Request&) override { return report.message; }
    const Addresses& addresses() const override { return addresses_; }
    Log& log() override { return log_; }

private:
    std::shared_ptr<const RouteTable> routes_;
    Addresses addresses_{"http://localhost", "http://content.localhost"};
    NoLog log_;
};

Response send_file(const std::filesystem::path& folder, std::string_view name) {
    const int fd = ::open((folder / name).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) throw not_found("There is no such file.");
    Piece piece;
    piece.keep = {nullptr, [fd](const void*) { ::close(fd); }};
    piece.fd = fd;
    struct stat facts {};
    if (::fstat(fd, &facts) != 0) throw not_found("There is no such file.");
    piece.length = static_cast<std::uint64_t>(facts.st_size);
    std::vector<Piece> pieces;
    pieces.push_back(std::move(piece));
    return Response::file(std::move(pieces), "application/octet-stream",
                          std::to_string(facts.st_mtime));
}

int serve(std::uint16_t port, const std::filesystem::path& folder) {
    const auto owner = std::make_shared<Usage>("bench");
    const auto route = [&](Method method, std::string pattern, Handler handler) {
        MountedRoute mounted;
        mounted.route.method = method;
        mounted.route.pattern = std::move(pattern);
        mounted.route.handler = std::move(handler);
        mounted.owner = owner;
        return mounted;
    };
    OpenGate gate({
        route(Method::Get, "/tiny",
              [](Request&) {
                  return Response::json({{"ok", true}, {"n", 42}});
              }),
        route(Method::Get, "/files/{name}",
              [&](Request& request) { return send_file(folder, request.param("name")); }),
        route(Method::Post, "/echo",
              [](Request& request) { return Response::text(std::string(request.body(1 << 20))); }),
    });
    HttpOptions options;
    options.port = port;
    options.tmp = folder;
    HttpServer server(options, gate);
    server.start();
    std::printf("serving on port %u\n", server.port());
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    server.stop();
    return 0;
}

}  // namespace
}  // namespace tessera::kernel

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fprintf(stderr, "usage: bench_http PORT FOLDER\n");
        return 2;
    }
    return tessera::kernel::serve(static_cast<std::uint16_t>(std::atoi(argv[1])), argv[2]);
}
