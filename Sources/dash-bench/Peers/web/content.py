"""The 12 blocks that every dashboard of this comparison shows: three numbers, three lists, three tables, three charts.
A block is a title, a kind, and its rows; the first number is the one that changes."""

import datetime
import math

#: What the number says that changes, before it does.
BEGIN = 100_001

PLACES = ["Ajax", "Benfica", "Celtic", "Dynamo", "Everton", "Feyenoord", "Galatasaray", "Hertha", "Inter", "Juventus"]
START = datetime.datetime(2026, 11, 1, tzinfo=datetime.timezone.utc)


def rows_of_list(number):
    return [{"title": f"{place} and what was said of it on day {number}", "note": f"{12 * (index + number)} points"}
            for index, place in enumerate(PLACES)]


def rows_of_table(number):
    return [{"name": place, "played": 12 + number, "won": (index * 7 + number) % 12, "points": 40 - 3 * index}
            for index, place in enumerate(PLACES)]


def rows_of_chart(number):
    return [{"at": (START + datetime.timedelta(hours=hour)).strftime("%Y-%m-%dT%H:%M:%SZ"),
             "value": round(20 + number + 5 * math.sin(hour / (4 + number)), 2)} for hour in range(48)]


BLOCKS = [
    {"title": "Visitors", "kind": "number", "value": BEGIN},
    {"title": "Open orders", "kind": "number", "value": 48_210},
    {"title": "Storage used", "kind": "number", "value": 7_312},
    *({"title": f"News {number}", "kind": "list", "rows": rows_of_list(number)} for number in (1, 2, 3)),
    *({"title": f"League {number}", "kind": "table", "rows": rows_of_table(number)} for number in (1, 2, 3)),
    {"title": "Temperature", "kind": "line", "rows": rows_of_chart(1)},
    {"title": "Load", "kind": "line", "rows": rows_of_chart(2)},
    {"title": "Rain", "kind": "bar", "rows": rows_of_chart(3)[:24]},
]
