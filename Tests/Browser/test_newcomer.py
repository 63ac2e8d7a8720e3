"""A person who has read nothing: adds, arranges, changes, breaks and mends a block, connects a model, and finds what a
card said yesterday."""

import sqlite3

import pytest
from playwright.sync_api import expect

from conftest import Dashboard, Model, connected
from test_accessibility import complaints
from test_bad_input import LONG
from test_refine import say

CLUBS = [{"name": "Ajax", "points": 31}, {"name": "Benfica", "points": 29}, {"name": "Celtic", "points": 27}]


@pytest.fixture
def model():
    model = Model("openai")
    yield model
    model.close()


def menu(card, kind, name):
    card.get_by_label("Menu of").click()
    card.get_by_role(kind, name=name).click()


@pytest.mark.parametrize("width,height", [(1440, 900), (390, 844)])
def test_a_first_day_and_the_next(source, model, tmp_path, open_page, pictures, width, height):
    source.show("/clubs.json", CLUBS)
    dashboard = Dashboard(tmp_path, "--no-starters")
    try:
        page = open_page(dashboard.url, width, height)
        # One screen says what this is and what can be done.
        expect(page.get_by_role("heading", name="Your dashboard is empty")).to_be_in_viewport()
        expect(page.locator(".starter")).to_have_count(6)
        expect(page.get_by_role("link", name="Connect a model")).to_be_in_viewport(ratio=1)
        assert complaints(page) == []
        page.screenshot(path=pictures / f"first-visit-{width}.png")

        # Adds: by a click, and by the address of something at home.
        page.get_by_role("button", name="a to-do list").click()
        todo = page.locator("[data-block]", has_text="Nothing to do")
        expect(todo).to_be_visible(timeout=LONG)
        page.get_by_label("Describe a block").fill(f"show {source.url}/clubs.json")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Allow 127.0.0.1").click(timeout=LONG)
        clubs = page.locator("[data-block]", has_text="Benfica")
        expect(clubs).to_be_in_viewport(timeout=LONG)
        name = clubs.get_attribute("data-block")
        clubs = page.locator(f'[data-block="{name}"]')

        # Arranges: it goes up, or left, by buttons that say so.
        first = page.locator("[data-block]").first
        expect(first).not_to_have_attribute("data-block", name)
        menu(clubs, "link", "Move or resize")
        bar = page.get_by_role("toolbar")
        bar.get_by_role("button", name="Move up" if width < 640 else "Move left").click()
        bar.get_by_role("button", name="Done").click()
        expect(first).to_have_attribute("data-block", name)

        # Changes: says it, looks at it, keeps it.
        menu(clubs, "link", "Change…")
        say(page, "rename to League")
        page.get_by_role("dialog").get_by_role("button", name="Keep").click(timeout=LONG)
        expect(clubs.get_by_role("heading").first).to_contain_text("League", timeout=LONG)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)

        # Breaks, is told of, and is mended by the one button that is there.
        source.pages.clear()
        menu(clubs, "button", "Refresh")
        expect(clubs.locator(".card-notice")).to_be_visible(timeout=LONG)
        expect(clubs).to_contain_text("Benfica")
        source.show("/clubs.json", CLUBS)
        clubs.locator(".card-notice").get_by_role("button").click()
        expect(clubs.locator(".card-notice")).to_have_count(0, timeout=LONG)

        # Breaks the code, and goes back.
        menu(clubs, "link", "Versions")
        panel = page.get_by_role("dialog")
        panel.get_by_role("button", name="Go back to version 1").first.click()
        expect(clubs.get_by_role("heading").first).not_to_have_text("League", timeout=LONG)

        # Connects a model.
        page.goto(dashboard.url)
        connected(page)
        page.get_by_role("banner").get_by_label("Menu", exact=True).click()
        page.get_by_role("link", name="Models").click()
        page.get_by_label("Server").select_option("openai")
        page.get_by_label("Model", exact=True).fill("scripted")
        page.get_by_label("Address").fill(model.url)
        page.get_by_label("Key", exact=True).fill("sk-of-a-newcomer")
        page.get_by_role("button", name="Save", exact=True).click()
        model.answers = ["pong"]
        page.get_by_role("button", name="Test the connection").click()
        expect(page.get_by_role("status")).to_contain_text("answered", timeout=LONG)
    finally:
        dashboard.close()

    # A day goes by; today the source says something else.
    with sqlite3.connect(tmp_path / "dash.sqlite") as database:
        database.execute("UPDATE results SET at = at - 86400")
        database.execute("UPDATE blocks SET created_at = created_at - 172800")
    source.show("/clubs.json", [{"name": "Dynamo", "points": 40}, {"name": "Everton", "points": 2}])
    dashboard = Dashboard(tmp_path, "--no-starters")
    try:
        page = open_page(dashboard.url, width, height)
        clubs = page.locator(f'[data-block="{name}"]')
        menu(clubs, "button", "Refresh")
        expect(clubs).to_contain_text("Dynamo", timeout=LONG)
        page.get_by_role("banner").get_by_label("Menu", exact=True).click()
        page.get_by_role("link", name="Time machine").click()
        past = page.locator(f"#block-{name}")
        expect(past).to_contain_text("Benfica")
        expect(past).not_to_contain_text("Dynamo")
        page.screenshot(path=pictures / f"yesterday-{width}.png")
        page.get_by_role("link", name="Now", exact=True).click()
        expect(page.locator(f'[data-block="{name}"]')).to_contain_text("Dynamo")
        connected(page)
    finally:
        dashboard.close()


