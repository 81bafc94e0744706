// The Gate of the HTTP pipeline, on the registry, the authenticator, templates and words.
#pragma once

#include "app/held_forms.hpp"
#include "http/gate.hpp"
#include "plugin/registry.hpp"
#include "tessera/auth.hpp"

namespace tessera::kernel {

/// Name of the cookie that carries the language a person chose.
inline constexpr const char* kLanguageCookie = "tessera_language";

class SiteGate : public Gate {
public:
    SiteGate(const Registry& registry, Slots& slots, const Messages& messages,
             const Secrets& secrets, const Addresses& addresses, Log& log,
             HeldForms* held_forms = nullptr);

    std::shared_ptr<const RouteTable> routes() const override;
    Principal from_session(std::string_view token) override;
    Principal from_api_key(std::string_view key) override;
    std::string sign_in_path() override;
    std::string detour(const Principal& principal, std::string_view path) override;
    /// The person's own choice, then the language cookie, then what the browser prefers, then
    /// English.
    std::string locale(const Request& request) const override;
    std::string text(std::string_view locale, std::string_view key,
                     const TextArgs& args) const override;
    std::string render(const View& view, Request& request) override;
    std::string error_page(const ErrorReport& report, Request& request) override;
    std::string hold_form(const Request& request, const Form& form,
                          const std::vector<std::string>& files) override;
    std::string keep_note(std::string_view note, const Request& request) override;
    std::string forget_note(const Request& request) override;
    const Addresses& addresses() const override { return addresses_; }
    Log& log() override { return log_; }

private:
    /// Calls the running authenticator; `otherwise` when there is none.
    template <class R, class F>
    R ask_authenticator(R otherwise, F&& ask);
    Json navigation(Request& request);
    /// What the last POST left to be said, as theme/note wants it; false: nothing.
    Json note(const Request& request) const;
    std::string cookie(const char* name, std::string_view value, int max_age_s) const;
    std::string in_layout(const Snapshot& snapshot, const std::string& layout, std::string content,
                          const View& view, Request& request);

    const Registry& registry_;
    Slots& slots_;
    const Messages& messages_;
    const Secrets& secrets_;
    const Addresses& addresses_;
    Log& log_;
    HeldForms* const held_forms_;  ///< null: forms are not kept
};

/// The first of our languages in an Accept-Language header by its weights, or empty.
std::string accepted_locale(std::string_view header);

}  // namespace tessera::kernel
