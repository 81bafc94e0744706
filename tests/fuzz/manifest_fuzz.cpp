// Any bytes as imsmanifest.xml: either an error is found, or a course that survives its own JSON.
#include "manifest/manifest.hpp"

#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>

namespace {

/// A package of a manifest and a page, without a zip around them.
class Folder final : public content::Index {
public:
    explicit Folder(std::string manifest) : manifest_(std::move(manifest)), entries_(2) {
        entries_[0].name = "imsmanifest.xml";
        entries_[0].size = manifest_.size();
        entries_[1].name = "a.html";
    }
    const content::Entry* find(std::string_view name) const override {
        for (const content::Entry& entry : entries_) {
            if (entry.name == name) return &entry;
        }
        return nullptr;
    }
    const std::vector<content::Entry>& entries() const override { return entries_; }
    int fd() const override { return -1; }
    std::string read(const content::Entry& entry) const override {
        return &entry == &entries_[0] ? manifest_ : std::string();
    }
    void read(const content::Entry& entry,
              const std::function<void(std::string_view)>& sink) const override {
        sink(read(entry));
    }

private:
    std::string manifest_;
    std::vector<content::Entry> entries_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Folder folder(std::string(reinterpret_cast<const char*>(data), size));
    content::Findings findings;
    const auto manifest = content::read_manifest(folder, {}, content::Spoken::Both, findings);
    if (!manifest && !findings.has_errors()) std::abort();
    if (!manifest || findings.has_errors()) return 0;
    const std::string json = scorm::to_json(manifest->course);
    const auto again = scorm::course_from_json(json);
    if (!again || scorm::to_json(*again) != json) std::abort();
    return 0;
}
