#include "rows.hpp"

#include <nlohmann/json.hpp>

namespace tessera::compliance {

std::string distance(const Request& request, int days) {
    if (days < 28) return request.t("compliance.in-days", {{"count", std::to_string(days)}});
    return request.t("compliance.in-weeks", {{"count", std::to_string((days + 3) / 7)}});
}

std::string name_of(const Request& request, const Line& line) {
    if (line.level == 0) return line.competency.name;
    return request.t("compliance.name-level",
                     {{"name", line.competency.name}, {"level", std::to_string(line.level)}});
}

Json status_data(const Request& request, Host& host, Status status, std::optional<Date> last_day,
                 Date today) {
    const auto date = last_day ? host.messages().date(request.locale(), *last_day) : std::string();
    switch (status) {
        case Status::Never:
            return {{"colour", "red"},
                    {"icon", "dash-circle-fill"},
                    {"tile", "dash-lg"},
                    {"status", request.t("compliance.never")},
                    {"short", request.t("compliance.never-short")}};
        case Status::Expired:
            return {{"colour", "red"},
                    {"icon", "x-octagon-fill"},
                    {"tile", "x-lg"},
                    {"status", request.t("compliance.expired-on", {{"date", date}})},
                    {"short", request.t("compliance.expired")}};
        case Status::ExpiresSoon:
            return {{"colour", "amber"},
                    {"icon", "clock-fill"},
                    {"tile", "clock"},
                    {"status", request.t("compliance.expires-on",
                                         {{"date", date},
                                          {"distance", distance(request, *last_day - today)}})},
                    {"short", request.t("compliance.expires-soon")}};
        case Status::InDate:
            return {{"colour", "green"},
                    {"icon", "check-circle-fill"},
                    {"tile", "check-lg"},
                    {"status", last_day ? request.t("compliance.until", {{"date", date}})
                                        : request.t("compliance.for-ever")},
                    {"short", request.t("compliance.in-date")}};
        case Status::NotRequired:
            break;
    }
    return {{"colour", "blue"},
            {"icon", "plus-circle-fill"},
            {"tile", "plus-lg"},
            {"status", last_day ? request.t("compliance.until", {{"date", date}})
                                : request.t("compliance.for-ever")},
            {"short", request.t("compliance.held")}};
}

}  // namespace tessera::compliance
