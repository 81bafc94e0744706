// The operations that the other side must replay: everything that changed the session, in order.
//     ["l",t] launch  ["i",t] Initialize  ["s",t,element,value] SetValue  ["c",t] Commit
//     ["t",t] Terminate  ["u",t] unload  ["n",t,request,activity] navigate
#pragma once

#include "scorm/session.hpp"

namespace scorm {

class OperationLog {
public:
    /// Most that may wait to be taken, in bytes of element names and values.
    static constexpr std::size_t kMaxBytes = std::size_t{4} * 1024 * 1024;

    void add(char code, Millis now);
    void add_navigation(Navigation request, std::int32_t activity, Millis now);

    /// `replaceable` is the element's own address when only its last value counts, so that a value
    /// not yet taken gives way to the new one; else null.
    void add_set(std::string_view element, std::string_view value, const void* replaceable,
                 Millis now);

    /// False when a value of that size must be refused until some operations were taken.
    bool has_room(std::size_t bytes) const { return bytes_ + bytes <= kMaxBytes; }

    bool urgent() const { return urgent_; }

    /// All operations as a JSON array, or an empty text; none is left.
    std::string take();

private:
    struct Operation {
        char code;
        Millis time;
        std::string element;  ///< or the name of the navigation request
        std::string value;
        std::int32_t activity = -1;
        const void* replaceable = nullptr;
    };

    std::vector<Operation> operations_;
    std::size_t replaceable_from_ =
        0;  ///< values before this one belong to another session of content
    std::size_t bytes_ = 0;
    bool urgent_ = false;
};

}  // namespace scorm
