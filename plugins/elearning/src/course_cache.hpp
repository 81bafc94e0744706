// Course structures of package versions, read once and shared.
#pragma once

#include "lru.hpp"
#include "package_store.hpp"
#include "scorm/course.hpp"

#include <set>
#include <string>
#include <vector>

namespace tessera::elearning {

struct LoadedCourse {
    scorm::Course course;
    std::string json;
    std::string sha256;
    std::vector<std::int32_t> leaves;  ///< activities that launch something
    /// Global objectives and shared buckets that it may read or write; empty when it keeps them to
    /// itself.
    std::set<std::string, std::less<>> objectives, buckets;
};

/// Thread-safe.
class CourseCache {
public:
    /// Reads the version when it is not here. Error{NotFound} when there is none.
    std::shared_ptr<const LoadedCourse> get(Reader& reader, Id<PackageVersion> version);

private:
    static constexpr std::size_t kCourses = 64;
    Lru<std::int64_t, const LoadedCourse> courses_{kCourses};
};

}  // namespace tessera::elearning
