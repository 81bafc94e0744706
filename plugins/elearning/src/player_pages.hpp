// The content origins: the player's page, what it asks of the server, and the files of packages, each
// on the origin of its package alone. The launch token is the only right here.
#pragma once

#include "package_files.hpp"
#include "rehearsal_service.hpp"

namespace tessera::elearning {

class PlayerPages {
public:
    /// `words` names the texts "elearning.player-…" that the page gets, without that prefix.
    PlayerPages(Host& host, LaunchRights& rights, PlayService& play, RehearsalService& rehearsals,
                CourseCache& courses, people::Directory& people, catalogue::Courses& catalogue,
                PackageFiles& files, std::vector<std::string> words)
        : host_(host),
          rights_(rights),
          play_(play),
          rehearsals_(rehearsals),
          courses_(courses),
          people_(people),
          catalogue_(catalogue),
          files_(files),
          words_(std::move(words)) {}

    void declare(Registrar& registrar);

private:
    /// What a launch shows: an attempt, or a rehearsal.
    struct Shown {
        std::string id, path;         ///< path: of the page, and what its requests stand below
        std::string mode = "normal";  ///< as the page says it: a trial run's content sees normal
        std::string locale, title, learner, exit, new_attempt;
        bool recorded = true;
        std::shared_ptr<const LoadedCourse> course;
    };

    Shown shown(Reader& reader, const Launch& launch) const;
    Shown shown_rehearsal(Reader& reader, const Launch& launch) const;
    Json words(const Shown& shown) const;
    Json device(const Shown& shown, const Launch& launch) const;
    /// GET /play/{token}: the address that a launch gave.
    Response enter(Request& request);
    /// GET /play/attempts/{attempt} and the like: where the browser's history leads.
    Response again(Request& request, std::string_view path);
    Response player(Request& request, const Launch& launch, const Shown& shown,
                    std::string_view token);
    Response launch_ended(Request& request) const;
    std::string mark(Request& request) const;

    Host& host_;
    LaunchRights& rights_;
    PlayService& play_;
    RehearsalService& rehearsals_;
    CourseCache& courses_;
    people::Directory& people_;
    catalogue::Courses& catalogue_;
    PackageFiles& files_;
    const std::vector<std::string> words_;
};

/// The names of the player's texts, from the plugin's own words (i18n/en.json).
std::vector<std::string> player_words(const std::filesystem::path& plugin_folder);

}  // namespace tessera::elearning
