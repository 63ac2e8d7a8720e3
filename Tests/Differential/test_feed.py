"""Our feeds beside feedparser: a thousand generated ones, every item in every field both have."""

import random

import comparison
import feeds

CASES = 1000
SEED = 20260107


def differences(ours, theirs):
    """A line for each field that differs: `item 2 link: ours "…", theirs "…"`."""
    if len(ours) != len(theirs):
        return [f"ours has {len(ours)} items, theirs {len(theirs)}"]
    told = []
    for place, (mine, other) in enumerate(zip(ours, theirs)):
        for field, value in other.items():
            # Ours gives every item an id.
            if field == "id" and value is None:
                continue
            own = mine.get(field)
            if isinstance(own, str):
                own = " ".join(own.split()) or None
            if own != value:
                told.append(f"item {place + 1} {field}: ours {own!r}, theirs {value!r}")
    return told


def test_items_are_those_of_feedparser():
    # Each case has a seed of its own: a change of the generator moves none to another number.
    texts = [feeds.feed(random.Random(f"{SEED}/{case}")) for case in range(CASES)]
    results = comparison.run_scripts([
        f"""
        local feed = require("feed").parse({comparison.lua(text)}, {{ url = "{feeds.URL}" }})
        return require("list").map(feed.items, function(item)
          return {{
            title = item.title, link = item.link, id = item.id, published = item.published, author = item.author,
            summary = item.summary, categories = item.categories,
            enclosures = require("list").map(item.enclosures, "url"),
          }}
        end)
        """ for text in texts])
    found, items = [], 0
    for case, text in enumerate(texts):
        theirs = feeds.theirs(text)
        items += len(theirs)
        if isinstance(results[case], dict):
            found.append((case, results[case]["failure"]))
        else:
            found += [(case, one) for one in differences(results[case], theirs)]
    assert items > 2 * CASES
    comparison.assert_all_judged("feed", found, texts)
