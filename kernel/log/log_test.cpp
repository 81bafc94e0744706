#include "log/log.hpp"

#include "time/clock.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <unistd.h>

namespace tessera::kernel {
namespace {

class LogLines : public ::testing::Test {
protected:
    std::string line() {
        char buffer[65536];
        const auto size = ::read(pipe_.ends[0], buffer, sizeof buffer);
        return std::string(buffer, static_cast<std::size_t>(size));
    }

    struct Pipe {
        Pipe() { EXPECT_EQ(::pipe(ends), 0); }
        ~Pipe() {
            ::close(ends[0]);
            ::close(ends[1]);
        }
        int ends[2] = {};
    };

    Pipe pipe_;
    ManualClock clock_{Instant{1'795'000'000'123}};
    JsonLog log_{clock_, LogLevel::Info, pipe_.ends[1]};
};

TEST_F(LogLines, are_one_json_object_each) {
    log_.info("started \"it\"\n", {{"port", "8080"}});
    EXPECT_EQ(line(),
              "{\"time\":\"2026-11-18T11:06:40.123Z\",\"level\":\"info\",\"message\":\"started "
              "\\\"it\\\"\\n\","
              "\"port\":\"8080\"}\n");
}

TEST_F(LogLines, carry_the_request_of_their_thread) {
    {
        const LogScope outer("r1");
        {
            const LogScope inner("r2");
            log_.warning("in");
        }
        log_.error("out");
    }
    log_.info("after");
    const std::string text = line();
    EXPECT_NE(text.find("\"in\",\"request\":\"r2\""), std::string::npos) << text;
    EXPECT_NE(text.find("\"out\",\"request\":\"r1\""), std::string::npos);
    EXPECT_NE(text.find("\"after\"}"), std::string::npos);
}

TEST_F(LogLines, survive_broken_text_and_cut_long_values) {
    log_.info("bad \xff\xc3", {{"long", std::string(10000, 'x')}});
    const std::string text = line();
    EXPECT_TRUE(Json::accept(text)) << text;
    EXPECT_LT(text.size(), 5000U);
}

TEST_F(LogLines, below_the_least_level_are_left_out) {
    log_.write(LogLevel::Debug, "hidden");
    log_.set_least(LogLevel::Debug);
    log_.write(LogLevel::Debug, "shown");
    EXPECT_EQ(line().find("hidden"), std::string::npos);
}

}  // namespace
}  // namespace tessera::kernel
