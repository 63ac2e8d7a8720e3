"""Times are those of the person who reads them, and the same words come from host and browser."""

import json
import pathlib
import re

from playwright.sync_api import expect

VECTORS = json.loads((pathlib.Path(__file__).parents[1] / "Fixtures/relative_times.json").read_text())


def test_the_browser_says_what_the_host_says(dashboard, open_page):
    page = open_page(dashboard.url)
    said = page.evaluate("""async ([source, vectors]) => {
      const { relative } = await import(source);
      return vectors.map(([seconds]) => relative(1_800_000_000_000 + seconds * 1000, 1_800_000_000_000));
    }""", [dashboard.url + "/assets/js/time.js", VECTORS])
    assert said == [words for _, words in VECTORS]


def test_the_whole_time_is_that_of_the_browser(demo, open_page):
    for zone, offset in (("Asia/Tokyo", "GMT+9"), ("America/New_York", "GMT-[45]")):
        page = open_page(demo.url, timezone_id=zone)
        age = page.locator("time[data-tick=relative]").first
        expect(age).to_have_attribute("title", re.compile(offset.replace("+", r"\+")))
