// Requests to views and back.
#pragma once

#include <tessera/tessera.hpp>

namespace hello {

class GreetingPages {
public:
    explicit GreetingPages(tessera::Host& host) : host_(host) {}

    tessera::Response show(tessera::Request& request);
    /// Counts a greeting of the form's "name", at most 100 bytes long, and goes back to the page.
    tessera::Response greet(tessera::Request& request);
    tessera::Response reset(tessera::Request& request);
    /// The item of the navigation.
    std::optional<tessera::View> nav_item(tessera::SlotContext& context) const;

private:
    tessera::Response page(tessera::Request& request, std::string_view name,
                           const std::string& error);

    tessera::Host& host_;
};

}  // namespace hello
