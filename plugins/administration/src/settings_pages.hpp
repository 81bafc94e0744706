// The settings of all plugins on one form.
#pragma once

#include "tessera/administration.hpp"
#include "tessera/tessera.hpp"

#include <map>

namespace tessera::administration {

class SettingsPages {
public:
    explicit SettingsPages(Host& host) : host_(host) {}

    Response form(Request& request);
    Response save(Request& request);

private:
    /// `typed`: what was typed, by id, when it could not be saved.
    Response page(Request& request, const std::map<std::string, std::string>& typed,
                  const std::vector<FieldError>& errors);

    Host& host_;
};

}  // namespace tessera::administration
