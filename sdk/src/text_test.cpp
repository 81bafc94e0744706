#include "tessera/text.hpp"

#include "tessera/http.hpp"

#include <gtest/gtest.h>

namespace text = tessera::text;

TEST(Text, WhatNobodySeesIsNotThere) {
    for (const char* hidden : {"\u200B", "\u2060", "\uFEFF", "\u00AD", "\u200E", "\u200F", "\u202A",
                               "\u202E", "\u2066", "\u2069", "\u061C", "\u200C", "\u200D", "\u115F",
                               "\u3164", "\U000E0041", "\uFE0F", "\u0007", "\u0090"}) {
        EXPECT_EQ(text::line(std::string("An") + hidden + "na"), "Anna");
        EXPECT_EQ(text::line(std::string(hidden) + "Anna" + hidden), "Anna");
    }
}

TEST(Text, EveryBlankIsASpace) {
    for (const char* blank : {" ", "\t", "\u00A0", "\u2003", "\u2009", "\u202F", "\u3000", "\u1680",
                              "\u2800", "\n", "\r\n", "\u2028", "\u0085", " \u00A0\n "}) {
        EXPECT_EQ(text::line(std::string("Mary") + blank + "Ann" + blank), "Mary Ann");
    }
    EXPECT_EQ(text::line(" \u00A0\u200B "), "");
}

TEST(Text, TwoWaysToWriteALetterAreOne) {
    EXPECT_EQ(text::line("Mu\u0308ller"), "M\u00FCller");
    EXPECT_EQ(text::line("M\u00FCller"), "M\u00FCller");
    EXPECT_EQ(text::line("\u212B"), "\u00C5");
    EXPECT_EQ(text::line("a\u0301\u0323"), text::line("a\u0323\u0301"));
}

TEST(Text, JoinersStayWhereLettersNeedThem) {
    EXPECT_EQ(text::line("\u0646\u0627\u0645\u0647\u200C\u0627\u06CC"),
              "\u0646\u0627\u0645\u0647\u200C\u0627\u06CC");
    EXPECT_EQ(text::line("\u2764\uFE0F"), "\u2764\uFE0F");
}

TEST(Text, LinesStayInLongText) {
    EXPECT_EQ(text::lines(" One\r\ntwo\u2028three \n\n"), "One\ntwo\nthree");
    EXPECT_EQ(text::lines("a\u00A0 b\uFEFF"), "a  b");
}

TEST(Text, KeysAreEqualWhenNamesLookTheSame) {
    EXPECT_EQ(text::key("Ward\u00A07"), text::key("WARD  7\u200B"));
    EXPECT_EQ(text::key("STRA\u00DFE"), text::key("strasse"));
    EXPECT_EQ(text::key("\uFF21\uFF22"), "ab");
    EXPECT_NE(text::key("Ann"), text::key("Anna"));
}

TEST(Text, AddressesAndNumbersHaveNoBlanks) {
    EXPECT_EQ(text::compact_key("\uFEFFAmara@X.example\u200B"), "amara@x.example");
    EXPECT_EQ(text::compact_key("\uFF21\uFF22 \uFF11\uFF12 \u0663\u0664"), "ab1234");
    EXPECT_EQ(text::compact_key("TP 4821\u20139037\u221215"), "tp4821-9037-15");
}

TEST(Text, SearchingIgnoresAccentsAndCapitals) {
    EXPECT_EQ(text::search_key("Si\u00E2n \u0174yn-\u0176stwyth O'Brien"),
              "sian wynystwyth obrien");
    EXPECT_EQ(text::search_key("Sia\u0302n"), text::search_key("SI\u00C2N"));
    EXPECT_EQ(text::search_key("\u0141ukasz \u00C6r\u00F8 Stra\u00DFe \u00DE\u00F3r"),
              "lukasz aero strasse thor");
    EXPECT_EQ(text::search_key("\u041B\u0418"), "\u043B\u0438");
    EXPECT_EQ(text::search_key("\u0E01\u0E34"), "\u0E01\u0E34");
}

TEST(Text, NormalFormsAreStable) {
    for (const char* sample :
         {"Mu\u0308ller\u200B  x", "\uFB01 \u2460\u00BD", "\u0130I\u0131i", "\u1E9E", "\u00A8a"}) {
        EXPECT_EQ(text::line(text::line(sample)), text::line(sample));
        EXPECT_EQ(text::key(text::key(sample)), text::key(sample));
        EXPECT_EQ(text::search_key(text::search_key(sample)), text::search_key(sample));
    }
}

TEST(Text, WhatIsNotUtf8StaysAsItIs) { EXPECT_EQ(text::line("\xC3"), "\xC3"); }

TEST(Form, ValuesAreInNormalFormAndAsSent) {
    tessera::Form form;
    form.fields = {{"name", "Mu\u0308l\nler\uFEFF"},
                   {"password", " a\u00A0b "},
                   {"summary", "one\r\ntwo\u200B"},
                   {"name", " x\u00A0y "}};
    form.normalise();
    EXPECT_EQ(form["name"], "M\u00FCl ler");
    EXPECT_EQ(form.all("name").at(1), "x y");
    EXPECT_EQ(form.lines("summary"), "one\ntwo");
    EXPECT_EQ(form.fields[1].second, " a\u00A0b ");
    EXPECT_EQ(form["absent"], "");
}
