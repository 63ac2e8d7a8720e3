"""Generated calendars, and what recurring-ical-events finds in them."""

import datetime as dt

import icalendar
import recurring_ical_events

UTC = dt.timezone.utc
ZONES = ["Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Kolkata"]
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def some(rng, values, most):
    return rng.sample(values, rng.randint(1, min(most, len(values))))


def joined(values):
    return ",".join(str(value) for value in values)


def rule(rng, kind):
    """A rule of repetition of any form that the RFC allows for a start of that kind."""
    frequency = rng.choice(["DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY"]
                           + (["HOURLY"] if kind != "date" else []))
    parts = [f"FREQ={frequency}"]
    if rng.random() < 0.4:
        parts.append(f"INTERVAL={rng.choice([1, 2, 3, 4, 6, 12])}")
    if frequency == "WEEKLY" and rng.random() < 0.6:
        parts.append("BYDAY=" + joined(some(rng, DAYS, 4)))
        if rng.random() < 0.4:
            parts.append("WKST=" + rng.choice(["MO", "SU"]))
    elif frequency == "MONTHLY" and rng.random() < 0.7:
        form = rng.randrange(3)
        if form == 0:
            parts.append("BYMONTHDAY=" + joined(some(rng, [1, 2, 10, 15, 28, 29, 30, 31, -1, -2, -15], 3)))
        elif form == 1:
            parts.append("BYDAY=" + joined(f"{rng.choice(['', 1, 2, 3, 4, 5, -1, -2])}{day}"
                                           for day in some(rng, DAYS, 3)))
        else:
            parts.append("BYDAY=" + joined(some(rng, DAYS, 5)))
            parts.append("BYSETPOS=" + joined(some(rng, [1, 2, 3, -1, -2], 2)))
        if rng.random() < 0.2:
            parts.append("BYMONTH=" + joined(some(rng, list(range(1, 13)), 4)))
    elif frequency == "YEARLY" and rng.random() < 0.8:
        form = rng.randrange(5)
        if form == 0:
            parts.append("BYMONTH=" + joined(some(rng, list(range(1, 13)), 3)))
        elif form == 1:
            parts.append("BYMONTH=" + joined(some(rng, list(range(1, 13)), 3)))
            parts.append("BYDAY=" + joined(f"{rng.choice([1, 2, 3, -1])}{day}" for day in some(rng, DAYS, 2)))
        elif form == 2:
            parts.append("BYYEARDAY=" + joined(some(rng, [1, 59, 60, 100, 200, 300, 365, 366, -1, -60], 3)))
        elif form == 3:
            parts.append("BYWEEKNO=" + joined(some(rng, [1, 5, 20, 30, 52, 53, -1], 2)))
            parts.append("BYDAY=" + joined(some(rng, DAYS, 2)))
        else:
            parts.append("BYMONTH=" + joined(some(rng, list(range(1, 13)), 3)))
            parts.append("BYMONTHDAY=" + joined(some(rng, [1, 13, 15, 29, 31, -1], 2)))
    elif frequency == "DAILY" and rng.random() < 0.4:
        parts.append("BYDAY=" + joined(some(rng, DAYS, 4)))
    elif frequency == "HOURLY":
        parts[1:] = [f"INTERVAL={rng.choice([5, 6, 12, 36])}"]
    if kind != "date" and frequency in ("DAILY", "WEEKLY") and rng.random() < 0.1:
        parts.append("BYHOUR=" + joined(sorted(some(rng, [0, 6, 9, 14, 23], 3))))
    return parts


def written(moment, kind, zone):
    """The parameters and the value of a property for a moment."""
    if kind == "date":
        return ";VALUE=DATE:" + moment.strftime("%Y%m%d")
    text = moment.strftime("%Y%m%dT%H%M%S")
    return {"utc": f":{text}Z", "floating": f":{text}", "zone": f";TZID={zone}:{text}"}[kind]


