// The Host each plugin gets: the kernel's facilities, with the plugin's name in its log lines.
#pragma once

#include "plugin/dispatcher.hpp"
#include "tessera/host.hpp"

namespace tessera::kernel {

class KernelSettings;

/// Everything a Host hands out. All of it outlives the plugins.
struct Facilities {
    Database& db;
    const Clock& clock;
    IdSource& ids;
    FileStore& files;
    const Messages& messages;
    KernelSettings& settings;
    Secrets& secrets;
    Slots& slots;
    Metrics& metrics;
    Log& log;
    const Addresses& addresses;
    const Dispatcher& dispatcher;
};

/// Writes to the kernel's log with the field "plugin".
class PluginLog : public Log {
public:
    PluginLog(Log& log, std::string plugin) : log_(log), plugin_(std::move(plugin)) {}
    void write(LogLevel level, std::string_view message, const TextArgs& fields) override;

private:
    Log& log_;
    std::string plugin_;
};

class PluginHost : public Host {
public:
    PluginHost(const Facilities& facilities, Plugins& plugins, const std::string& plugin);

    Database& db() override { return facilities_.db; }
    const Clock& clock() const override { return facilities_.clock; }
    IdSource& ids() override { return facilities_.ids; }
    FileStore& files() override { return facilities_.files; }
    const Messages& messages() const override { return facilities_.messages; }
    Settings& settings() override;
    Secrets& secrets() override { return facilities_.secrets; }
    Slots& slots() override { return facilities_.slots; }
    Plugins& plugins() override { return plugins_; }
    Metrics& metrics() override { return facilities_.metrics; }
    Log& log() override { return log_; }
    const Addresses& addresses() const override { return facilities_.addresses; }

protected:
    std::vector<std::vector<std::string>> ask_raw(const char* id, Reader& reader,
                                                  const void* questions, std::size_t count,
                                                  std::string_view locale) override;
    Condition narrow_raw(const char* id, const void* question, std::string_view column) override;
    void* find_raw(const char* id) override;

private:
    const Facilities& facilities_;
    Plugins& plugins_;
    PluginLog log_;
};

}  // namespace tessera::kernel
