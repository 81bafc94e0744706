// Calls what plugins registered: event handlers, jobs, policies, services.
#pragma once

#include "events/sink.hpp"
#include "jobs/runner.hpp"
#include "plugin/registry.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tessera::kernel {

class Dispatcher : public EventSink, public JobRunner {
public:
    explicit Dispatcher(const Registry& registry) : registry_(registry) {}

    void deliver_in_transaction(Transaction& tx, const char* id, std::int64_t subject,
                                const void* event) override;
    std::vector<std::string> subscribers(std::string_view id) const override;
    bool deliver_after_commit(std::string_view plugin, std::string_view id,
                              std::string_view json) override;
    bool run(std::string_view job, JobContext& context) override;

    /// The reasons of all policies that are against it. A policy that fails is an error, not a yes.
    std::vector<std::string> ask(const char* id, Reader& reader, const void* question) const;
    void* service(const char* id) const;

private:
    const Registry& registry_;
};

}  // namespace tessera::kernel