@pytest.mark.parametrize("width,height", [(1440, 900), (390, 844)])
def test_a_second_look_at_everything_else(source, dashboard, open_page, width, height):
    clubs = [{**club, "country": country} for club, country in zip(CLUBS, ("NL", "PT", "SC"))]
    source.show("/league.json", {"clubs": clubs, "grounds": [{"ground": "Arena", "seats": 55_000}]})
    page = open_page(dashboard.url, width, height)
    field = page.get_by_label("Describe a block")
    field.fill("a to-do list")
    field.press("Enter")
    expect(page.locator("[data-block]")).to_have_count(1, timeout=LONG)

    # Asked what is meant, answers by a click; what was allowed for the question holds for the answer.
    field.fill(f"show the biggest from {source.url}/league.json")
    field.press("Enter")
    question = page.locator(".job")
    question.get_by_role("button", name="Allow 127.0.0.1").click(timeout=LONG)
    expect(question).to_contain_text("I found no field for “biggest”", timeout=LONG)
    expect(question.get_by_role("button", name="Shape it by hand")).to_be_visible()
    question.get_by_role("button", name="all rows from").click()
    league = page.locator("[data-block]", has_text="Benfica")
    expect(league).to_be_in_viewport(timeout=LONG)
    expect(page.locator(".job")).to_have_count(0)
    name = league.get_attribute("data-block")
    league = page.locator(f'[data-block="{name}"]')

    # Resizes by a word of the bar, where there is more than one size, and makes a section.
    if width > 640:
        menu(league, "link", "Move or resize")
        narrow = league.bounding_box()["width"]
        page.get_by_role("toolbar").get_by_role("button", name="Full width").click()
        page.get_by_role("toolbar").get_by_role("button", name="Done").click()
        page.wait_for_function("([card, width]) => card.getBoundingClientRect().width > width",
                               arg=[league.element_handle(), narrow])
    page.get_by_role("banner").get_by_label("Menu", exact=True).click()
    page.get_by_role("button", name="Add a section").click()
    title = page.get_by_role("textbox", name="Title")
    expect(title).to_be_focused()
    page.keyboard.type("Football")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Football")).to_be_visible()

    # Shapes it: the records, a condition, the preview, kept.
    menu(league, "link", "Change…")
    panel = page.get_by_role("dialog")
    panel.get_by_role("link", name="Shape").click()
    panel.get_by_label("Condition 1: field").select_option(label="Country")
    panel.get_by_label("Condition 1: value").fill("PT")
    panel.get_by_role("button", name="Preview").click()
    panel.get_by_role("button", name="Keep").click(timeout=LONG)
    expect(league).not_to_contain_text("Ajax", timeout=LONG)
    expect(league).to_contain_text("Benfica")

    # Breaks the script: it is told at its line, and the card goes on as it was; then goes back.
    panel.get_by_role("link", name="Code").click()
    panel.locator(".CodeMirror:visible").click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("x = = 1\n")
    panel.get_by_role("button", name="Check and save").click()
    expect(panel.get_by_role("alert")).to_contain_text("block.lua:1", timeout=LONG)
    expect(league).to_contain_text("Benfica")

    # Deletes and brings back, in the same minute and later.
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(dashboard.url)
    connected(page)
    menu(league, "button", "Delete")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(league).to_contain_text("Benfica", timeout=LONG)
    menu(league, "button", "Delete")
    expect(league).to_have_count(0)
    page.get_by_role("banner").get_by_label("Menu", exact=True).click()
    page.get_by_role("link", name="Trash").click()
    page.get_by_role("button", name="Bring back").click()
    page.goto(dashboard.url)
    connected(page)
    expect(league).to_contain_text("Benfica", timeout=LONG)
