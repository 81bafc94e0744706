#include "i18n/plural.hpp"

namespace tessera::kernel {

std::string_view plural_category(std::string_view locale, std::int64_t count) {
    if (locale == "cy") {
        switch (count) {
            case 0:
                return "zero";
            case 1:
                return "one";
            case 2:
                return "two";
            case 3:
                return "few";
            case 6:
                return "many";
            default:
                return "other";
        }
    }
    return count == 1 ? "one" : "other";
}

}  // namespace tessera::kernel
