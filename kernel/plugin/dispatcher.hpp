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
    Dispatcher(const Registry& registry, Log& log) : registry_(registry), log_(log) {}

    std::vector<std::string> running() const override;
    std::vector<std::string> subscribers_in_transaction(std::string_view id) const override;
    std::vector<std::string> subscribers(std::string_view id) const override;
    bool deliver_in_transaction(Transaction& tx, std::string_view plugin, std::string_view id,
                                const void* event) override;
    bool deliver_waited(Transaction& tx, std::string_view plugin, std::string_view id,
                        std::string_view json) override;
    bool deliver_after_commit(std::string_view plugin, std::string_view id,
                              std::string_view json) override;
    bool run(std::string_view job, JobContext& context) override;

    /// Of each question the reasons of all guards that are against it. A guard that can't be asked
    /// or fails is against it, with a sentence in the language `locale`.
    std::vector<std::vector<std::string>> ask(const char* id, Reader& reader, const void* questions,
                                              std::size_t count, std::string_view locale) const;
    /// What Host::narrow gives.
    Condition narrow(const char* id, const void* question, std::string_view column) const;
    void* service(const char* id) const;

private:
    std::vector<Verdict> verdicts(const Snapshot::Of<AnyPolicy>& guard, Reader& reader,
                                  const void* questions, std::size_t count) const;

    const Registry& registry_;
    Log& log_;
};

}  // namespace tessera::kernel
