// The kernel's Messages: words of the catalogue in force, dates in the language.
#pragma once

#include "i18n/catalogue.hpp"
#include "tessera/host.hpp"

#include <functional>
#include <memory>

namespace tessera::kernel {

/// One message with its arguments put in. A key nobody has comes back in brackets; in strict mode
/// (tests) a missing key, language or argument throws Error{Internal}.
std::string message_text(const Catalogue& catalogue, std::string_view locale, std::string_view key,
                         const TextArgs& args, bool strict);

class KernelMessages : public Messages {
public:
    /// `catalogue` returns the one in force; it is asked for every message, since plugins come and
    /// go.
    KernelMessages(std::function<std::shared_ptr<const Catalogue>()> catalogue, const Clock& clock,
                   bool strict);

    std::string text(std::string_view locale, std::string_view key,
                     const TextArgs& args = {}) const override;
    const std::vector<std::string>& locales() const override;
    std::string date(std::string_view locale, Date date) const override;
    std::string date_time(std::string_view locale, Instant instant) const override;

private:
    std::function<std::shared_ptr<const Catalogue>()> catalogue_;
    const Clock& clock_;
    bool strict_;
};

}  // namespace tessera::kernel
