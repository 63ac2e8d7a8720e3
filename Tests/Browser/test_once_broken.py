"""Each of these was broken once on a page that people walked through: one undo for everything, numbers as precise as
their source, fields that keep what was typed, notes of one line, hosts that lose a letter."""

import pytest
from playwright.sync_api import expect

from conftest import Dashboard
from test_bad_input import GOOD, LONG, dash
from test_grid import places
from test_refine import say

@pytest.fixture
def clubs(source, tmp_path):
    """A dashboard with one block of a source on loopback."""
    source.show("/clubs.json", GOOD + [{"name": name, "points": number} for number, name in enumerate(
        ["Celtic", "Dynamo", "Everton", "Feyenoord", "Genoa", "Hibernian"])])
    assert dash("add", f"show {source.url}/clubs.json", "--grant", "127.0.0.1", data=tmp_path).returncode == 0
    dashboard = Dashboard(tmp_path, "--no-starters")
    yield dashboard
    dashboard.close()


def undo(page):
    with page.expect_response("**/undo") as answer:
        page.keyboard.press("Control+z")
    return answer.value.json()["message"]


def test_one_undo_takes_back_everything_in_order(clubs, open_page):
    page = open_page(clubs.url)
    card = page.locator("[data-block]")
    expect(card).to_contain_text("Benfica", timeout=LONG)
    name = card.get_attribute("data-block")
    start = places(page)[name]
    card.get_by_label("Menu of").click()
    card.get_by_role("link", name="Change…").click()
    panel = page.get_by_role("dialog")
    say(page, "only 2")
    expect(card).not_to_contain_text("Celtic", timeout=LONG)
    say(page, "make it wider")
    page.wait_for_function(
        """async ([name, w]) => (await (await fetch('/api/v1/blocks')).json()).blocks
        .find(({ id }) => id === name).places.wide[2] > w""", arg=[name, start[2]])
    say(page, "delete it")
    expect(card).to_have_count(0, timeout=LONG)
    expect(panel).to_have_count(0)
    undo(page)
    expect(card).to_have_count(1)
    page.wait_for_function("async () => (await (await fetch('/api/v1/blocks')).json()).blocks.length === 1")
    page.request.get(clubs.url)
    api = page.request.get(clubs.url + "/api/v1/blocks").json()["blocks"][0]["places"]["wide"]
    assert api[2] > start[2], "the card is back as wide as it was"
    undo(page)
    api = page.request.get(clubs.url + "/api/v1/blocks").json()["blocks"][0]["places"]["wide"]
    assert api == start
    expect(card).not_to_contain_text("Celtic")
    undo(page)
    expect(card).to_contain_text("Celtic", timeout=LONG)


def test_numbers_are_as_precise_as_their_source(dashboard, source, open_page):
    source.show_raw("/numbers.json", "application/json", b"""[
      {"name": "availability", "value": 99.98}, {"name": "rate", "value": 4.17},
      {"name": "drift", "value": -1.2e-7}, {"name": "whole", "value": 1234567}, {"name": "nothing", "value": -0.0}]""")
    page = open_page(dashboard.url)
    page.get_by_label("Describe a block").fill(f"show {source.url}/numbers.json as a table")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Allow 127.0.0.1").click(timeout=LONG)
    card = page.locator("[data-block]")
    expect(card).to_contain_text("availability", timeout=LONG)
    words = card.locator("tbody tr").all_inner_texts()
    shown = {row.split()[0]: row.split()[-1] for row in words}
    assert shown["availability"] == "99.98" and shown["rate"] == "4.17", shown
    assert "1.2" in shown["drift"] or "0.00000012" in shown["drift"], shown
    assert shown["nothing"] == "0", shown


def test_a_to_do_field_is_empty_for_the_next_task(dashboard, open_page):
    page = open_page(dashboard.url)
    page.get_by_label("Describe a block").fill("a to-do list")
    page.keyboard.press("Enter")
    card = page.locator("[data-block]")
    expect(card).to_contain_text("Nothing to do", timeout=LONG)
    field = card.get_by_label("New task")
    for _ in range(2):
        # The same task twice is two tasks: milk is bought every week.
        field.fill("Call the plumber about the dripping tap in the upstairs bathroom")
        page.keyboard.press("Enter")
        expect(field).to_have_value("")
    expect(card.get_by_role("checkbox")).to_have_count(2, timeout=LONG)
    page.reload()
    expect(field).to_have_value("")
    # What acts on a task is beside it, not below.
    task, remove = card.get_by_role("checkbox").first.bounding_box(), card.get_by_role("button", name="Remove").first.bounding_box()
    assert remove["y"] < task["y"] + task["height"] and remove["x"] > task["x"] + task["width"] - 1


def test_a_note_has_room_for_more_than_a_line(dashboard, open_page):
    page = open_page(dashboard.url)
    page.get_by_label("Describe a block").fill("a note")
    page.keyboard.press("Enter")
    card = page.locator("[data-block]")
    card.get_by_text("Change", exact=True).click(timeout=LONG)
    field = card.get_by_label("Text (Markdown)")
    field.fill("# Shopping\n\n- bread\n- milk")
    card.get_by_role("button", name="Save").click()
    expect(card.get_by_role("listitem")).to_have_text(["bread", "milk"], timeout=LONG)
    # The settings keep the lines, too.
    page.goto(f"{dashboard.url}/blocks/{card.get_attribute('data-block')}/params")
    expect(page.get_by_role("dialog").get_by_label("Text (Markdown)")).to_have_value("# Shopping\n\n- bread\n- milk")


def test_a_host_keeps_the_letters_that_are_its_own(demo, open_page):
    page = open_page(demo.url)
    expect(page.locator("[data-block]", has_text="Hacker News").first).to_contain_text("windowkit.example", timeout=LONG)
