// The operations that the other side must replay: everything that changed the session, in order.
//     ["l",t] launch  ["i",t] Initialize  ["s",t,element,value] SetValue  ["c",t] Commit
//     ["t",t] Terminate  ["u",t] unload, ["u",t,1] because the page was gone  ["n",t,request,activity] navigate
// Between them stand observations, calls that changed nothing. The other side makes them again only
// to tell what they answered, and they are never refused:
//     ["g",t,element,count] GetValue  ["x",t,function,first,second,count,error] any other call
//     ["m",t,count] further calls
// `count` says how often the call was made in a row; `error` is there when it can't be made again.
#pragma once

#include "scorm/session.hpp"

namespace scorm {

namespace json {
class Writer;
}

class OperationLog {
public:
    /// Most that may wait to be taken, in bytes of element names and values.
    static constexpr std::size_t kMaxBytes = std::size_t{4} * 1024 * 1024;

    void add(char code, Millis now);
    void add_unload(bool gone, Millis now);
    void add_navigation(Navigation request, std::int32_t activity, Millis now);

    /// `replaceable` is the element's own address when only its last value counts, so that a value
    /// not yet taken gives way to the new one; else null.
    void add_set(std::string_view element, std::string_view value, const void* replaceable,
                 Millis now);

    /// A call that changed nothing. The same again is counted, and so are those beyond what is kept:
    /// content may make a hundred thousand. `error`: the code it gave when it can't be made again,
    /// else -1.
    void observe(Function function, std::string_view first, std::string_view second, int error,
                 Millis now);

    /// False when a value of that size must be refused until some operations were taken.
    bool has_room(std::size_t bytes) const { return bytes_ + bytes <= kMaxBytes; }

    bool urgent() const { return urgent_; }

    /// All operations as a JSON array; none is left. Observations alone are not worth a commit: then
    /// the text is empty, and they wait.
    std::string take();

private:
    /// Observations of ten seconds at most, and what they hold.
    static constexpr int kMostObserved = 100;
    static constexpr std::size_t kMostObservedBytes = 8192;
    static constexpr Millis kObservedFor = 10'000;

    struct Operation {
        char code;
        Millis time;
        std::string element;  ///< or the name of the navigation request, or the first argument
        std::string value;
        std::int32_t activity = -1;
        const void* replaceable = nullptr;
        Function function = Function::GetValue;
        std::int32_t error = -1;
        std::int64_t count = 1;

        bool observation() const { return code == 'g' || code == 'x' || code == 'm'; }
    };

    void write(json::Writer& out, const Operation& operation) const;

    std::vector<Operation> operations_;
    std::size_t replaceable_from_ =
        0;  ///< values before this one belong to another session of content
    std::size_t bytes_ = 0;
    bool urgent_ = false;
    bool worth_sending_ = false;

    Millis observed_since_ = 0;
    int observed_ = 0;
    std::size_t observed_bytes_ = 0;
    bool taken_since_ = true;      ///< observations begin anew only after some were taken
    std::size_t more_ = kNowhere;  ///< where further ones are counted
    static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
};

}  // namespace scorm