def event(rng, number):
    kind = rng.choice(["date", "utc", "floating", "zone", "zone", "zone"])
    zone = rng.choice(ZONES)
    start = dt.datetime(rng.choice([2024, 2025, 2026, 2026]), 1, 1) + dt.timedelta(
        days=rng.randrange(365), minutes=0 if kind == "date" else 15 * rng.randrange(96))
    length = dt.timedelta(days=rng.choice([1, 1, 2, 5])) if kind == "date" else dt.timedelta(
        minutes=rng.choice([0, 30, 60, 90, 600, 1500]))
    lines = [f"UID:{number}", "DTSTAMP:20260101T000000Z", f"SUMMARY:Event {number}",
             "DTSTART" + written(start, kind, zone)]
    form = rng.randrange(3)
    if form == 0:
        lines.append("DTEND" + written(start + length, kind, zone))
    elif form == 1:
        minutes = int(length.total_seconds()) // 60
        lines.append(f"DURATION:P{minutes // 1440}D" if kind == "date" else rng.choice(
            [f"DURATION:PT{minutes}M", f"DURATION:PT{minutes // 60}H{minutes % 60}M", "DURATION:P1D", "DURATION:P1W",
             "DURATION:P1DT2H"]))
    extra = []
    if rng.random() < 0.75:
        parts = rule(rng, kind)
        end = rng.random()
        if end < 0.3:
            parts.append(f"COUNT={rng.randint(1, 40)}")
        elif end < 0.6:
            # RFC 5545, 3.3.10: UNTIL is a date with a date, local with local time, else UTC.
            limit = start + dt.timedelta(days=rng.randrange(500), hours=rng.randrange(24))
            form = "date" if rng.random() < 0.05 else "utc" if kind == "zone" else kind
            parts.append("UNTIL=" + written(limit, form, None).split(":")[1])
        lines.append("RRULE:" + ";".join(parts))
        step = {"DAILY": 1, "WEEKLY": 7}.get(parts[0][5:], 0)
        if rng.random() < 0.3:
            for _ in range(rng.randint(1, 3)):
                gone = start + dt.timedelta(days=step * rng.randrange(12))
                lines.append("EXDATE" + written(gone, kind, zone))
        if rng.random() < 0.2:
            more = start + dt.timedelta(days=rng.randrange(200), minutes=0 if kind == "date" else 45)
            lines.append("RDATE" + written(more, kind, zone))
        if step and len(parts) == 1 and rng.random() < 0.5:
            moved = start + dt.timedelta(days=step * rng.randrange(1, 10))
            to = moved + (dt.timedelta(days=1) if kind == "date" else dt.timedelta(minutes=75))
            extra = ["BEGIN:VEVENT", f"UID:{number}", "DTSTAMP:20260101T000000Z",
                     f"SUMMARY:Event {number} moved", rng.choice(["STATUS:CONFIRMED", "STATUS:TENTATIVE"]), "RECURRENCE-ID" + rng.choice(["", "", ";RANGE=THISANDFUTURE"]) + written(moved, kind, zone),
                     "DTSTART" + written(to, kind, zone), "END:VEVENT"]
    return ["BEGIN:VEVENT", *lines, "END:VEVENT", *extra]


def calendar(rng):
    """A calendar and a span: `(text, from, to)`."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN"]
    for number in range(rng.choice([1, 1, 1, 2])):
        lines += event(rng, number)
    lines.append("END:VCALENDAR")
    first = dt.datetime(2026, 1, 1, tzinfo=UTC) + dt.timedelta(days=rng.randrange(200))
    return "\r\n".join(lines) + "\r\n", first, first + dt.timedelta(days=rng.choice([1, 7, 31, 120]))


def seconds(moment):
    """A date is midnight of UTC, and so is a local time read, as ours is with the zone UTC."""
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime(moment.year, moment.month, moment.day)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return int(moment.timestamp())


def theirs(text, first, last):
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(first, last)
    return sorted((seconds(one.start), seconds(one.end), str(one["SUMMARY"])) for one in found)
