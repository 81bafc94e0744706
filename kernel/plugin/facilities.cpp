#include "plugin/facilities.hpp"

#include "settings/settings.hpp"

namespace tessera::kernel {

void PluginLog::write(LogLevel level, std::string_view message, const TextArgs& fields) {
    TextArgs all = {{"plugin", plugin_}};
    all.insert(all.end(), fields.begin(), fields.end());
    log_.write(level, message, all);
}

PluginHost::PluginHost(const Facilities& facilities, Plugins& plugins, const std::string& plugin)
    : facilities_(facilities), plugins_(plugins), log_(facilities.log, plugin) {}

Settings& PluginHost::settings() { return facilities_.settings; }

std::vector<std::vector<std::string>> PluginHost::ask_raw(const char* id, Reader& reader,
                                                          const void* questions, std::size_t count,
                                                          std::string_view locale) {
    return facilities_.dispatcher.ask(id, reader, questions, count, locale);
}

Condition PluginHost::narrow_raw(const char* id, const void* question, std::string_view column) {
    return facilities_.dispatcher.narrow(id, question, column);
}

void* PluginHost::find_raw(const char* id) { return facilities_.dispatcher.service(id); }

}  // namespace tessera::kernel
