"""axe-core finds nothing to complain about on any page, light and dark, wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe

# The gallery shows the same table many times, and a heading of the third level by itself.
GALLERY_ONLY = ["landmark-unique", "heading-order"]


def complaints(page, *ignored, only=None):
    """One line for each rule that is broken, with the first element that breaks it.
    Only that element is told, and what is in order is not listed: axe is several times faster so."""
    options = {"rules": {rule: {"enabled": False} for rule in ignored}, "resultTypes": ["violations"]}
    if only:
        options = {"runOnly": [only], "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']} ×{len(rule['nodes'])}: {rule['nodes'][0]['html'][:160]}" for rule in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_dashboard(demo, open_page, width, scheme):
    page = open_page(demo.url, width, 844, scheme, reduced_motion="reduce")
    weather(page)
    assert complaints(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_gallery(demo, open_page, scheme):
    page = open_page(demo.url + "/gallery", 1440, 900, scheme, reduced_motion="reduce")
    page.wait_for_function("() => window.Chart && Object.keys(Chart.instances).length > 10")
    # Both are the same but for their colours.
    assert complaints(page, *GALLERY_ONLY, only="color-contrast" if scheme == "dark" else None) == []


def weather(page):
    card = page.locator("article.card", has_text="Feels like")
    card.wait_for()
    return card


def test_the_menu_of_a_card_and_its_pages(demo, open_page):
    page = open_page(demo.url, reduced_motion="reduce")
    card = weather(page)
    card.get_by_label("Menu of").click()
    assert complaints(page) == []
    places = [link.get_attribute("href") for link in card.locator(".menu-items a").all()]
    assert len(places) >= 4
    for place in places:
        page = open_page(demo.url + place, reduced_motion="reduce")
        assert complaints(page) == [], place


def test_the_panel_of_a_change(demo, open_page):
    page = open_page(demo.url, reduced_motion="reduce")
    card = weather(page)
    card.get_by_label("Menu of").click()
    card.get_by_role("link", name="Change…").click()
    page.get_by_role("dialog").get_by_text("What should be different?").wait_for()
    assert complaints(page) == []
