#include "plugin/testing/home.hpp"

#include <unistd.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace tessera::kernel::testing {

namespace fs = std::filesystem;

namespace {

std::optional<std::string_view> look_up(
    const std::map<std::string, std::string, std::less<>>& values, std::string_view name) {
    const auto found = values.find(name);
    if (found == values.end()) return std::nullopt;
    return found->second;
}

}  // namespace

TestHome::TestHome() {
    std::string name = (fs::temp_directory_path() / "tessera-test-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    root_ = name;
    fs::create_directories(home() / "plugins");
    fs::create_directories(home() / "kernel");
    for (const char* folder : {"migrations", "i18n"}) {
        fs::copy(fs::path(KERNEL_SOURCE_DIR) / folder, home() / "kernel" / folder);
    }
    fs::copy(fs::path(KERNEL_SOURCE_DIR) / "app" / "templates", home() / "kernel" / "templates");
    write("themes/default/theme.json", R"({"title": "Default"})");
    for (const char* layout : {"app", "plain"}) {
        write(std::string("themes/default/layouts/") + layout + ".html",
              std::string("<body class=\"") + layout +
                  "\"><title>{{title}}</title>{{#nav}}<nav>{{heading}}{{#items}}{{{.}}}{{/items}}"
                  "</nav>{{/nav}}<main>{{{content}}}</main>");
    }
}

TestHome::~TestHome() {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
}

void TestHome::write(const std::string& name, const std::string& text) const {
    const auto file = home() / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

void TestHome::install(const std::string& id, const std::string& manifest) const {
    Json document = {{"id", id},     {"version", "0.1.0"},
                     {"title", id},  {"description", "A plugin of the tests."},
                     {"api", "0.1"}, {"abi", TESSERA_ABI_TAG}};
    document.update(Json::parse(manifest));
    write("plugins/" + id + "/plugin.json", document.dump());
    const auto library = fs::path(TEST_PLUGINS) / ("lib" + id + ".so");
    if (fs::exists(library)) {
        fs::copy_file(library, home() / "plugins" / id / library.filename(),
                      fs::copy_options::overwrite_existing);
    }
}

void TestHome::install_alpha_and_beta() const {
    install(
        "alpha",
        R"({"provides": ["alpha.greeter/1"], "guards": ["alpha.may-greet/1"], "slots": ["nav.learning", "nav.tabs"],
        "permissions": [{"id": "alpha.see", "label": "See", "roles": ["employee"]}],
        "settings": [{"id": "alpha.days", "type": "integer", "default": 90, "label": "Days",
                      "min": 1, "max": 365}],
        "jobs": [{"id": "alpha.tidy", "schedule": "daily 02:00"}]})");
    write("plugins/alpha/migrations/0001_alpha.sql",
          "CREATE TABLE alpha_demo (n BIGINT NOT NULL);");
    write("plugins/alpha/templates/page.html", "<p>{{name}}: {{t:alpha.things}}</p>");
    write("plugins/alpha/templates/item.html", "<a>{{t:alpha.title}}</a>");
    write("plugins/alpha/i18n/en.json", R"({"alpha.title": "Alpha",
        "alpha.things": {"one": "{{count}} thing", "other": "{{count}} things"}})");
    write("plugins/alpha/i18n/cy.json", R"({"alpha.title": "Alffa",
        "alpha.things": {"two": "{{count}} beth", "other": "{{count}} peth"}})");
    install("beta", R"({"requires": ["alpha"]})");
    write("plugins/beta/migrations/0001_beta.sql",
          "CREATE TABLE beta_greeted (id BIGINT NOT NULL PRIMARY KEY, n BIGINT NOT NULL);");
}

std::string_view TestRequest::param(std::string_view name) const {
    return look_up(params_, name).value_or("");
}
std::optional<std::string_view> TestRequest::query(std::string_view name) const {
    return look_up(queries_, name);
}
std::optional<std::string_view> TestRequest::header(std::string_view name) const {
    return look_up(headers_, name);
}
std::optional<std::string_view> TestRequest::cookie(std::string_view name) const {
    return look_up(cookies_, name);
}
const Json& TestRequest::json() {
    static const Json kNothing;
    return kNothing;
}

}  // namespace tessera::kernel::testing
