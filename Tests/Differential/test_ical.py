"""Our calendars beside recurring-ical-events: a thousand generated ones, every event of a span."""

import datetime as dt
import random

import calendars
import comparison

CASES = 1000
SEED = 20260105


def shown(one):
    start, end, title = one
    return "{} to {} {}".format(
        *(dt.datetime.fromtimestamp(moment, dt.timezone.utc).strftime("%Y-%m-%dT%H:%MZ") for moment in (start, end)),
        title)


def difference(ours, theirs):
    """The first event that only one of them has, and how many more there are; None when they agree."""
    only = [("ours alone", one) for one in ours if one not in theirs]
    only += [("theirs alone", one) for one in theirs if one not in ours]
    if not only:
        # The same event twice is a disagreement as well.
        return None if len(ours) == len(theirs) else f"ours has {len(ours)}, theirs {len(theirs)}"
    first = min(only, key=lambda one: one[1])
    return f"{first[0]}: {shown(first[1])}; {len(only)} in all"


def test_events_are_those_of_recurring_ical_events():
    # Each case has a seed of its own: a change of the generator moves none to another number.
    cases = [calendars.calendar(random.Random(f"{SEED}/{case}")) for case in range(CASES)]
    results = comparison.run_scripts([
        f"""
        local calendar = require("ical").parse({comparison.lua(text)},
          {{ from = {int(first.timestamp())}, to = {int(last.timestamp())}, zone = "UTC", limit = 10000 }})
        return require("list").map(calendar.events, function(event)
          return {{ event.start, event.finish, event.title }}
        end)
        """ for text, first, last in cases])
    found, events = [], 0
    for case, (text, first, last) in enumerate(cases):
        theirs = calendars.theirs(text, first, last)
        events += len(theirs)
        ours = results[case]
        if isinstance(ours, dict):
            found.append((case, ours["failure"]))
            continue
        told = difference(sorted(tuple(one) for one in ours), theirs)
        if told:
            found.append((case, told))
    # A generator that makes nothing would agree as well.
    assert events > 5 * CASES
    comparison.assert_all_judged("ical", found, [f"{first} to {last}\n{text}" for text, first, last in cases])
