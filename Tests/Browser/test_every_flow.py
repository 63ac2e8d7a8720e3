"""Everything that can be done to a block on the page, by mouse, by touch, by keyboard alone, and without
script: it is added, called otherwise, watched, forbidden, paused, copied, moved, deleted and brought back."""

import re

import pytest
from playwright.sync_api import expect

from conftest import Dashboard, Source, connected
from test_bad_input import LONG

CLUBS = [{"name": "Ajax", "points": 31}, {"name": "Benfica", "points": 29}, {"name": "Celtic", "points": 27}]


class Hand:
    """How somebody uses a page. Everything is reached as they reach it: by keyboard with Tab from where they are."""

    def __init__(self, page, kind):
        self.page, self.kind = page, kind

    def reach(self, target):
        target.wait_for()
        for _ in range(250):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} is not reached by Tab")

    def press(self, target):
        if self.kind == "keyboard":
            self.reach(target)
            is_box = target.evaluate("element => element.matches('[type=checkbox], [type=radio]')")
            self.page.keyboard.press("Space" if is_box else "Enter")
        elif self.kind == "touch":
            target.tap()
        else:
            target.click()

    def write(self, target, text):
        if self.kind == "keyboard":
            self.reach(target)
            self.page.keyboard.press("Control+a")
            self.page.keyboard.type(text)
        else:
            self.press(target)
            target.fill(text)

    def choose(self, target, label):
        if self.kind == "keyboard":
            self.reach(target)
            self.page.keyboard.type(label)
        else:
            target.select_option(label)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """One dashboard for all walks, and its source."""
    source = Source()
    dashboard = Dashboard(tmp_path_factory.mktemp("house"), "--no-starters")
    yield dashboard, source
    dashboard.close()
    source.close()


@pytest.mark.parametrize("kind,width", [
    ("mouse", 1440), ("keyboard", 1440), ("keyboard", 390), ("touch", 390), ("touch", 820), ("no script", 1440),
    ("no script", 390)])
