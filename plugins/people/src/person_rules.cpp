#include "person_rules.hpp"

#include "numbers.hpp"
#include "tessera/text.hpp"

#include <algorithm>

namespace tessera::people {

namespace {

constexpr std::size_t kMaxName = 100;

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '<' || c == '>';
    });
}

void check_name(std::vector<Problem>& problems, const std::string& name, const std::string& field) {
    if (name.empty()) {
        problems.push_back({field, "people.error." + field + "-missing"});
    } else if (text::length(name) > kMaxName || has_control(name)) {
        problems.push_back({field, "people.error.name-unfit"});
    }
}

}  // namespace

std::vector<Problem> normalise(NewPerson& person, Date today) {
    std::vector<Problem> problems;
    person.given_name = text::line(person.given_name);
    person.family_name = text::line(person.family_name);
    check_name(problems, person.given_name, "given_name");
    check_name(problems, person.family_name, "family_name");

    person.email = text::line(person.email);
    if (!person.email.empty()) {
        if (auto email = parse_email(person.email))
            person.email = *email;
        else
            problems.push_back({"email", "people.error.email"});
    }
    person.national_insurance = text::line(person.national_insurance);
    if (!person.national_insurance.empty()) {
        if (auto number = parse_national_insurance(person.national_insurance)) {
            person.national_insurance = *number;
        } else {
            problems.push_back({"national_insurance", "people.error.national-insurance"});
        }
    }
    if (person.date_of_birth &&
        (*person.date_of_birth > today || *person.date_of_birth < Date::of(1900, 1, 1))) {
        problems.push_back({"date_of_birth", "people.error.date-of-birth"});
    }
    if (person.type != "employee" && person.type != "applicant" && person.type != "external") {
        problems.push_back({"type", "people.error.type"});
    }
    return problems;
}

bool acceptable_start(Date start, Date today) {
    return start >= Date::of(1950, 1, 1) && start <= today.plus_months(24);
}

bool is_colour(std::string_view text) {
    return text.size() == 7 && text[0] == '#' &&
           std::all_of(text.begin() + 1, text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
           });
}

bool is_mark(std::string_view text) {
    constexpr std::string_view kAllowed = "MmLlHhVvCcSsQqTtAaZz0123456789.,- e";
    return text.size() <= 4000 && text.find_first_not_of(kAllowed) == std::string_view::npos;
}

}  // namespace tessera::people
