// The SDK's Request on top of a header block and a body.
#pragma once

#include "http/body.hpp"
#include "http/gate.hpp"
#include "http/head.hpp"
#include "http/multipart.hpp"
#include "http/router.hpp"
#include "http/text.hpp"

#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace tessera::kernel {

/// What a request needs to know beside its own bytes.
struct RequestSetting {
    Gate& gate;
    std::optional<Origin> origin;  ///< nothing: the Host header names another site
    std::string client_address;
    std::string request_id;
    const std::filesystem::path& tmp;
    std::uint64_t max_upload;
};

class HttpRequest : public Request {
public:
    /// How the principal showed who they are.
    enum class Credential : std::uint8_t { None, Cookie, ApiKey };

    HttpRequest(RequestSetting setting, const RequestHead& head, BodyReader& body);
    ~HttpRequest() override;

    Method method() const override { return method_; }
    std::string_view path() const override { return path_; }
    std::string_view raw_query() const override { return head_.query; }
    std::string_view param(std::string_view name) const override;
    std::optional<std::string_view> query(std::string_view name) const override;
    std::optional<std::string_view> header(std::string_view name) const override;
    std::optional<std::string_view> cookie(std::string_view name) const override;

    const Form& form() override;
    const Json& json() override;
    std::string_view body(std::size_t limit) override;
    Upload upload(std::string_view field, std::uint64_t limit) override;

    const Principal& principal() const override;
    const std::string& locale() const override;
    const std::string& request_id() const override { return setting_.request_id; }
    std::string_view client_address() const override { return setting_.client_address; }
    bool wants_json() const override;
    bool is_fragment() const override;
    std::string t(std::string_view key, const TextArgs& args = {}) const override;

    // For the pipeline.
    const RequestHead& head() const { return head_; }
    Origin origin() const { return setting_.origin.value_or(Origin::Public); }
    bool known_host() const { return setting_.origin.has_value(); }
    bool is_head() const { return head_.method == "HEAD"; }
    /// Valid once principal() was called.
    Credential credential() const { return credential_; }
    bool has_api_key() const;
    /// The path as logs may have it: a parameter called "token" is a secret and stays out.
    std::string path_to_log() const;
    /// Whether form() can be asked: a form of either kind, or no body.
    bool has_form() const;
    /// The name of the first file that stands in a form which was read; its bytes are not read yet.
    std::optional<std::string> pending_file() const;
    void matched(Method method, PathParams params);
    /// Says who it is that workers may wait for from here on. Looks at the principal.
    void settle_waiting();

private:
    bool content_type_is(std::string_view type) const;
    void read_multipart_fields();
    Upload upload_part(std::string_view field, std::uint64_t limit);
    void expect_at_most(std::uint64_t limit) const;
    std::size_t form_limit() const;

    const RequestSetting setting_;
    const RequestHead& head_;
    BodyReader& body_;
    Method method_ = Method::Get;
    std::string path_;
    PathParams params_;

    mutable std::deque<std::string> joined_;  ///< headers that came in several lines
    mutable std::optional<Pairs> query_, cookies_;
    mutable std::optional<Principal> principal_;
    mutable Credential credential_ = Credential::None;
    mutable std::optional<std::string> locale_;

    std::optional<std::string> bytes_;  ///< the body, once read whole
    std::optional<Form> form_;
    std::unique_ptr<Json> json_;
    std::unique_ptr<MultipartReader> multipart_;
    std::optional<MultipartReader::Part>
        file_part_;  ///< the multipart reader stands before its content
    std::size_t form_bytes_ = 0;
};

}  // namespace tessera::kernel
