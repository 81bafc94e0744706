#include "tessera/csv.hpp"

#include <gtest/gtest.h>

namespace tessera {
namespace {

TEST(Csv, a_field_is_quoted) {
    EXPECT_EQ(csv_field(""), "\"\"");
    EXPECT_EQ(csv_field("Ward 7"), "\"Ward 7\"");
    EXPECT_EQ(csv_field("a,b;c\r\nd"), "\"a,b;c\r\nd\"");
    EXPECT_EQ(csv_field("the \"blue\" ward"), "\"the \"\"blue\"\" ward\"");
    EXPECT_EQ(csv_field("D'Arcy = x"), "\"D'Arcy = x\"");
    EXPECT_EQ(csv_field(" Ward"), "\" Ward\"");
    EXPECT_EQ(csv_field("\xC3\xA9mile"), "\"\xC3\xA9mile\"");
}

TEST(Csv, no_field_is_a_formula_of_a_spreadsheet) {
    for (const char* sign :
         {"=", "+", "-", "@", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0",
          "\xEF\xB9\xA6", "\xEF\xB9\xA2", "\xEF\xB9\xA3", "\xEF\xB9\xAB", "\xE2\x88\x92"}) {
        // Nothing, blanks, line ends, no-break and wide blanks, a byte order mark, a zero-width space, a mark of direction, a soft hyphen.
        for (const char* before : {"", " ", "  \t", "\r", "\n", "\r\n", "\v", "\f", "\x01", "\x7F",
                                   "\xC2\xA0", "\xE3\x80\x80", "\xEF\xBB\xBF", "\xE2\x80\x8B",
                                   "\xE2\x80\x8F", "\xC2\xAD", " \xE2\x81\xA0 "}) {
            const std::string text = before + std::string(sign) + "HYPERLINK(1)";
            EXPECT_EQ(csv_field(text), "\"'" + text + "\"") << text;
        }
    }
    EXPECT_EQ(csv_field(std::string_view("\0=1", 3)), std::string("\"'\0=1\"", 6));
    for (const char* text : {"\ttext", "\rtext", "\ntext", "-", "=", "-5", "+44 20 7946 0000"})
        EXPECT_EQ(csv_field(text)[1], '\'') << text;
    EXPECT_EQ(csv_field("=\"a\""), "\"'=\"\"a\"\"\"");
}

TEST(Csv, broken_text_is_no_trouble) {
    for (const char* text : {"\xFF=", "\xC2", "\xE2\x80", "\xF0\x9F", "\x80=", "   "})
        EXPECT_EQ(csv_field(text), '"' + std::string(text) + '"');
}

}  // namespace
}  // namespace tessera
