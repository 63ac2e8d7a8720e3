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
