// Selection and Randomization Behaviour (SR). Chance comes from a seed, so the server, replaying
// what happened in the browser, draws the same lots.
#include "sequencing/engine.hpp"

#include <algorithm>

namespace scorm::sequencing {

// A number below `below` (splitmix64).
std::uint64_t Engine::random(std::uint64_t below) {
    std::uint64_t& state = store_.scalars().random;
    state += 0x9e3779b97f4a7c15U;
    std::uint64_t mixed = state;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
    return (mixed ^ (mixed >> 31U)) % below;
}

/// Before the first attempt: what is drawn once and what is drawn for each attempt.
void Engine::prepare_clusters() {
    for (std::int32_t a = 0; a < tree().size(); ++a) {
        if (tree().leaf(a)) continue;
        const Randomization& randomization = tree().sequencing(a).randomization;
        if (randomization.selection != SelectionTiming::Never) select_children(a);
        if (randomization.randomization != SelectionTiming::Never) randomize_children(a);
    }
}

// Select Children Process [SR.1]: those drawn keep the order of the course.
void Engine::select_children(std::int32_t cluster) {
    const std::vector<std::int32_t>& all = tree().all_children(cluster);
    const std::int32_t wanted = tree().sequencing(cluster).randomization.select_count;
    if (wanted <= 0) return;
    std::vector<std::int32_t> chosen;
    auto missing = static_cast<std::size_t>(wanted);
    for (std::size_t i = 0; i < all.size() && missing > 0; ++i) {
        if (random(all.size() - i) >= missing) continue;
        chosen.push_back(all[i]);
        --missing;
    }
    store_.set_available_children(cluster, chosen);
    if (tracing()) note_children(cluster, "SR.1", "select");
}

// Randomize Children Process [SR.2]
void Engine::randomize_children(std::int32_t cluster) {
    if (!tree().sequencing(cluster).randomization.randomize_children) return;
    std::vector<std::int32_t> children = tree().available_children(cluster);
    for (std::size_t i = children.size(); i > 1; --i) {
        std::swap(children[i - 1], children[random(i)]);
    }
    store_.set_available_children(cluster, children);
    if (tracing()) note_children(cluster, "SR.2", "randomize");
}

}  // namespace scorm::sequencing
