#include "app/site_health.hpp"

#include "app/routes.hpp"

namespace tessera::kernel {

namespace {

constexpr std::int64_t kMegabyte = std::int64_t{1024} * 1024;

}  // namespace

SettingSpec disk_alarm_setting() {
    SettingSpec spec;
    spec.id = kDiskAlarm;
    spec.label = "Megabytes left on the data folder's disk below which there is an alarm";
    spec.type = SettingSpec::Type::Integer;
    spec.default_value = "1024";
    spec.min = 1;
    spec.max = 1'000'000'000;
    return spec;
}

DiskRoom KernelSiteHealth::disk() const {
    std::error_code failed;
    const auto space = std::filesystem::space(data_, failed);
    if (failed) return {};
    const auto free = static_cast<std::int64_t>(space.available);
    return {free, free / kMegabyte < settings_.integer(kDiskAlarm)};
}

std::vector<std::string> KernelSiteHealth::notes() const {
    std::vector<std::string> lines;
    if (shared_origin()) lines.emplace_back(kSharedOrigin);
    if (const DiskRoom room = disk(); room.low) {
        lines.push_back("The disk of the data folder has " + std::to_string(room.free / kMegabyte) +
                        " MB left. When it is full, nothing can be saved.");
    }
    return lines;
}

}  // namespace tessera::kernel
