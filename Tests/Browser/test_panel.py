"""The drawer beside a card: change, settings, code and log, by mouse and keyboard; nothing typed is lost."""

import re

import pytest
from playwright.sync_api import expect

from test_accessibility import complaints
from test_journey import LONG, add
from test_looks import LOW_CONTRAST


@pytest.fixture
def todo(dashboard, open_page):
    def todo(**options):
        page = open_page(dashboard.url, **options)
        add(page, "a to-do list")
        expect(page.locator("[data-block]")).to_have_count(1, timeout=LONG)
        return page, page.locator("[data-block]")
    return todo


def drawer(page, card, tab):
    card.get_by_label("Menu of").click()
    card.get_by_role("link", name=tab, exact=True).click()
    return page.get_by_role("dialog")


@pytest.mark.parametrize("width,scheme", [(1440, "light"), (1440, "dark"), (390, "light")])
def test_the_card_stays_visible_beside_what_is_said_of_it(todo, pictures, width, scheme):
    page, card = todo(width=width, scheme=scheme)
    panel = drawer(page, card, "Change…")
    expect(panel.get_by_label("What should be different?")).to_be_focused()
    page.screenshot(path=pictures / f"drawer-{width}-{scheme}.png")
    box, beside = card.bounding_box(), panel.bounding_box()
    if width > 1024:
        assert box["x"] + box["width"] <= beside["x"]
    else:
        assert beside["x"] == 0 and beside["width"] == width
        assert card.locator(".card-head").bounding_box()["y"] + 40 < beside["y"]
    assert complaints(page) == []
    assert page.evaluate(LOW_CONTRAST) == []
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(card.get_by_label("Menu of")).to_be_focused()


def test_on_a_phone_the_page_scrolls_until_the_card_is_seen_above_the_drawer(todo):
    page, card = todo(width=390, height=844)
    for count in (2, 3, 4):
        add(page, "a to-do list")
        expect(page.locator("[data-block]")).to_have_count(count, timeout=LONG)
    last = page.locator("[data-block]").last
    page.evaluate("scrollTo(0, 60)")
    panel = drawer(page, last, "Change…")
    expect(panel).to_be_visible()
    bar, head = page.locator(".top").bounding_box(), last.locator(".card-head").bounding_box()
    assert bar["y"] + bar["height"] <= head["y"] and head["y"] + head["height"] <= panel.bounding_box()["y"]
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(last.get_by_label("Menu of")).to_be_in_viewport()
    assert page.evaluate("document.body.style.paddingBottom") == ""


def test_tabs_change_what_the_drawer_shows(todo, pictures):
    page, card = todo()
    panel = drawer(page, card, "Change…")
    for tab, words in (("Settings", "What it may do"), ("Data", "Data of"), ("Code", "Check and save"),
                       ("Versions", "live"), ("Log", "Requests|ok")):
        panel.get_by_role("link", name=tab).click()
        expect(panel.get_by_role("link", name=tab)).to_have_attribute("aria-current", "page")
        expect(panel).to_contain_text(re.compile(words))
    assert page.get_by_role("dialog").count() == 1


def test_code_is_edited_with_colours_saved_by_a_key_and_refused_at_its_line(todo, pictures):
    page, card = todo()
    panel = drawer(page, card, "Code")
    expect(panel.locator(".cm-keyword").first).to_be_visible()
    page.screenshot(path=pictures / "code.png")
    editor = panel.locator(".CodeMirror:visible")
    editor.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("local local = 1\n")
    page.keyboard.press("Control+s")
    expect(panel.get_by_role("alert")).to_contain_text("block.lua", timeout=LONG)
    expect(panel.locator(".code-problem")).to_be_visible()
    page.screenshot(path=pictures / "code-refused.png")
    # Nothing that was typed is lost, and leaving asks.
    expect(editor).to_contain_text("local local = 1")
    page.keyboard.press("Escape")
    question = panel.get_by_role("alertdialog")
    expect(question).to_be_visible()
    question.get_by_role("button", name="Keep editing").click()
    expect(editor).to_contain_text("local local = 1")
    editor.click()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.type("-- A remark.\n")
    page.keyboard.press("Control+s")
    expect(panel).to_contain_text("Version 2 is live", timeout=LONG)
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)


def test_a_sentence_is_sent_by_control_enter(todo):
    page, card = todo()
    panel = drawer(page, card, "Change…")
    field = panel.locator("[name=sentence]").first
    expect(field).to_be_focused(timeout=LONG)
    field.fill("rename to Errands")
    field.press("Control+Enter")
    expect(panel.get_by_label("Proposed change")).to_contain_text("Errands", timeout=LONG)


def test_settings_that_were_typed_are_asked_after(todo):
    page, card = todo()
    panel = drawer(page, card, "Settings")
    field = panel.locator("input[type=text]").first
    field.fill("half a word")
    panel.get_by_role("link", name="Log").click()
    question = panel.get_by_role("alertdialog")
    expect(question).to_be_visible()
    question.get_by_role("button", name="Discard it").click()
    expect(panel.get_by_role("link", name="Log")).to_have_attribute("aria-current", "page")
