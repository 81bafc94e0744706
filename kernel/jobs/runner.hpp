// What the job queue asks of the registry of running plugins.
#pragma once

#include "tessera/plugin.hpp"

#include <string_view>

namespace tessera::kernel {

class JobRunner {
public:
    virtual ~JobRunner() = default;

    /// Runs the handler of a job on the calling thread. False when the plugin that owns it is not
    /// running now: the job waits and that is no failure. What the handler throws is recorded and
    /// the job tried again later. Called from several threads at once.
    [[nodiscard]] virtual bool run(std::string_view job, JobContext& context) = 0;
};

}  // namespace tessera::kernel
