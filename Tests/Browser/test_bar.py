"""The bar above the page: the command field, issues, theme, menu, keys; installing and printing."""

import json
import re

import pytest
from playwright.sync_api import expect

from test_accessibility import complaints
from test_grid import card, ids, settled
from test_journey import LONG, add
from test_looks import LOW_CONTRAST


def field(page):
    return page.get_by_label("Describe a block")


def options(page):
    return page.get_by_role("listbox").get_by_role("option")


def test_slash_and_control_k_go_to_the_command_field(demo, open_page):
    page = open_page(demo.url)
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    assert field(page).input_value() == ""
    page.keyboard.press("Escape")
    expect(field(page)).not_to_be_focused()
    page.keyboard.press("Control+k")
    expect(field(page)).to_be_focused()
    # Where somebody writes, a slash is a slash.
    task = page.get_by_label("New task")
    task.click()
    page.keyboard.type("a/b")
    assert task.input_value() == "a/b"


def test_the_bar_stays_when_the_page_scrolls(demo, open_page):
    page = open_page(demo.url, 390, 844)
    page.evaluate("scrollTo(0, 900)")
    page.wait_for_function("() => scrollY > 500")
    box = page.get_by_role("banner").bounding_box()
    assert box["y"] == 0 and box["height"] == 48


@pytest.mark.parametrize("width", [1440, 390])
def test_the_command_field_finds_cards_actions_and_recipes(demo, open_page, pictures, width):
    page = open_page(demo.url, width)
    field(page).click()
    page.keyboard.type("earth")
    expect(options(page).filter(has_text="Recipe").first).to_be_visible()
    page.screenshot(path=pictures / f"palette-{width}.png")
    assert complaints(page) == []
    page.keyboard.press("ArrowDown")
    expect(field(page)).to_have_attribute("aria-activedescendant", "palette-0")
    page.keyboard.press("Enter")
    here = page.evaluate("document.activeElement.querySelector('.card-title').textContent")
    assert here == "Earthquakes"
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.type("theme: dark")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_enter_without_a_choice_adds_the_sentence(dashboard, open_page):
    page = open_page(dashboard.url)
    page.keyboard.press("/")
    page.keyboard.type("a to-do list")
    page.keyboard.press("Enter")
    expect(page.locator("[data-block]")).to_have_count(1, timeout=LONG)
    assert field(page).input_value() == ""


def test_the_theme_is_kept_and_known_to_the_first_paint(dashboard, open_page, pictures):
    page = open_page(dashboard.url, scheme="light")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("banner").get_by_label("Menu", exact=True).click()
    page.screenshot(path=pictures / "bar-menu.png")
    with page.expect_response("**/theme"):
        page.get_by_role("button", name="Dark").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != light
    settled(page)
    assert page.evaluate(LOW_CONTRAST) == []
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    # The other pages follow.
    page.goto(dashboard.url + "/shortcuts")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    page.goto(dashboard.url)
    page.get_by_role("banner").get_by_label("Menu", exact=True).click()
    with page.expect_response("**/theme"):
        page.get_by_role("button", name="Light").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == light


def test_the_theme_and_the_pages_work_without_script(dashboard, open_page):
    page = open_page(dashboard.url, java_script_enabled=False)
    page.get_by_role("banner").get_by_label("Menu", exact=True).click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("banner").get_by_label("Menu", exact=True).click()
    page.get_by_role("link", name="Recipes", exact=True).click()
    page.get_by_role("button", name="Add To-do list").click()
    expect(page.locator("[data-block]")).to_have_count(1, timeout=LONG)


def test_what_wants_attention_is_counted_and_listed(dashboard, source, open_page, pictures):
    source.show("/teams.json", [{"name": "Ajax", "points": 31}, {"name": "Benfica", "points": 29}])
    page = open_page(dashboard.url)
    badge = page.locator("[data-issues]")
    expect(badge).to_be_hidden()
    add(page, f"show the teams from {source.url}/teams.json every hour")
    page.get_by_role("button", name="Allow 127.0.0.1").click(timeout=LONG)
    expect(page.locator("[data-block]")).to_contain_text("Benfica", timeout=LONG)
    id = ids(page)[0]
    token = page.locator("meta[name=dash-csrf]").get_attribute("content")
    port = source.port
    answer = page.request.post(
        f"{dashboard.url}/blocks/{id}/revoke", headers={"X-Dash-CSRF": token},
        data={"what": f"private 127.0.0.1:{port}"})
    assert answer.ok, answer.text()
    card(page, id).focus()
    page.keyboard.press("r")
    expect(badge).to_have_text("1", timeout=LONG)
    badge.click()
    expect(page.get_by_role("heading", name="Issues")).to_be_visible()
    page.screenshot(path=pictures / "issues.png")
    assert complaints(page) == []
    page.get_by_role("link", name="Show the card").click()
    expect(page).to_have_url(re.compile(f"#block-{id}$"))


