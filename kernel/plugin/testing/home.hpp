// A home and a data folder for tests, with the test plugins of this folder.
#pragma once

#include "tessera/http.hpp"
#include "tessera/plugin.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace tessera::kernel::testing {

/// In a temporary folder, removed at the end.
class TestHome {
public:
    TestHome();
    ~TestHome();
    TestHome(const TestHome&) = delete;
    TestHome& operator=(const TestHome&) = delete;

    std::filesystem::path home() const { return root_ / "home"; }
    std::filesystem::path data() const { return root_ / "data"; }

    /// Writes a file below home().
    void write(const std::string& name, const std::string& text) const;
    /// Installs a plugin: its library and a stamped plugin.json with `manifest`'s entries.
    void install(const std::string& id, const std::string& manifest) const;
    /// The two plugins that work, alpha and beta, as they are meant to be.
    void install_alpha_and_beta() const;

private:
    std::filesystem::path root_;
};

/// A request as tests make it up.
class TestRequest : public Request {
public:
    Method method_ = Method::Get;
    std::string path_ = "/";
    std::map<std::string, std::string, std::less<>> params_, queries_, headers_, cookies_;
    Principal principal_;
    std::string locale_ = "en";
    std::string request_id_ = "test-request";
    std::string address_ = "127.0.0.1";
    Form form_;

    Method method() const override { return method_; }
    std::string_view path() const override { return path_; }
    std::string_view raw_query() const override { return {}; }
    std::string_view param(std::string_view name) const override;
    std::optional<std::string_view> query(std::string_view name) const override;
    std::optional<std::string_view> header(std::string_view name) const override;
    std::optional<std::string_view> cookie(std::string_view name) const override;
    const Form& form() override { return form_; }
    const Json& json() override;
    std::string_view body(std::size_t) override { return {}; }
    Upload upload(std::string_view, std::uint64_t) override { return {}; }
    const Principal& principal() const override { return principal_; }
    const std::string& locale() const override { return locale_; }
    const std::string& request_id() const override { return request_id_; }
    std::string_view client_address() const override { return address_; }
    bool wants_json() const override { return false; }
    bool is_fragment() const override { return false; }
    std::string t(std::string_view key, const TextArgs&) const override { return std::string(key); }
};

}  // namespace tessera::kernel::testing
