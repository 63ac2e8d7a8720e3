"""SQLite by itself, in microseconds.
    series.py fill FILE SERIES START COUNT   points, one each second
    series.py append FILE ROUNDS             one durable row at a time
    series.py range FILE SERIES SINCE UNTIL  a day in hours
    series.py mean FILE SERIES               all points once
"""

import sqlite3
import sys
import time


def clock(rounds, work):
    times = []
    for index in range(rounds):
        start = time.perf_counter()
        work(index)
        times.append((time.perf_counter() - start) * 1e6)
    return sorted(times)[rounds // 2]


def main(verb, path, *words):
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    numbers = [int(word) for word in words]
    if verb == "fill":
        series, start, count = numbers
        db.execute("BEGIN")
        db.executemany("INSERT INTO points VALUES (?, ?, ?)",
                       ((series, (start + i) * 1000, i % 997 / 7) for i in range(count)))
        db.execute("UPDATE series SET points = ? WHERE id = ?", (count, series))
        db.execute("COMMIT")
    elif verb == "append":
        db.execute("CREATE TABLE IF NOT EXISTS bench (time INTEGER PRIMARY KEY, value)")
        print(clock(numbers[0], lambda i: db.execute("INSERT INTO bench VALUES (?, 1.5)", (i,))))
    elif verb == "mean":
        sql = "SELECT avg(value) FROM points WHERE series = ?"
        print(clock(20, lambda _: db.execute(sql, numbers).fetchall()))
    else:
        series, since, until = numbers
        sql = ("SELECT time / 3600000, avg(value) FROM points WHERE series = ? "
               "AND time BETWEEN ? AND ? GROUP BY 1")
        print(clock(20, lambda _: db.execute(sql, (series, since * 1000, until * 1000)).fetchall()))


main(*sys.argv[1:])
