#include "tessera/note.hpp"

#include <nlohmann/json.hpp>

namespace tessera {

Response redirect_with(std::string location, const Note& note) {
    Json args = Json::array();
    for (const auto& [name, value] : note.args) args.push_back({name, value});
    const Json document = {
        {"key", note.key}, {"args", args}, {"undo", note.undo}, {"sealed", note.sealed}};
    auto response = Response::redirect(std::move(location));
    response.header(std::string(kNoteHeader),
                    document.dump(-1, ' ', true, Json::error_handler_t::replace));
    return response;
}

}  // namespace tessera
