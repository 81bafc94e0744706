#include "course_cache.hpp"

namespace tessera::elearning {

namespace {

void note_globals(LoadedCourse& loaded) {
    const scorm::Course& course = loaded.course;
    for (const scorm::Activity& activity : course.activities) {
        if (course.objectives_global_to_system) {
            for (const scorm::Objective& objective : activity.sequencing.objectives) {
                for (const scorm::ObjectiveMap& map : objective.maps)
                    loaded.objectives.insert(map.target);
            }
        }
        if (course.shared_data_global_to_system) {
            for (const scorm::SharedData& data : activity.shared_data)
                loaded.buckets.insert(data.target);
        }
    }
}

}  // namespace

std::shared_ptr<const LoadedCourse> CourseCache::get(Reader& reader, Id<PackageVersion> version) {
    if (auto known = courses_.get(version.value)) return known;
    const auto record = store::version(reader, version);
    if (!record) throw not_found("There is no such package.");
    auto loaded = std::make_shared<LoadedCourse>();
    loaded->json = store::documents(reader, version).course_json;
    auto course = scorm::course_from_json(loaded->json);
    if (!course) {
        throw Error(
            ErrorKind::Internal, "elearning.course",
            "The course structure of package version " + version.text() + " can't be read.");
    }
    loaded->course = std::move(*course);
    loaded->sha256 = record->sha256;
    for (std::size_t i = 0; i < loaded->course.activities.size(); ++i) {
        if (loaded->course.activities[i].leaf())
            loaded->leaves.push_back(static_cast<std::int32_t>(i));
    }
    note_globals(*loaded);
    return courses_.put(version.value, std::move(loaded));
}

}  // namespace tessera::elearning
