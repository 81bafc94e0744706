// The organisation's name, mark and colour on every page: slots layout.brand and layout.mark, and their stylesheet.
#pragma once

#include "people_service.hpp"

#include <memory>
#include <mutex>

namespace tessera::people {

/// Tessera's own colour, until an organisation gives one.
inline constexpr const char* kPlainColour = "#0d5c68";

class BrandView {
public:
    explicit BrandView(Host& host) : host_(host) {}

    /// Mark and name with the link to the home page. Tessera's own when there is no organisation
    /// yet.
    std::optional<View> render(SlotContext& context);
    /// The mark alone, without a link: for pages of another origin, such as the player.
    std::optional<View> render_mark(SlotContext& context);
    /// GET /organisation/brand/{file}: the one colour, from which tokens.css works out the rest.
    Response stylesheet(Request& request);

private:
    /// Shown on every page, so it is kept for some seconds.
    std::shared_ptr<const store::Brand> current();

    Host& host_;
    std::mutex mutex_;
    std::shared_ptr<const store::Brand> cached_;
    Instant read_at_;
};

}  // namespace tessera::people
