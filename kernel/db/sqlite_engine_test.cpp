#include "db/test_support.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace tessera::kernel {
namespace {

using testing::TestDatabase;

DbFailure failure_of(const std::function<void()>& fn) {
    try {
        fn();
    } catch (const DbError& error) {
        return error.failure();
    }
    throw std::logic_error("no DbError was thrown");
}

std::string code_of(const std::function<void()>& fn) {
    try {
        fn();
    } catch (const Error& error) {
        return error.code();
    }
    return "nothing was thrown";
}

TEST(SqliteEngine, keeps_values_of_every_kind_as_they_were) {
    TestDatabase test;
    struct Thing;
    const std::string blob("\0\xff\0x", 4);
    test.db->change_schema([&](Transaction& tx) {
        test.db->run_script(
            tx, "create table v (i bigint, b integer, r real, t text, x blob, d text, n text)");
    });
    test.db->write([&](Transaction& tx) {
        tx.execute("insert into v values (?, ?, ?, ?, ?, ?, ?)", Id<Thing>{INT64_MIN}, true, 0.1,
                   "Grüße\n", Param::blob(blob), Date::of(2026, 2, 28),
                   std::optional<std::string>());
    });
    test.db->read([&](Reader& reader) {
        for (Row row : reader.query("select * from v")) {
            EXPECT_EQ(row.get<Id<Thing>>(0).value, INT64_MIN);
            EXPECT_TRUE(row.get<bool>(1));
            EXPECT_EQ(row.get<double>(2), 0.1);
            EXPECT_EQ(row.get<std::string>(3), "Grüße\n");
            EXPECT_EQ(row.get<std::string>(4), blob);
            EXPECT_EQ(row.get<Date>(5), Date::of(2026, 2, 28));
            EXPECT_EQ(row.get<std::optional<std::string>>(6), std::nullopt);
        }
    });
}

TEST(SqliteEngine, does_not_turn_an_empty_text_into_null) {
    TestDatabase test;
    test.db->write([](Transaction& tx) {
        tx.execute("insert into item values (1, ?, 1)", std::string_view());
    });
    EXPECT_EQ(
        test.db->read([](Reader& r) { return r.value<std::string>("select name from item"); }), "");
}

TEST(SqliteEngine, refuses_null_wrong_types_and_numbers_that_do_not_fit) {
    TestDatabase test;
    test.db->write([](Transaction& tx) { tx.execute("insert into item values (1, null, 300)"); });
    test.db->read([](Reader& reader) {
        const auto row = [&](auto get) { reader.first(get, "select id, name, size from item"); };
        EXPECT_EQ(failure_of([&] { row([](Row r) { return r.get<std::string>(1); }); }),
                  DbFailure::Type);
        EXPECT_EQ(failure_of([&] { row([](Row r) { return r.get<std::string>(0); }); }),
                  DbFailure::Type);
        EXPECT_EQ(failure_of([&] { row([](Row r) { return r.get<std::int8_t>(2); }); }),
                  DbFailure::Type);
        EXPECT_EQ(failure_of([&] { row([](Row r) { return r.get<int>(3); }); }), DbFailure::Type);
    });
    EXPECT_EQ(failure_of([&] {
                  test.db->write([](Transaction& tx) {
                      tx.execute("insert into item values (2, 'a', 'many')");
                  });
              }),
              DbFailure::Type);
}

TEST(SqliteEngine, tells_the_constraints_apart) {
    TestDatabase test;
    test.db->change_schema([&](Transaction& tx) {
        test.db->run_script(tx,
                            "create table part (item bigint not null references item(id),"
                            " size integer check (size > 0));");
    });
    const auto failure = [&](const char* sql) {
        return failure_of([&] { test.db->write([&](Transaction& tx) { tx.execute(sql); }); });
    };
    test.db->write([](Transaction& tx) { tx.execute("insert into item values (1, 'a', 1)"); });
    EXPECT_EQ(failure("insert into item values (1, 'b', 1)"), DbFailure::Unique);
    EXPECT_EQ(failure("insert into item values (2, 'a', 1)"), DbFailure::Unique);
    EXPECT_EQ(failure("insert into part values (9, 1)"), DbFailure::ForeignKey);
    EXPECT_EQ(failure("insert into part values (null, 1)"), DbFailure::NotNull);
    EXPECT_EQ(failure("insert into part values (1, 0)"), DbFailure::Check);
    EXPECT_EQ(failure("insert into nowhere values (1)"), DbFailure::Other);
}

TEST(SqliteEngine, returns_changed_rows_and_returning_rows) {
    TestDatabase test;
    test.db->write([](Transaction& tx) {
        EXPECT_EQ(tx.value<int>("insert into item values (7, 'a', 1), (8, 'b', 1) returning id"),
                  7);
        EXPECT_EQ(tx.execute("update item set size = 2"), 2);
        EXPECT_EQ(tx.execute("select * from item"), 0);
        // Nobody reads what this one returns.
        tx.query("insert into item values (9, 'c', 1) returning id");
        EXPECT_EQ(tx.execute("delete from item where id = ?", 4), 0);
    });
    EXPECT_EQ(test.count(), 3);
}

TEST(SqliteEngine, runs_the_same_statement_inside_itself) {
    TestDatabase test;
    test.db->write(
        [](Transaction& tx) { tx.execute("insert into item values (1, 'a', 1), (2, 'b', 2)"); });
    int pairs = 0;
    test.db->read([&](Reader& reader) {
        for ([[maybe_unused]] Row a : reader.query("select id from item")) {
            for ([[maybe_unused]] Row b : reader.query("select id from item")) ++pairs;
        }
    });
    EXPECT_EQ(pairs, 4);
}

TEST(SqliteEngine, keeps_the_text_of_temporaries_while_rows_are_read) {
    TestDatabase test;
    test.db->write([](Transaction& tx) {
        tx.execute("insert into item values (1, 'long enough for the heap, surely', 1)");
    });
    const auto temporary = [] { return std::string("long enough for the heap, surely"); };
    int rows = 0;
    test.db->read([&](Reader& reader) {
        for ([[maybe_unused]] Row row :
             reader.query("select id from item where name = ?", temporary()))
            ++rows;
    });
    EXPECT_EQ(rows, 1);
}

TEST(SqliteEngine, refuses_rows_read_after_their_transaction) {
    TestDatabase test;
    test.db->write([](Transaction& tx) { tx.execute("insert into item values (1, 'a', 1)"); });
    auto rows = test.db->read([](Reader& reader) { return reader.query("select id from item"); });
    EXPECT_EQ(failure_of([&] { rows.begin(); }), DbFailure::Other);
    test.db->write(
        [](Transaction& tx) { tx.execute("delete from item"); });  // the statement is free
}

TEST(SqliteEngine, reads_one_snapshot_whatever_is_written_meanwhile) {
    TestDatabase test;
    test.db->read([&](Reader& reader) {
        EXPECT_EQ(reader.value<int>("select count(*) from item"), 0);
        std::thread([&] {
            test.db->write(
                [](Transaction& tx) { tx.execute("insert into item values (1, 'a', 1)"); });
        }).join();
        EXPECT_EQ(reader.value<int>("select count(*) from item"), 0);
        EXPECT_EQ(test.count(), 0) << "a read inside a read joins its snapshot";
    });
    EXPECT_EQ(test.count(), 1);
}

TEST(SqliteEngine, refuses_what_would_wait_for_itself_or_miss_changes) {
    TestDatabase test;
    const auto write = [&] { test.db->write([](Transaction&) {}); };
    const auto read = [&] { test.db->read([](Reader&) {}); };
    EXPECT_EQ(code_of([&] { test.db->write([&](Transaction&) { write(); }); }), "database.nested");
    EXPECT_EQ(code_of([&] { test.db->write([&](Transaction&) { read(); }); }), "database.nested");
    EXPECT_EQ(code_of([&] { test.db->read([&](Reader&) { write(); }); }), "database.nested");
    write();
    read();
}

TEST(SqliteEngine, keeps_transaction_control_and_pragma_out_of_sql) {
    TestDatabase test;
    for (const char* sql :
         {"commit", "rollback", "begin", "savepoint a", "release job", "pragma foreign_keys = off",
          "attach 'other.db' as other", "select 1; select 2", ""}) {
        EXPECT_EQ(failure_of([&] { test.db->write([&](Transaction& tx) { tx.execute(sql); }); }),
                  DbFailure::Other)
            << sql;
    }
    EXPECT_EQ(failure_of([&] { test.db->read([](Reader& r) { r.query("delete from item"); }); }),
              DbFailure::Other);
    test.db->write([](Transaction& tx) { tx.execute("insert into item values (1, 'a', 1) ;\n "); });
    EXPECT_EQ(test.count(), 1);
}

TEST(SqliteEngine, refuses_a_wrong_number_of_values) {
    TestDatabase test;
    EXPECT_EQ(failure_of([&] { test.db->read([](Reader& r) { r.query("select ?, ?", 1); }); }),
              DbFailure::Other);
    EXPECT_EQ(failure_of([&] { test.db->read([](Reader& r) { r.query("select 1", 1); }); }),
              DbFailure::Other);
}

TEST(SqliteEngine, forgets_the_statements_used_longest_ago) {
    TestDatabase test;
    test.db->read([](Reader& reader) {
        for (int round = 0; round < 2; ++round) {
            for (int i = 0; i < 700; ++i)
                EXPECT_EQ(reader.value<int>("select " + std::to_string(i)), i);
        }
    });
}

TEST(SqliteEngine, counts_the_statements_of_a_thread_with_those_of_its_writes) {
    TestDatabase test;
    const auto before = statements_of_this_thread();
    test.db->write([](Transaction& tx) {
        tx.execute("insert into item values (1, 'a', 1)");
        tx.execute("update item set size = 2");
    });
    test.count();
    EXPECT_EQ(statements_of_this_thread() - before, 3U);
}

TEST(SqliteEngine, logs_slow_statements_and_slow_write_functions) {
    TestDatabase test({.slow_statement_ms = 20, .slow_write_ms = 20});
    test.db->write([](Transaction& tx) {
        tx.value<int>(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000000)"
            " select count(*) from n");
    });
    EXPECT_EQ(test.log.count("slow statement"), 1);
    EXPECT_EQ(test.log.count("slow write function"), 1);
}

