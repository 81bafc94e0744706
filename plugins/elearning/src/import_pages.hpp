// Sending packages: the page and the REST operation that begin an import, and what shows how far it
// is.
#pragma once

#include "import_service.hpp"

namespace tessera::elearning {

class ImportPages {
public:
    ImportPages(Host& host, ImportService& imports) : host_(host), imports_(imports) {}

    void declare(Registrar& registrar);

    /// What is being read now, for the list of packages.
    Json open(const Request& request);
    /// After a POST of the page: the package, its versions, why it can't be used, or the progress.
    Response begun(Request& request, const Upload& upload, const NewImport& wanted);

private:
    Response show(Request& request);
    Response progress(Request& request, const ImportRecord& import);
    Response refused(Request& request, const ImportRecord& import, int status);
    Response cancel(Request& request);
    Response api_begin(Request& request);
    Response api_show(Request& request);
    Response api_cancel(Request& request);

    Host& host_;
    ImportService& imports_;
};

}  // namespace tessera::elearning
