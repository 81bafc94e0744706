// The demonstration organisation's packages, and some people who have begun or finished them.
#pragma once

#include "launch_service.hpp"
#include "package_service.hpp"
#include "play_service.hpp"

namespace tessera::elearning {

void fill_demo(Host& host, const std::filesystem::path& samples, PackageService& packages,
               LaunchService& launches, PlayService& play, enrolment::Enrolments& enrolments,
               people::Directory& people);

}  // namespace tessera::elearning
