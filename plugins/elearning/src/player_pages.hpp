// The content origin: the player's page, what it asks of the server, and the files of packages. The
// launch token is the only right here.
#pragma once

#include "package_files.hpp"
#include "play_service.hpp"

namespace tessera::elearning {

class PlayerPages {
public:
    /// `words` names the texts "elearning.player-…" that the page gets, without that prefix.
    PlayerPages(Host& host, PlayService& play, CourseCache& courses, people::Directory& people,
                catalogue::Courses& catalogue, PackageFiles& files, std::vector<std::string> words)
        : host_(host),
          play_(play),
          courses_(courses),
          people_(people),
          catalogue_(catalogue),
          files_(files),
          words_(std::move(words)) {}

    void declare(Registrar& registrar);

private:
    Response player(Request& request);
    Response open(Request& request);
    Response commit(Request& request);
    Response launch_ended(Request& request) const;
    std::string mark(Request& request) const;

    Host& host_;
    PlayService& play_;
    CourseCache& courses_;
    people::Directory& people_;
    catalogue::Courses& catalogue_;
    PackageFiles& files_;
    const std::vector<std::string> words_;
};

/// The names of the player's texts, from the plugin's own words (i18n/en.json).
std::vector<std::string> player_words(const std::filesystem::path& plugin_folder);

}  // namespace tessera::elearning