def test_a_block_is_cared_for(house, open_page, kind, width):
    dashboard, source = house
    path = f"/{kind.replace(' ', '-')}-{width}.json"
    source.show(path, CLUBS)
    is_plain = kind == "no script"
    page = open_page(dashboard.url, width, 844, has_touch=kind == "touch", is_mobile=kind == "touch",
                     java_script_enabled=not is_plain)
    page.set_default_timeout(LONG)
    hand = Hand(page, kind)
    banner = page.get_by_role("banner")

    def home():
        page.goto(dashboard.url)
        if not is_plain:
            connected(page)

    # Added: it asks whether it may, on its card.
    known = set(page.locator("[data-block]").evaluate_all("cards => cards.map(card => card.dataset.block)"))
    if kind == "keyboard":
        page.keyboard.press("/")
        page.keyboard.type(f"show {source.url}{path}")
        page.keyboard.press("Enter")
    else:
        hand.write(page.get_by_label("Describe a block"), f"show {source.url}{path}")
        hand.press(page.get_by_role("button", name="Add", exact=True))
    hand.press(page.locator(".job").get_by_role("button", name="Allow 127.0.0.1"))
    page.locator("[data-block]", has_text="Benfica").nth(len(known)).wait_for()
    names = page.locator("[data-block]").evaluate_all("cards => cards.map(card => card.dataset.block)")
    [name] = set(names) - known
    card = page.locator(f'[data-block="{name}"]')

    def menu(role, item, of=None):
        of = of or card
        hand.press(of.get_by_label("Menu of"))
        hand.press(of.get_by_role(role, name=item, exact=True))

    def settings():
        """The settings, as they stand after everything that was sent."""
        if is_plain:
            page.goto(f"{dashboard.url}/blocks/{name}/params")
            return page.locator(".panel-page")
        if not page.get_by_role("dialog").count():
            menu("link", "Settings")
        return page.get_by_role("dialog")

    def send(button):
        """Sends a form of the settings, and waits until they are shown anew."""
        shown = page.locator(".panel-body").element_handle()
        hand.press(button)
        if is_plain:
            page.wait_for_url(f"{dashboard.url}/#block-{name}")
        else:
            page.wait_for_function("body => !body.isConnected", arg=shown)
        return settings()

    def close():
        if is_plain:
            home()
        else:
            hand.press(page.get_by_role("dialog").get_by_label("Close"))
            expect(page.get_by_role("dialog")).to_have_count(0)

    # Called otherwise, and at other times.
    panel = settings()
    hand.write(panel.get_by_label("Title", exact=True), f"League of {kind} {width}")
    if is_plain:
        panel.get_by_label("Every", exact=True).check()
    hand.write(panel.get_by_label("How many"), "2")
    hand.choose(panel.get_by_label("Unit"), "hours")
    panel = send(panel.locator("form", has=page.get_by_label("How many")).get_by_role("button", name="Save"))
    expect(card.locator(".card-title")).to_have_text(f"League of {kind} {width}", timeout=LONG)
    expect(panel.get_by_label("How many")).to_have_value("2")
    expect(panel.get_by_label("Unit")).to_have_value("h")
    expect(panel.get_by_text("Next:")).to_be_visible()

    # Watched: an alert is tried on the past before it is kept, a rule is kept at once.
    data = page.request.get(f"{dashboard.url}/api/v1/blocks/{name}/data").json()["data"]
    rows = next(key for key, value in data.items() if isinstance(value, list))
    hand.write(panel.get_by_label("Name", exact=True), "Many points")
    hand.write(panel.get_by_label("When", exact=True), "item.points > 90")
    hand.write(panel.get_by_label("For each row"), rows)
    hand.press(panel.get_by_role("button", name="Try it on the past"))
    expect(page.get_by_text(re.compile("this would not have fired"))).to_be_visible()
    panel = send(page.get_by_role("button", name="Keep this alert"))
    expect(panel.get_by_text("Many points").first).to_be_visible()
    hand.write(panel.get_by_label("Where in the data"), rows)
    hand.write(panel.get_by_label("At least this many rows"), "2")
    panel = send(panel.get_by_role("button", name="Add the rule"))
    rule = panel.locator("li", has_text="at least 2")
    expect(rule).to_be_visible()
    panel = send(rule.get_by_role("button", name="Remove"))
    expect(panel.locator("li", has_text="at least 2")).to_have_count(0)

    # Forbidden to ask its source, and allowed again by the one button of its card.
    allowed = panel.locator("li", has_text=f":{source.port}").filter(has_text="It may")
    count = allowed.count()
    panel = send(allowed.get_by_role("button", name="Revoke").first)
    expect(allowed).to_have_count(count - 1)
    close()
    menu("button", "Refresh")
    expect(card.locator(".card-notice").get_by_role("button", name="Allow")).to_be_visible(timeout=LONG)
    expect(page.locator("[data-running]")).to_have_count(0, timeout=LONG)
    hand.press(card.locator(".card-notice").get_by_role("button", name="Allow"))
    expect(card.locator(".card-notice")).to_have_count(0, timeout=LONG)
    expect(card).to_contain_text("Benfica")

    # Paused, and on again.
    menu("button", "Pause")
    expect(card.locator(".card-notice")).to_contain_text("Paused.", timeout=LONG)
    hand.press(card.locator(".card-notice").get_by_role("button", name="Resume"))
    expect(card.locator(".card-notice")).to_have_count(0, timeout=LONG)

    # Copied, and the copy thrown away and brought back.
    count = page.locator("[data-block]").count()
    menu("button", "Duplicate")
    expect(page.locator("[data-block]")).to_have_count(count + 1, timeout=LONG)
    copies = page.locator("[data-block]", has_text=f"League of {kind} {width}")
    expect(copies).to_have_count(2, timeout=LONG)
    [copied] = set(copies.evaluate_all("cards => cards.map(card => card.dataset.block)")) - {name}
    copy = page.locator(f'[data-block="{copied}"]')
    expect(copy).to_contain_text("Benfica", timeout=LONG)
    menu("button", "Delete", copy)
    expect(copy).to_have_count(0, timeout=LONG)
    if is_plain:
        hand.press(banner.get_by_label("Menu", exact=True))
        hand.press(banner.get_by_role("button", name="Undo the last change"))
    elif kind == "keyboard":
        page.keyboard.press("Control+z")
    else:
        hand.press(page.get_by_role("button", name="Undo", exact=True))
    expect(copy).to_have_count(1, timeout=LONG)

    # Seen on the whole page.
    if not is_plain:
        hand.press(card.get_by_role("button", name="on the whole page"))
        expect(page.get_by_role("dialog")).to_contain_text("Celtic")
        close()

    # Moved and resized by buttons that say so.
    before = page.request.get(f"{dashboard.url}/api/v1/blocks").json()
    menu("link", "Move or resize…")
    place = page.locator(".panel-page") if is_plain else page.get_by_role("toolbar")
    hand.press(place.get_by_role("button", name="Down" if is_plain else "Move down", exact=True))
    if width > 390 or is_plain:
        hand.press(place.get_by_role("button", name="Large"))
    if not is_plain:
        hand.press(place.get_by_role("button", name="Done"))
    home()
    assert page.request.get(f"{dashboard.url}/api/v1/blocks").json() != before

    # Given away as a file.
    menu("link", "Export")
    with page.expect_download() as file:
        hand.press(page.get_by_role("link", name="Download without answers"))
    assert file.value.suggested_filename.endswith(".dashblock")
    home()

    # Looked at as it was.
    hand.press(banner.get_by_label("Menu", exact=True))
    hand.press(banner.get_by_role("link", name="Time machine"))
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("End")
    hand.press(page.get_by_role("button", name="Show", exact=True))
    expect(page.get_by_role("heading", level=1)).to_contain_text("The page of")
    hand.press(page.get_by_role("link", name="Now", exact=True))
    expect(card).to_contain_text("Benfica")
