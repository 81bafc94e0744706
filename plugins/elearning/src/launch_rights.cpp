#include "launch_rights.hpp"

#include "play_errors.hpp"

namespace tessera::elearning {

bool is_playable(enrolment::Status status) {
    using enrolment::Status;
    switch (status) {
        case Status::Placed:
        case Status::InProgress:
        case Status::Attended:
        case Status::Completed:
        case Status::Failed:
            return true;
        case Status::Requested:
        case Status::Waitlisted:
        case Status::Rejected:
        case Status::DidNotAttend:
        case Status::Cancelled:
        case Status::Withdrawn:
            break;
    }
    return false;
}

Launch LaunchRights::made_by(const Principal& principal) const {
    Launch launch;
    launch.session = principal.session;
    if (principal.kind == Principal::Kind::ApiKey) launch.key = principal.account;
    launch.expires = host_.clock().now() + kLaunchLife;
    return launch;
}

std::string LaunchRights::begin(Transaction& tx, Launch launch) {
    launch.started = host_.clock().now();
    const std::string token = host_.secrets().random_token();
    store::insert_launch(tx, host_.secrets().digest(token), launch);
    const std::string sha256 = store::version(tx, launch.version)->sha256;
    return host_.addresses().package_url(sha256) + "/play/" + token;
}

/// What holds for every use of a launch.
Launch LaunchRights::good(const PageRequest& page) const {
    const Launch launch = host_.db().read([&](Reader& reader) {
        auto found = store::launch(reader, host_.secrets().digest(page.token));
        if (!found || found->expires <= host_.clock().now()) throw launch_ended();
        const auto course = courses_.get(reader, found->version);
        if (!host_.addresses().is_package_host(page.host, course->sha256)) throw other_origin();
        if (found->enrolment) {
            const auto enrolment = enrolments_.find(reader, found->enrolment);
            if (!enrolment || !is_playable(enrolment->status)) throw launch_ended();
        }
        return std::move(*found);
    });
    if (!launch.session && !launch.key) return launch;
    auto* sign_ins = host_.find<SignIns>();
    if (sign_ins == nullptr || !sign_ins->stands({launch.session, launch.key, launch.person}))
        throw launch_ended();
    return launch;
}

Launch LaunchRights::check(const PageRequest& page) const {
    Launch launch = good(page);
    const auto& secrets = host_.secrets();
    if (launch.session && (page.browser.empty() || launch.browser.empty() ||
                           !secrets.same(secrets.digest(page.browser), launch.browser))) {
        throw launch_ended();
    }
    return launch;
}

Launch LaunchRights::check_address(const PageRequest& page) const {
    Launch launch = good(page);
    const bool late = host_.clock().now() - launch.started > kAddressLife;
    if (launch.session && (late || !launch.browser.empty())) throw launch_ended();
    return launch;
}

std::string LaunchRights::exchange(const PageRequest& page) {
    constexpr std::size_t kShortest = 32, kLongest = 100;
    std::string browser(page.browser);
    if (browser.size() < kShortest || browser.size() > kLongest)
        browser = host_.secrets().random_token();
    const std::string token = host_.secrets().digest(page.token);
    const std::string digest = host_.secrets().digest(browser);
    const bool first =
        host_.db().write([&](Transaction& tx) { return store::set_browser(tx, token, digest); });
    if (!first) throw launch_ended();
    return browser;
}

}  // namespace tessera::elearning
