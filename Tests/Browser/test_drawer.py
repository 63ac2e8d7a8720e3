"""The pages of a block by their addresses: a link opens them, a reload keeps them, Back closes them, and
without script they are pages. The data as tables and as files, the versions with what they changed."""

import csv
import io
import json
import re

import pytest
from playwright.sync_api import expect

from conftest import Dashboard, Source, connected
from test_accessibility import complaints
from test_bad_input import LONG, dash
from test_looks import LOW_CONTRAST, SHIFTS

TABS = {"Change": "chat", "Settings": "params", "Data": "data", "Code": "edit", "Versions": "versions", "Log": "runs"}
TEAMS = [{"name": "Ajax", "points": 31, "since": None}, {"name": "Benfica, Lisbon", "points": 29, "since": "1904"}]


def served(source, folder):
    """A dashboard with one block of a source."""
    source.show("/teams.json", TEAMS)
    assert dash("add", f"show {source.url}/teams.json", "--grant", "127.0.0.1", data=folder).returncode == 0
    return Dashboard(folder, "--no-starters")


@pytest.fixture(scope="module")
def league(tmp_path_factory):
    """For those who only look."""
    source = Source()
    dashboard = served(source, tmp_path_factory.mktemp("league"))
    yield dashboard
    dashboard.close()
    source.close()


@pytest.fixture
def teams(source, tmp_path):
    dashboard = served(source, tmp_path)
    yield dashboard
    dashboard.close()


def block(page):
    return page.locator("[data-block]").get_attribute("data-block")


def menu(page, name):
    page.locator("[data-block]").get_by_label("Menu of").click()
    page.get_by_role("link", name=name, exact=True).click()
    return page.get_by_role("dialog")


@pytest.mark.parametrize("width,scheme", [(1440, "light"), (390, "dark")])
def test_every_tab_has_an_address_that_opens_it(league, open_page, pictures, width, scheme):
    page = open_page(league.url, width, 844, scheme, reduced_motion="reduce")
    page.add_init_script(SHIFTS)
    id = block(page)
    for tab, part in TABS.items():
        page.goto(f"{league.url}/blocks/{id}/{part}")
        connected(page)
        panel = page.get_by_role("dialog")
        expect(panel.get_by_role("link", name=tab, exact=True)).to_have_attribute("aria-current", "page")
        expect(page.locator("[data-block]")).to_contain_text("Ajax")
        if tab == "Code":
            panel.get_by_role("tab", name="block.lua").wait_for()
        # Nothing jumps when script takes the drawer over.
        assert page.evaluate("window.shift") <= 0.02, tab
        page.screenshot(path=pictures / f"tab-{part}-{width}-{scheme}.png")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, tab
        assert complaints(page) == [], tab
        assert page.evaluate(LOW_CONTRAST) == [], tab


