#include "db/migrations.hpp"

#include "db/ddl.hpp"
#include "db/test_support.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace tessera::kernel {
namespace {

class Migrations : public ::testing::Test {
protected:
    void put(const std::string& name, const std::string& sql) {
        std::ofstream(folder_.path() / name) << sql;
    }
    std::vector<std::string> run() { return migrate(*test_.db, clock_, "shop", folder_.path()); }
    std::string refusal() {
        try {
            run();
        } catch (const Error& error) {
            return error.code() + ": " + error.what();
        }
        return "not refused";
    }
    bool has_table(const std::string& name) {
        return test_.db->read([&](Reader& r) {
            return r.value<int>("select count(*) from sqlite_schema where name = ?", name) == 1;
        });
    }

    testing::TestDatabase test_;
    testing::TemporaryFolder folder_;
    ManualClock clock_{Instant{1'800'000'000'000}};
};

TEST_F(Migrations, are_applied_once_and_in_order) {
    put("0002_more.sql", "insert into a values (1);");
    put("0001_first.sql", "create table a (id bigint primary key);");
    EXPECT_EQ(run(), (std::vector<std::string>{"0001_first.sql", "0002_more.sql"}));
    EXPECT_TRUE(run().empty());
    put("0003_third.sql", "insert into a values (2); -- the last\n");
    EXPECT_EQ(run(), std::vector<std::string>{"0003_third.sql"});
}

TEST_F(Migrations, take_the_file_of_the_engine_where_there_is_one) {
    put("0001_a.sqlite.sql", "create table for_sqlite (id integer);");
    put("0001_a.postgres.sql", "create table for_postgres (id integer);");
    run();
    EXPECT_TRUE(has_table("for_sqlite"));
    EXPECT_FALSE(has_table("for_postgres"));
}

TEST_F(Migrations, refuse_an_edited_file_and_change_nothing) {
    put("0001_a.sql", "create table a (id integer);");
    run();
    put("0001_a.sql", "create table a (id integer, name text);");
    put("0002_b.sql", "create table b (id integer);");
    EXPECT_EQ(refusal(),
              "migration.edited: shop: 0001_a.sql was edited after it was applied. Put it back and "
              "write a new "
              "migration instead.");
    EXPECT_FALSE(has_table("b"));
}

TEST_F(Migrations, refuse_a_database_of_a_newer_version) {
    put("0001_a.sql", "create table a (id integer);");
    put("0002_b.sql", "create table b (id integer);");
    run();
    std::filesystem::remove(folder_.path() / "0002_b.sql");
    EXPECT_NE(refusal().find("migration.missing: shop: the database has 0002_b.sql"),
              std::string::npos);
}

TEST_F(Migrations, refuse_gaps_doubles_and_odd_names) {
    put("0002_b.sql", "create table b (id integer);");
    EXPECT_NE(refusal().find("migration.gap"), std::string::npos);
    put("0001_a.sql", "create table a (id integer);");
    put("0002_c.sqlite.sql", "create table c (id integer);");
    EXPECT_NE(refusal().find("migration.duplicate"), std::string::npos);
    std::filesystem::remove(folder_.path() / "0002_c.sqlite.sql");
    for (const char* name :
         {"1_a.sql", "0003-a.sql", "abcd_a.sql", "0003_a.mysql.sql", "0000_a.sql", "0003_.sql"}) {
        put(name, "");
        EXPECT_NE(refusal().find("migration.name"), std::string::npos) << name;
        std::filesystem::remove(folder_.path() / name);
    }
}

TEST_F(Migrations, leave_nothing_of_a_file_that_fails) {
    put("0001_a.sql", "create table a (id integer); insert into a values (1); create tabel b;");
    EXPECT_NE(refusal().find("migration.failed: shop: 0001_a.sql could not be applied"),
              std::string::npos);
    EXPECT_FALSE(has_table("a"));
    put("0001_a.sql", "create table a (id integer);");
    EXPECT_EQ(run().size(), 1U);
}

TEST_F(Migrations, can_rebuild_a_table_that_others_refer_to) {
    put("0001_a.sql",
        "create table a (id bigint primary key, old text); create table b (a bigint references "
        "a(id));"
        "insert into a values (1, 'x'); insert into b values (1);");
    put("0002_b.sql",
        "create table a_new (id bigint primary key); insert into a_new select id from a;"
        "drop table a; alter table a_new rename to a;");
    EXPECT_EQ(run().size(), 2U);
    EXPECT_THROW(test_.db->write([](Transaction& tx) { tx.execute("insert into b values (2)"); }),
                 DbError);
    put("0003_c.sql", "delete from a;");
    EXPECT_NE(refusal().find("rows without what they refer to, from b to a"), std::string::npos);
}

TEST_F(Migrations, need_no_folder) {
    EXPECT_TRUE(migrate(*test_.db, clock_, "empty", folder_.path() / "none").empty());
}

TEST(SqliteDdl, makes_tables_strict_and_bigint_integer) {
    EXPECT_EQ(sqlite_ddl("CREATE TABLE a (id BIGINT PRIMARY KEY, t text)\n-- end;\n;"),
              "CREATE TABLE a (id integer PRIMARY KEY, t text) strict\n-- end;\n;");
    EXPECT_EQ(sqlite_ddl("create table if not exists a (id integer)"),
              "create table if not exists a (id integer) strict");
    EXPECT_EQ(sqlite_ddl("create table a (id integer) strict;"),
              "create table a (id integer) strict;");
    EXPECT_EQ(sqlite_ddl("create table a (id integer) without rowid;"),
              "create table a (id integer) without rowid;");
    EXPECT_EQ(sqlite_ddl("create temp table a as select 1;"), "create temp table a as select 1;");
}

TEST(SqliteDdl, leaves_everything_else_alone) {
    for (const char* sql : {"insert into a values ('create table b (c bigint);', \"bigint\");",
                            "/* bigint; */ select 1", "create index table_i on a (b);",
                            "-- create table a (b bigint);", "'unfinished"}) {
        EXPECT_EQ(sqlite_ddl(sql), sql);
    }
}

}  // namespace
}  // namespace tessera::kernel
