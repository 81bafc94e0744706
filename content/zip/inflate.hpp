// Reads one entry's bytes out of the zip, inflating as it goes.
#pragma once

#include "content/package.hpp"
#include "zip/file.hpp"

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

struct z_stream_s;

namespace content::zip {

enum class Damage {
    None,
    Unreadable,  ///< the file could not be read
    BadData,     ///< not a deflate stream, or one that ends too early or too late
    WrongSize,   ///< not as many bytes as the directory says
    WrongCrc
};

/// Keeps its buffers between entries. One per thread.
class Inflater {
public:
    explicit Inflater(const File& file);
    ~Inflater();
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    /// Hands the entry's bytes to `sink` piece by piece and checks size and CRC on the way. Stops
    /// at the first piece beyond the stated size, so a lying directory costs no time and no memory.
    Damage run(const Entry& entry, const std::function<void(std::string_view)>& sink);

private:
    Damage copy_stored(const Entry& entry, const std::function<void(std::string_view)>& sink);
    Damage inflate_deflated(const Entry& entry, const std::function<void(std::string_view)>& sink);

    const File& file_;
    std::unique_ptr<z_stream_s> stream_;
    std::vector<char> input_, output_;
};

}  // namespace content::zip
