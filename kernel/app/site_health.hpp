// What an administrator should know of the installation though it works.
#pragma once

#include "settings/settings.hpp"
#include "tessera/administration.hpp"

#include <filesystem>

namespace tessera::kernel {

/// Room on the data folder's disk below which there is an alarm: megabytes.
inline constexpr const char* kDiskAlarm = "kernel.disk-alarm-megabytes";
SettingSpec disk_alarm_setting();

class KernelSiteHealth final : public SiteHealth {
public:
    KernelSiteHealth(const Addresses& addresses, const KernelSettings& settings,
                     std::filesystem::path data)
        : addresses_(addresses), settings_(settings), data_(std::move(data)) {}

    bool shared_origin() const override { return !addresses_.origin_per_package; }
    DiskRoom disk() const override;
    /// A line for each thing, for those who run the server.
    std::vector<std::string> notes() const;

private:
    const Addresses& addresses_;
    const KernelSettings& settings_;
    const std::filesystem::path data_;
};

}  // namespace tessera::kernel
