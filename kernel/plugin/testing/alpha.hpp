// What the test plugin "alpha" gives to others.
#pragma once

#include "tessera/tessera.hpp"

namespace alpha {

class Greeter {
public:
    static constexpr const char* kId = "alpha.greeter/1";
    virtual ~Greeter() = default;
    virtual std::string greet(const std::string& name) = 0;
};

struct Greeted {
    static constexpr const char* kId = "alpha.greeted/1";
    std::int64_t number = 0;
    std::int64_t subject() const { return number; }
    template <class V>
    void fields(V& v) {
        v("number", number);
    }
};

struct MayGreet {
    static constexpr const char* kId = "alpha.may-greet/1";
    std::string name;
    std::int64_t number = 0;  ///< the subject
};

}  // namespace alpha
