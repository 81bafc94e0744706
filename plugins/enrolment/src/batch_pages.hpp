// The page of a batch: how far it is, what came of each person, taking it back.
#pragma once

#include "batch_service.hpp"

namespace tessera::enrolment {

class BatchPages {
public:
    BatchPages(Host& host, BatchService& service, catalogue::Courses& courses,
               people::Directory& people)
        : host_(host), service_(service), courses_(courses), people_(people) {}
    void declare(Registrar& registrar);
    /// To the batch's page.
    static Response redirect_to(Id<Batch> batch);

private:
    Response show(Request& request);
    Response take_back(Request& request);

    Host& host_;
    BatchService& service_;
    catalogue::Courses& courses_;
    people::Directory& people_;
};

}  // namespace tessera::enrolment
