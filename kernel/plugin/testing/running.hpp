// A kernel on a TestHome, as several tests need it.
#pragma once

#include "app/kernel.hpp"
#include "plugin/testing/home.hpp"

namespace tessera::kernel::testing {

inline KernelOptions options_for(const TestHome& home) {
    KernelOptions options;
    options.home = home.home();
    options.data = home.data();
    options.serving = true;
    options.log_level = LogLevel::Error;
    options.addresses = {"http://localhost:8080", "http://content.localhost:8080"};
    return options;
}

inline PluginInfo info_of(Kernel& kernel, const std::string& id) {
    for (PluginInfo& info : kernel.plugins().list()) {
        if (info.id == id) return info;
    }
    return {};
}

inline const Principal kSomebody = Principal::system("test");

}  // namespace tessera::kernel::testing
