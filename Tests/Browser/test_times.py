"""Times are those of the person who reads them, and the same words come from host and browser."""

import json
import pathlib
import re

import pytest
from playwright.sync_api import expect

from conftest import Dashboard
from test_bad_input import LONG, dash

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


@pytest.fixture
def away(source, tmp_path):
    """A block whose source went away after it had shown something."""
    source.show("/a.json", [{"name": "Ajax", "points": 31}, {"name": "Benfica", "points": 29}])
    assert dash("add", f"show {source.url}/a.json", "--grant", "127.0.0.1", data=tmp_path).returncode == 0
    dashboard = Dashboard(tmp_path, "--no-starters")
    source.show_raw("/a.json", "text/plain", b"away", status=500)
    yield dashboard
    dashboard.close()


def test_the_times_of_a_notice_and_of_a_past_page_are_those_of_the_browser(away, open_page):
    for zone in ("Asia/Tokyo", "America/New_York"):
        page = open_page(away.url, timezone_id=zone)
        card = page.locator("[data-block]")
        card.get_by_label("Menu of").click()
        card.get_by_role("button", name="Refresh", exact=True).click()
        time = card.locator(".card-notice time").first
        expect(time).to_be_visible(timeout=LONG)
        same = """(time) => {
          const date = new Date(time.getAttribute("datetime"));
          const two = (n) => String(n).padStart(2, "0");
          return time.textContent.endsWith(`${two(date.getHours())}:${two(date.getMinutes())}`);
        }"""
        page.wait_for_function(same, arg=time.element_handle())
        page.goto(away.url + "/?at=2026-01-01T08:00:00Z")
        expect(page.get_by_role("heading", level=1).locator("time")).to_have_text(
            re.compile({"Asia/Tokyo": "17:00", "America/New_York": "03:00"}[zone]))


def test_a_moment_before_everything_leads_to_the_first_that_is_kept(away, open_page):
    page = open_page(away.url + "/?at=2026-01-01T08:00:00Z")
    expect(page.get_by_text("There was no card then")).to_be_visible()
    page.get_by_role("link", name="Show the first one that is kept").click()
    expect(page.locator(".card")).to_contain_text("Benfica")
