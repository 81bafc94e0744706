#include "app/commands.hpp"

#include "app/backup.hpp"
#include "app/command_line.hpp"
#include "app/demo.hpp"
#include "app/ending.hpp"
#include "app/kernel.hpp"
#include "app/plugin_commands.hpp"
#include "app/routes.hpp"
#include "app/serve_options.hpp"
#include "plugin/call.hpp"

#include <unistd.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <iostream>

namespace tessera::kernel {

namespace fs = std::filesystem;

namespace {

struct Program {
    fs::path home;
    std::vector<std::string> words;
};

struct OwnCommand {
    CommandShape shape;
    const char* usage;
    const char* help;
    int (*run)(const Program& program, const CommandLine& line);
};

[[noreturn]] void misuse(const std::string& sentence) {
    throw Error(ErrorKind::Invalid, "command.use", sentence);
}

bool from_environment(const char* name) {
    const char* value = std::getenv(name);
    return value && std::string_view(value) == "1";
}

fs::path data_folder(const CommandLine& line) {
    const auto data = line.value("--data");
    if (data.empty()) misuse("Say where the data folder is: --data DIR.");
    return fs::absolute(data);
}

KernelOptions kernel_options(const Program& program, fs::path data) {
    KernelOptions options;
    options.home = program.home;
    options.data = std::move(data);
    options.strict = from_environment("TESSERA_STRICT_TEMPLATES");
    options.log_level = LogLevel::Warning;
    return options;
}

int serve(const Program& program, const CommandLine& line) {
    const ServeOptions asked = read_serve_options(line);
    const HttpOptions& http = asked.http;
    auto options = kernel_options(program, data_folder(line));
    options.serving = true;
    options.log_level = line.has("--verbose") ? LogLevel::Debug : LogLevel::Info;
    options.addresses = asked.addresses;
    options.safe = line.has("--safe");
    options.plugin_time = asked.plugin_time;
    // Lives to the end of the process: the thread that listens for signals writes to it.
    static SystemClock clock;
    static JsonLog log(clock, LogLevel::Info);
    listen_for_end_signals(log);
    Kernel kernel(std::move(options));
    const bool ended = kernel.serve(http, [&](std::uint16_t port) {
        const Addresses& addresses = kernel.options().addresses;
        kernel.log().info("Serving", {{"address", http.address + ":" + std::to_string(port)},
                                      {"public_url", addresses.public_url},
                                      {"content_url", addresses.package_url("*")}});
        if (!addresses.origin_per_package) kernel.log().warning(kSharedOrigin);
    });
    if (!ended) ::_exit(1);
    return 0;
}

/// Says which plugins are held; a migration that failed is among the reasons.
int report_held(Kernel& kernel) {
    int status = 0;
    for (const PluginInfo& plugin : kernel.plugins().list()) {
        if (plugin.state != "held") continue;
        std::cerr << plugin.id << ": " << plugin.reason << "\n";
        status = 1;
    }
    return status;
}

/// A plugin's step that hangs can't be ended with its thread, only with the process.
int ended(Kernel& kernel, int status) {
    const auto stuck = kernel.plugins().stuck();
    if (stuck.empty()) return status;
    for (const std::string& step : stuck) std::cerr << "tessera: " << step << " did not end.\n";
    std::cout.flush();
    ::_exit(status != 0 ? status : 1);
}

int init(const Program& program, const CommandLine& line) {
    Kernel kernel(kernel_options(program, data_folder(line)));
    return ended(kernel, report_held(kernel));
}

/// A held plugin is no reason not to fill in the others.
int demo(const Program& program, const CommandLine& line) {
    Kernel kernel(kernel_options(program, data_folder(line)));
    report_held(kernel);
    fill_demo(kernel, std::cout);
    return ended(kernel, 0);
}

int backup(const Program& program, const CommandLine& line) {
    if (line.arguments.size() != 1) misuse("Name the folder the backup is to be written to.");
    make_backup(program.home, data_folder(line), fs::absolute(line.arguments[0]));
    return 0;
}

int restore(const Program&, const CommandLine& line) {
    if (line.arguments.size() != 1) misuse("Name the folder the backup is in.");
    restore_backup(fs::absolute(line.arguments[0]), data_folder(line));
    return 0;
}

const std::string& one_plugin(const CommandLine& line) {
    if (line.arguments.size() != 1 || !is_plugin_id(line.arguments[0])) misuse("Name one plugin.");
    return line.arguments[0];
}

int plugin_list(const Program& program, const CommandLine& line) {
    return list_plugins({program.home, data_folder(line)}, std::cout);
}

/// Every route in force, for tests and for whoever looks after the permissions of a site.
int route_list(const Program& program, const CommandLine& line) {
    Kernel kernel(kernel_options(program, data_folder(line)));
    Json list = Json::array();
    for (const MountedRoute& mounted : kernel.registry().now()->routes()->all()) {
        const Route& route = mounted.route;
        const bool open = route.access.permission.empty();
        list.push_back({{"method", method_name(route.method)},
                        {"pattern", route.pattern},
                        {"origin", route.on_content_origin ? "content" : "public"},
                        {"plugin", mounted.owner->plugin()},
                        {"permission", open ? Json() : Json(route.access.permission)},
                        {"about", open ? Json() : Json(about_text(route.access.about))}});
    }
    std::cout << Json{{"routes", std::move(list)}}.dump(1) << "\n";
    return 0;
}

int plugin_enable(const Program& program, const CommandLine& line) {
    return enable_plugin({program.home, data_folder(line)}, one_plugin(line), std::cout);
}
int plugin_disable(const Program& program, const CommandLine& line) {
    return disable_plugin({program.home, data_folder(line)}, one_plugin(line), line.has("--yes"),
                          std::cout);
}
int plugin_forget(const Program& program, const CommandLine& line) {
    return forget_plugin_command({program.home, data_folder(line)}, one_plugin(line), std::cout);
}

int version(const Program&, const CommandLine&) {
    std::cout << "tessera " << TESSERA_VERSION << ", SDK " << kApiMajor << "." << kApiMinor << "\n";
    return 0;
}

int help(const Program& program, const CommandLine& line);

const std::vector<OwnCommand>& own_commands() {
    static const std::vector<OwnCommand> kCommands = {
        {{"serve", {"--verbose", "--safe"}},
         "--data DIR [--listen 127.0.0.1:8080] [--public-url URL] [--content-url URL] "
         "[--trust-proxy ADDRESS] [--plugin-time SECONDS] [--safe] [--verbose]",
         "Serves the site; with --safe only with the plugins that signing in and the plugins page "
         "need.",
         serve},
        {{"init", {}}, "--data DIR", "Makes the data folder and its tables.", init},
        {{"migrate", {}}, "--data DIR", "Brings the tables up to this version.", init},
        {{"demo", {}}, "--data DIR", "Fills in the demonstration organisation, once.", demo},
        {{"backup", {}},
         "FOLDER --data DIR",
         "Copies everything to a new folder, also while serving.",
         backup},
        {{"restore", {}}, "FOLDER --data DIR", "Makes a data folder from a backup.", restore},
        {{"plugin list", {}}, "--data DIR", "Lists the plugins and their states.", plugin_list},
        {{"plugin enable", {}}, "ID --data DIR", "Enables a plugin.", plugin_enable},
        {{"plugin disable", {"--yes"}},
         "ID --data DIR [--yes]",
         "Disables a plugin; --yes also one that guards something.",
         plugin_disable},
        {{"plugin forget", {}},
         "ID --data DIR",
         "Drops what waits for a plugin that was removed for good.",
         plugin_forget},
        {{"routes", {"--json"}},
         "--data DIR --json",
         "Lists every route with its permission and what that is about.",
         route_list},
        {{"version", {}}, "", "Prints the version.", version},
        {{"help", {}}, "", "Prints this.", help},
    };
    return kCommands;
}

/// A data folder for commands that need none; gone afterwards.
class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name = (fs::temp_directory_path() / "tessera-XXXXXX").string();
        if (!::mkdtemp(name.data())) misuse("No temporary folder can be made.");
        path_ = name;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

/// Calls `use` with a kernel whose plugins are set up: on the data folder that is named, or
/// without.
template <class F>
int with_plugins(const Program& program, F&& use) {
    const std::string data = data_option(program.words);
    if (!data.empty()) {
        Kernel kernel(kernel_options(program, fs::absolute(data)));
        return ended(kernel, use(kernel));
    }
    const TemporaryFolder folder;
    auto options = kernel_options(program, folder.path());
    options.with_data = false;
    Kernel kernel(std::move(options));
    return ended(kernel, use(kernel));
}

void print_help_line(const std::string& name, const std::string& usage, const std::string& text) {
    std::cout << "  tessera " << name << (usage.empty() ? "" : " ") << usage << "\n      " << text
              << "\n";
}

int help(const Program& program, const CommandLine&) {
    std::cout << "Tessera, a learning management system\n\n";
    for (const OwnCommand& command : own_commands()) {
        print_help_line(command.shape.name, command.usage, command.help);
    }
    return with_plugins(program, [](Kernel& kernel) {
        const auto snapshot = kernel.registry().now();
        for (const auto& command : snapshot->commands()) {
            std::string usage = command.item->usage;
            if (command.item->needs_data) usage += usage.empty() ? "--data DIR" : " --data DIR";
            print_help_line(command.item->name, usage, command.item->help);
        }
        return 0;
    });
}

int run_plugin_command(const Program& program) {
    return with_plugins(program, [&](Kernel& kernel) {
        const auto snapshot = kernel.registry().now();
        std::vector<CommandShape> shapes;
        for (const auto& command : snapshot->commands()) {
            shapes.push_back({command.item->name, command.item->flags});
        }
        const CommandShape* shape = find_shape(shapes, program.words);
        if (!shape) {
            std::cerr << "tessera: there is no such command. `tessera help` lists them.\n";
            report_held(kernel);
            return 2;
        }
        const auto& found = snapshot->commands()[static_cast<std::size_t>(shape - shapes.data())];
        const CommandLine line = parse_command_line(*shape, program.words);
        if (line.has("--help")) {
            print_help_line(found.item->name, found.item->usage, found.item->help);
            return 0;
        }
        if (found.item->needs_data && !kernel.options().with_data) {
            misuse("Say where the data folder is: --data DIR.");
        }
        return call_plugin(found.plugin->id(), [&] { return found.item->run(line); });
    });
}

int run_command(const Program& program) {
    std::vector<CommandShape> shapes;
    for (const OwnCommand& command : own_commands()) shapes.push_back(command.shape);
    const CommandShape* shape = find_shape(shapes, program.words);
    if (!shape) return run_plugin_command(program);
    const OwnCommand& command = own_commands()[static_cast<std::size_t>(shape - shapes.data())];
    const CommandLine line = parse_command_line(*shape, program.words);
    if (line.has("--help")) {
        print_help_line(shape->name, command.usage, command.help);
        return 0;
    }
    return command.run(program, line);
}

}  // namespace

int run_program(const fs::path& home, const std::vector<std::string>& words) {
    Program program{home, words};
    if (program.words.empty() || program.words[0] == "--help") program.words = {"help"};
    if (program.words[0] == "--version") program.words = {"version"};
    try {
        return run_command(program);
    } catch (const Error& problem) {
        std::cerr << "tessera: " << problem.what() << "\n";
        for (const FieldError& field : problem.fields()) {
            if (field.message != problem.what())
                std::cerr << "  " << field.field << ": " << field.message << "\n";
        }
        return problem.code().rfind("command.", 0) == 0 ? 2 : 1;
    } catch (const std::exception& problem) {
        std::cerr << "tessera: " << problem.what() << "\n";
        return 1;
    }
}

}  // namespace tessera::kernel
