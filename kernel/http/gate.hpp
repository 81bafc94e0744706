// What the HTTP pipeline asks of the rest of the kernel: which routes there are, who is asking, how
// a page looks. Implemented by kernel/app on the registry, auth, templates and i18n.
#pragma once

#include "tessera/host.hpp"
#include "tessera/http.hpp"
#include "tessera/principal.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::kernel {

class RouteTable;  // http/router.hpp

/// An error as a page or a problem document shows it.
struct ErrorReport {
    int status = 500;
    std::string code;     ///< stable dotted name: "http.not-found", "enrolment.already-enrolled"
    std::string message;  ///< a sentence for the person
    std::vector<FieldError> fields;
    std::string request_id;  ///< shown, so that support finds the log line
};

/// All functions are called from many threads at once.
class Gate {
public:
    virtual ~Gate() = default;

    /// The routes in force. A request holds the table until it has been answered.
    virtual std::shared_ptr<const RouteTable> routes() const = 0;

    /// Who is asking; anonymous when the token or key is unknown or no authenticator is running.
    virtual Principal from_session(std::string_view token) = 0;
    virtual Principal from_api_key(std::string_view key) = 0;
    /// Where to send somebody who must sign in; empty when no authenticator is running.
    virtual std::string sign_in_path() = 0;
    /// Where a signed-in person must go first, or empty. Asked before pages that need a permission.
    virtual std::string detour(const Principal& principal, std::string_view path) = 0;

    /// The language of a request: "en" or "cy". May look at everything of the request but locale()
    /// and t(). Called at most once for a request, and only when somebody needs it.
    virtual std::string locale(const Request& request) const = 0;
    virtual std::string text(std::string_view locale, std::string_view key,
                             const TextArgs& args) const = 0;

    /// The whole page, or the fragment when view.layout is empty.
    virtual std::string render(const View& view, Request& request) = 0;
    /// The page for an error. When it throws, a page without looks is sent instead.
    virtual std::string error_page(const ErrorReport& report, Request& request) = 0;

    /// Keeps a form that was sent after its session had ended, and returns the page that shows it
    /// once its sender has signed in again; empty when it is not kept. `files` are the names of file
    /// inputs that were sent along.
    virtual std::string hold_form(const Request&, const Form&, const std::vector<std::string>&) {
        return {};
    }
    /// Set-Cookie for a note that the answer leaves for the next page (tessera/note.hpp); empty: none.
    virtual std::string keep_note(std::string_view, const Request&) { return {}; }
    /// Set-Cookie for a page that has shown the note the request brought; empty: there was none.
    virtual std::string forget_note(const Request&) { return {}; }

    virtual const Addresses& addresses() const = 0;
    virtual Log& log() = 0;
};

}  // namespace tessera::kernel