def test_back_closes_the_drawer_and_forward_opens_it_again(league, open_page):
    page = open_page(league.url)
    id = block(page)
    panel = menu(page, "Change…")
    expect(page).to_have_url(f"{league.url}/blocks/{id}/chat")
    panel.get_by_role("link", name="Data").click()
    expect(page).to_have_url(f"{league.url}/blocks/{id}/data")
    expect(panel.get_by_role("heading", name="Data of")).to_be_visible()
    page.reload()
    expect(panel.get_by_role("heading", name="Data of")).to_be_visible()
    page.go_back()
    expect(panel).to_have_count(0)
    expect(page).to_have_url(league.url + "/")
    page.go_forward()
    expect(panel.get_by_role("heading", name="Data of")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(page).to_have_url(league.url + "/")


def test_back_asks_after_what_was_typed(league, open_page):
    page = open_page(league.url)
    panel = menu(page, "Code")
    panel.locator(".CodeMirror:visible").click()
    page.keyboard.type("-- not saved")
    page.go_back()
    question = panel.get_by_role("alertdialog")
    expect(question).to_be_visible()
    expect(page).to_have_url(re.compile("/edit$"))
    question.get_by_role("button", name="Keep editing").click()
    expect(panel).to_contain_text("-- not saved")
    page.go_back()
    panel.get_by_role("button", name="Discard it").click()
    expect(panel).to_have_count(0)
    expect(page).to_have_url(league.url + "/")


def test_without_script_every_tab_is_a_page(league, open_page, pictures):
    page = open_page(league.url, 390, 844, java_script_enabled=False)
    id = block(page)
    for tab, part in TABS.items():
        page.goto(f"{league.url}/blocks/{id}/{part}")
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        expect(page.locator("[data-block]")).to_be_hidden()
        page.screenshot(path=pictures / f"plain-{part}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, tab
    page.get_by_role("link", name="Versions").click()
    page.get_by_role("link", name="Show version 1").click()
    expect(page.get_by_role("heading", name="Version 1", level=2)).to_be_visible()
    page.get_by_role("link", name="Close").click()
    expect(page.locator("[data-block]")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_the_data_is_a_table_json_and_a_file(teams, source, open_page, pictures, width):
    page = open_page(teams.url, width, 844)
    id = block(page)
    panel = menu(page, "Data")
    table = panel.get_by_role("table")
    expect(table.locator("th").nth(1)).to_have_text("points")
    expect(table.locator("tbody tr")).to_have_count(2)
    panel.get_by_text("As JSON", exact=True).click()
    expect(panel.get_by_label("Data as JSON")).to_contain_text('"name": "Benfica, Lisbon"')
    # What its source answered: where, with which status, how much.
    expect(panel.locator(".exchanges")).to_contain_text(re.compile(rf"GET {source.url}/teams.json\s*200.*[\d.]+ k?B"))
    with page.expect_download() as file:
        panel.get_by_role("link", name="Download as CSV").click()
    rows = list(csv.reader(io.StringIO(file.value.path().read_text(), newline="")))
    assert [row[:2] for row in rows] == [["name", "points"], ["Ajax", "31"], ["Benfica, Lisbon", "29"]]
    with page.expect_download() as file:
        panel.get_by_role("link", name="Download as JSON").click()
    assert "Benfica, Lisbon" in json.dumps(json.loads(file.value.path().read_text()))

    # An earlier result, and what is different since.
    source.show("/teams.json", [{**TEAMS[0], "points": 34}, TEAMS[1]])
    page.keyboard.press("Escape")
    page.locator("[data-block]").get_by_label("Menu of").click()
    page.get_by_role("button", name="Refresh", exact=True).click()
    expect(page.locator("[data-block]")).to_contain_text("34", timeout=LONG)
    panel = menu(page, "Data")
    panel.get_by_text("What changed since the result before").click()
    expect(panel.locator("ins")).to_contain_text("34")
    expect(panel.locator("del")).to_contain_text("31")
    panel.get_by_text("Earlier results").click()
    panel.get_by_role("link", name="Show the result of").click()
    expect(panel).to_contain_text("An earlier result")
    expect(panel.get_by_role("table")).to_contain_text("31")
    assert complaints(page) == []
    page.reload()
    expect(panel.get_by_role("table")).to_contain_text("31")
    panel.get_by_role("link", name="Show the newest").click()
    expect(panel.get_by_role("table")).to_contain_text("34")
    answer = page.request.get(f"{teams.url}/blocks/{id}/data/file?as=xml")
    assert answer.status == 400 and "csv nor json" in answer.text()
    assert page.request.get(f"{teams.url}/blocks/{id}/data?result=999999").status == 404


@pytest.mark.parametrize("width,scheme", [(1440, "light"), (390, "dark")])
def test_a_version_shows_what_it_changed_and_the_way_back(teams, open_page, pictures, width, scheme):
    page = open_page(teams.url, width, 844, scheme)
    id = block(page)
    panel = menu(page, "Change…")
    panel.get_by_label("What should be different?").fill("rename to Clubs")
    panel.get_by_role("button", name="Send").click()
    change = panel.get_by_label("Proposed change")
    # The card before and after stand beside each other before anything is kept.
    expect(change.get_by_label("Now", exact=True)).to_contain_text("Ajax", timeout=LONG)
    expect(change.locator(".still").last.get_by_role("heading", name="Clubs")).to_be_visible()
    page.screenshot(path=pictures / f"proposal-{width}-{scheme}.png")
    assert complaints(page) == []
    change.get_by_role("button", name="Keep").click()
    expect(panel).to_contain_text("Kept as version 2.", timeout=LONG)
    expect(page.locator("[data-block]").get_by_role("heading", name="Clubs")).to_be_visible()

    panel.get_by_role("link", name="Versions").click()
    expect(panel.get_by_role("list", name="Versions")).to_contain_text("live")
    panel.get_by_role("link", name="Show version 2").click()
    shown = panel.get_by_label("Version 2", exact=True).first
    expect(shown.locator(".still")).to_have_count(2)
    expect(shown.locator("ins").first).to_contain_text("Clubs")
    expect(page).to_have_url(f"{teams.url}/blocks/{id}/versions?version=2")
    page.screenshot(path=pictures / f"version-{width}-{scheme}.png")
    assert complaints(page) == []
    assert page.evaluate(LOW_CONTRAST) == []
    panel.get_by_role("button", name="Go back to version 1").click()
    expect(panel).to_contain_text("Went back to version 1.", timeout=LONG)
    expect(page.locator("[data-block]").get_by_role("heading", name="Clubs")).to_have_count(0)
    assert page.request.get(f"{teams.url}/blocks/{id}/versions?version=77").status == 404


def test_the_cards_make_room_without_changing(demo, open_page):
    """The drawer is opened for a card at the right edge: no card gets another size, and all come back."""
    page = open_page(demo.url)
    # The first page that shows a card gives it its height.
    page.wait_for_function("""async () => !/data-unfitted="[^"]*wide/.test(await (await fetch("/")).text())""",
                           polling=300, timeout=LONG)
    page.reload()
    sizes = """() => [...document.querySelectorAll('[data-cards] > [data-block]')]
        .map((card) => [card.offsetWidth, card.offsetHeight])"""
    before = page.evaluate(sizes)
    card = page.locator("article.card", has_text="Strongest")
    where = card.bounding_box()
    card.get_by_label("Menu of").click()
    card.get_by_role("link", name="Settings").click()
    panel = page.get_by_role("dialog")
    expect(panel).to_be_visible()
    page.wait_for_function("""() => document.querySelector('dialog.panel').getBoundingClientRect().left
        >= [...document.querySelectorAll('article.card')].find((card) => card.innerText.includes('Strongest')).getBoundingClientRect().right""")
    assert page.evaluate(sizes) == before
    # Another card that gets the focus is not left under the drawer, nor beside the page.
    first = page.locator("[data-block]").first
    first.focus()
    page.wait_for_function("() => document.activeElement.getBoundingClientRect().left >= 0")
    panel.get_by_label("Close").click()
    page.wait_for_function("""(left) => [...document.querySelectorAll('article.card')]
        .find((card) => card.innerText.includes('Strongest')).getBoundingClientRect().left === left""", arg=where["x"])
