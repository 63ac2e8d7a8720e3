"""Recipes are looked at before they are added: each as it looks with recorded answers."""

import pytest
from playwright.sync_api import expect

from test_accessibility import complaints
from test_bad_input import LONG


@pytest.mark.parametrize("width,scheme", [(1440, "light"), (390, "dark")])
def test_recipes_show_what_they_will_show(dashboard, open_page, pictures, width, scheme):
    page = open_page(dashboard.url + "/recipes", width, 844, scheme)
    weather = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Weather", exact=True)).first
    expect(weather).to_contain_text("Feels like")
    # Nothing of a preview does anything.
    expect(weather.locator("fieldset[disabled]")).to_have_count(1)
    assert page.locator(".recipe .still").count() >= 25
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.wait_for_function("() => window.Chart && Object.keys(Chart.instances).length > 2")
    page.screenshot(path=pictures / f"recipes-{width}-{scheme}.png")
    assert complaints(page) == []
    # A preview is a picture: keys go from one recipe to the next.
    first = page.get_by_role("button", name="Add Air quality")
    first.focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Add arXiv papers")).to_be_focused()
    # Looking makes no block.
    assert page.request.get(dashboard.url + "/api/v1/blocks").json() == {"blocks": []}


def test_recipes_are_found_and_added_without_script(dashboard, open_page):
    page = open_page(dashboard.url + "/recipes", java_script_enabled=False)
    page.get_by_label("Search the recipes").fill("TO-do")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".recipe")).to_have_count(1)
    page.get_by_role("button", name="Add To-do list").click()
    expect(page.locator("[data-block]")).to_have_count(1, timeout=LONG)
    page.goto(dashboard.url + "/recipes?q=hacker+news")
    expect(page.get_by_role("heading", name="Hacker News")).to_be_visible()
    page.goto(dashboard.url + "/recipes?q=zzz+<b>")
    expect(page.get_by_role("status")).to_contain_text("“zzz <b>”")
