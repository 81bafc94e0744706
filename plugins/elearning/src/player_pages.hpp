// The content origins: the player's page, what it asks of the server, and the files of packages, each
// on the origin of its package alone. The launch token is the only right here.
#pragma once

#include "package_files.hpp"
#include "rehearsal_service.hpp"

namespace tessera::elearning {

class PlayerPages {
public:
    /// `words` names the texts "elearning.player-…" that the page gets, without that prefix.
    PlayerPages(Host& host, PlayService& play, RehearsalService& rehearsals, CourseCache& courses,
                people::Directory& people, catalogue::Courses& catalogue, PackageFiles& files,
                std::vector<std::string> words)
        : host_(host),
          play_(play),
          rehearsals_(rehearsals),
          courses_(courses),
          people_(people),
          catalogue_(catalogue),
          files_(files),
          words_(std::move(words)) {}

    void declare(Registrar& registrar);

private:
    /// What a token shows: an attempt, or a rehearsal.
    struct Shown {
        std::string id, path;         ///< path: what "/open" and "/commits" stand below
        std::string mode = "normal";  ///< as the page says it: a trial run's content sees normal
        std::string locale, title, learner, exit, new_attempt;
        bool recorded = true;
        std::shared_ptr<const LoadedCourse> course;
    };

    Shown shown(Reader& reader, const PageRequest& page) const;
    Shown shown_rehearsal(Reader& reader, const RehearsalRecord& rehearsal) const;
    Json words(const Shown& shown) const;
    Response player(Request& request);
    Response launch_ended(Request& request) const;
    std::string mark(Request& request) const;

    Host& host_;
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

/// The text of the player's service worker, which has to come from the origin it works for.
std::string player_worker(const std::filesystem::path& plugin_folder);

}  // namespace tessera::elearning