def test_a_deleted_block_waits_in_the_trash(dashboard, open_page):
    page = open_page(dashboard.url)
    add(page, "a to-do list")
    expect(page.locator("[data-block]")).to_have_count(1, timeout=LONG)
    page.locator("[data-block]").get_by_label("Menu of").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.locator("[data-block]")).to_have_count(0)
    page.goto(dashboard.url + "/trash")
    assert complaints(page) == []
    page.get_by_role("button", name="Bring back").click()
    expect(page.locator("[data-block]")).to_have_count(1)


def test_cards_are_reached_opened_and_changed_by_keys(demo, open_page, pictures):
    page = open_page(demo.url)
    first = page.locator("[data-block]").first
    first.focus()
    page.keyboard.press("ArrowRight")
    second = page.evaluate("document.activeElement.dataset.block")
    assert second and second != first.get_attribute("data-block")
    page.keyboard.press("ArrowLeft")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").locator("[data-block]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(first).to_be_focused()
    page.keyboard.press("m")
    expect(page.get_by_role("toolbar")).to_be_visible()
    page.keyboard.press("Escape")
    first.focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.screenshot(path=pictures / "shortcuts.png")
    assert complaints(page) == []
    page.keyboard.press("Escape")
    first.focus()
    page.keyboard.press("e")
    expect(page.get_by_label("What should be different?")).to_be_visible()


def test_arrows_go_through_a_menu_and_it_closes_behind(demo, open_page):
    page = open_page(demo.url)
    menu = page.locator("[data-block]").first.locator("details.menu")
    menu.locator("summary").focus()
    page.keyboard.press("ArrowDown")
    expect(menu).to_have_attribute("open", "")
    expect(menu.get_by_role("button", name="Refresh")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(menu.get_by_role("button", name="Delete")).to_be_focused()
    page.keyboard.press("Tab")
    expect(menu).not_to_have_attribute("open", "")
    menu.locator("summary").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(menu.locator("summary")).to_be_focused()


def test_the_whole_menu_is_reached_on_a_phone_that_lies_on_its_side(demo, open_page):
    page = open_page(demo.url, 844, 390, has_touch=True, is_mobile=True)
    page.get_by_label("Menu", exact=True).tap()
    last = page.get_by_role("banner").get_by_role("button", name="Dark")
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport(ratio=1)
    last.tap()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_page_can_be_installed(demo, open_page):
    page = open_page(demo.url)
    place = page.locator("link[rel=manifest]").get_attribute("href")
    answer = page.request.get(demo.url + place)
    assert answer.headers["content-type"] == "application/manifest+json"
    manifest = json.loads(answer.text())
    assert manifest["start_url"] == "/" and manifest["display"] == "standalone"
    icon = page.request.get(demo.url + manifest["icons"][0]["src"])
    assert icon.ok and icon.headers["content-type"] == "image/svg+xml"
    assert page.request.get(demo.url + "/favicon.ico").ok


@pytest.mark.parametrize("width", [320, 640, 1024, 1920, 2560])
def test_nothing_scrolls_sideways_at_any_width(demo, open_page, pictures, width):
    page = open_page(demo.url, width, 900)
    expect(page.locator("[data-running]")).to_have_count(0, timeout=LONG)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.screenshot(path=pictures / f"width-{width}.png")
    if width == 2560:
        assert page.locator("[data-cards]").bounding_box()["width"] > 2_000


def test_printing_leaves_out_what_paper_cannot_do(demo, open_page, pictures):
    page = open_page(demo.url)
    page.emulate_media(media="print")
    for hidden in (page.get_by_role("banner"), page.locator("summary").first, page.get_by_role("textbox").first):
        expect(hidden).to_be_hidden()
    page.screenshot(path=pictures / "print.png", full_page=True)


def test_a_text_is_read_in_its_own_direction(dashboard, source, open_page):
    source.show("/names.json", [{"name": "שלום עולם", "points": 31}, {"name": "Benfica", "points": 29}])
    page = open_page(dashboard.url)
    add(page, f"show the names from {source.url}/names.json as a list")
    page.get_by_role("button", name="Allow 127.0.0.1").click(timeout=LONG)
    name = page.locator("[data-block]").get_by_text("שלום עולם")
    expect(name).to_be_visible(timeout=LONG)
    assert name.evaluate("e => getComputedStyle(e).unicodeBidi") == "plaintext"


PLACES = ["keys", "models", "recipes", "trash", "issues", "notices", "proposals", "backup", "shortcuts", "?at=2026-01-01"]


@pytest.mark.parametrize("width,scheme", [(1440, "light"), (1440, "dark"), (320, "light"), (320, "dark")])
def test_the_pages_beside_the_dashboard(demo, open_page, pictures, width, scheme):
    page = open_page(f"{demo.url}/keys", width, 844, scheme)
    for place in PLACES:
        page.goto(f"{demo.url}/{place}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.screenshot(path=pictures / f"page-{place.strip('?').partition('=')[0]}-{width}-{scheme}.png")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), place
        # The same page in other colours: only those are looked at again.
        assert complaints(page, only="color-contrast" if scheme == "dark" else None) == [], place
