// Any bytes as a package: check() must answer, and what it accepts must be servable.
#include "content/package.hpp"

#include <sys/mman.h>
#include <unistd.h>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const int fd = ::memfd_create("package", 0);
    if (fd < 0 || ::write(fd, data, size) != static_cast<ssize_t>(size)) std::abort();
    const std::string path = "/proc/self/fd/" + std::to_string(fd);
    content::Limits limits;
    limits.entry_bytes = limits.total_bytes = 4 << 20;
    limits.entries = 100;
    const content::Checked checked = content::check(path, limits);
    if (checked.course.has_value() != checked.report.playable()) std::abort();
    if (checked.course) {
        const auto index = content::Index::open(path);
        for (const content::Entry& entry : index->entries()) {
            if (entry.name.empty() || entry.name[0] == '/') std::abort();
            if (index->read(entry).size() != entry.size) std::abort();
            if (!index->find(entry.name)) std::abort();
        }
    }
    ::close(fd);
    return 0;
}