TEST(SqliteEngine, makes_a_backup_that_is_a_database_and_never_overwrites) {
    TestDatabase test;
    test.db->write([](Transaction& tx) { tx.execute("insert into item values (1, 'a', 1)"); });
    const auto copy = test.folder.path() / "it's a copy.db";
    test.db->backup(copy);
    EXPECT_EQ(code_of([&] { test.db->backup(copy); }), "backup.exists");
    auto restored = open_sqlite({.file = copy}, test.log);
    EXPECT_EQ(restored->read([](Reader& r) { return r.value<int>("select count(*) from item"); }),
              1);
}

TEST(SqliteEngine, works_beside_another_program_on_the_same_file) {
    TestDatabase test;
    auto other = open_sqlite({.file = test.folder.path() / "test.db"}, test.log);
    const auto fill = [](Engine& db, int from) {
        for (int i = from; i < from + 200; ++i) {
            db.write(
                [&](Transaction& tx) { tx.execute("insert into item values (?, null, 1)", i); });
        }
    };
    std::thread thread([&] { fill(*other, 1000); });
    fill(*test.db, 0);
    thread.join();
    EXPECT_EQ(test.count(), 400);
}

TEST(SqliteEngine, answers_unavailable_once_it_is_closed) {
    TestDatabase test;
    test.db->close();
    EXPECT_EQ(code_of([&] { test.db->write([](Transaction&) {}); }), "database.closed");
    EXPECT_EQ(code_of([&] { test.db->read([](Reader&) {}); }), "database.closed");
}

TEST(SqliteEngine, moves_the_wal_into_the_database_when_nobody_writes) {
    TestDatabase test;
    test.db->write([](Transaction& tx) { tx.execute("insert into item values (1, 'a', 1)"); });
    // The database file alone, without its WAL.
    const auto copy = test.folder.path() / "copy.db";
    const auto rows_in_copy = [&] {
        std::filesystem::remove(copy);
        std::filesystem::copy_file(test.folder.path() / "test.db", copy);
        try {
            return open_sqlite({.file = copy}, test.log)->read([](Reader& r) {
                return r.value<int>("select count(*) from item").value_or(0);
            });
        } catch (const DbError&) {
            return 0;  // not even the table is there yet
        }
    };
    EXPECT_EQ(rows_in_copy(), 0);
    for (int i = 0; i < 100 && rows_in_copy() == 0; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    EXPECT_EQ(rows_in_copy(), 1);
}

}  // namespace
}  // namespace tessera::kernel
