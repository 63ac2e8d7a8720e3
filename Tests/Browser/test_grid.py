"""Cards are moved and resized by mouse, touch, keyboard and buttons; they stay where they are put, and
what is not in the way does not move."""

import json
import pathlib
import re
import shutil
import time

import pytest
from playwright.sync_api import expect

from conftest import Dashboard, connected
from test_journey import LONG

CASES = json.loads((pathlib.Path(__file__).parents[1] / "Fixtures/grid.json").read_text())

# What the module of the page makes of a case.
OUTCOME = """async ([source, one]) => {
  const grid = await import(source);
  const place = ([x, y, w, h, s = 0]) => ({ x, y, w, h, s });
  const before = new Map(Object.entries(one.before).map(([id, p]) => [id, place(p)]));
  const after = one.move ? grid.move(before, one.on, one.move[0], place(one.move[1]))
    : one.step ? grid.step(before, one.on, ...one.step) : grid.remove(before, one.remove);
  return Object.fromEntries([...after].map(([id, p]) => [id, [p.x, p.y, p.w, p.h].concat(p.s ? [p.s] : [])]));
}"""

# Random pages and random moves: nothing overlaps, nothing leaves the grid, and whatever has moved is
# joined to the card that was moved by columns that something moved in.
PROPERTIES = """async ([source, rounds]) => {
  const grid = await import(source);
  let seed = 7;
  const random = (below) => { seed = (seed * 1103515245 + 12345) & 0x7fffffff; return (seed >> 8) % below; };
  const columns = (p) => Array.from({ length: p.w }, (_, i) => 100 * p.s + p.x + i);
  const faults = [];
  for (let round = 0; round < rounds; round += 1) {
    const name = ["wide", "medium", "phone"][random(3)];
    const before = new Map();
    for (let k = 0; k <= random(16); k += 1) {
      const wish = { x: random(12), y: random(24), w: [3, 4, 6, 8, 12][random(5)], h: 1 + random(9), s: random(3) };
      const place = grid.fitting(name, wish);
      if ([...before.values()].every((other) => !grid.overlap(other, place))) before.set(`c${k}`, place);
    }
    const ids = [...before.keys()];
    const id = ids[random(ids.length)];
    const old = before.get(id);
    const wish = { x: random(12), y: random(30), w: random(2) ? old.w : 3 + random(9), h: random(2) ? old.h : 1 + random(12), s: random(2) ? old.s : random(3) };
    const kept = JSON.stringify([...before]);
    const outcomes = [grid.move(before, name, id, wish), grid.remove(before, id)]
      .concat(["left", "right", "up", "down"].map((way) => grid.step(before, name, id, way)));
    if (JSON.stringify([...before]) !== kept) faults.push(`round ${round} changed what it was given`);
    for (const [number, after] of outcomes.entries()) {
      const list = [...after];
      list.forEach(([a, p], i) => {
        const q = grid.fitting(name, p);
        if (JSON.stringify(p) !== JSON.stringify(q)) faults.push(`round ${round}.${number}: ${a} is off the grid`);
        for (const [b, other] of list.slice(i + 1)) {
          if (grid.overlap(p, other)) faults.push(`round ${round}.${number}: ${a} lies on ${b}`);
        }
      });
      const touched = new Set([...columns(old), ...columns(after.get(id) ?? old)]);
      let moved = list.filter(([other, p]) => other !== id && JSON.stringify(p) !== JSON.stringify(before.get(other)));
      for (let size = -1; size !== moved.length;) {
        size = moved.length;
        moved = moved.filter(([other, p]) => {
          const own = [...columns(p), ...columns(before.get(other))];
          if (!own.some((column) => touched.has(column))) return true;
          own.forEach((column) => touched.add(column));
          return false;
        });
      }
      if (moved.length > 0) faults.push(`round ${round}.${number}: ${moved[0][0]} moved and need not`);
    }
  }
  return faults.slice(0, 5);
}"""


@pytest.fixture
def module(dashboard, open_page):
    """An open page, and the address of its module of places."""
    page = open_page(dashboard.url)
    return page, dashboard.url + "/assets/js/grid.js"


def test_every_case_that_the_host_is_held_to(module):
    page, source = module
    for case in CASES:
        assert page.evaluate(OUTCOME, [source, case]) == case["after"], case["what"]


def test_no_overlap_and_no_card_that_moves_and_need_not(module):
    page, source = module
    assert page.evaluate(PROPERTIES, [source, 2_000]) == []


# MARK: With hands


@pytest.fixture(scope="session")
def desks(chromium, tmp_path_factory):
    """Data folders of dashboards with equal cards in rows of four. Each is made once, and copied for a test."""
    made = {}

    def make(count, size, width, height):
        folder = tmp_path_factory.mktemp("desk")
        dashboard = Dashboard(folder, "--no-starters")
        page = chromium.new_page(viewport={"width": width, "height": height}, locale="en-GB")
        page.goto(dashboard.url)
        connected(page)
        for number in range(1, count + 1):
            page.get_by_label("Describe a block").fill("a to-do list")
            page.keyboard.press("Enter")
            expect(page.locator("[data-block]")).to_have_count(number, timeout=LONG)
        token = page.locator("meta[name=dash-csrf]").get_attribute("content")
        for number, name in enumerate(ids(page)):
            answer = page.request.put(
                f"{dashboard.url}/blocks/{name}/place", headers={"X-Dash-CSRF": token},
                data={"breakpoint": "wide", "place": [number % 4 * 3, number // 4 * size[1], *size]})
            assert answer.ok, answer.text()
        page.close()
        dashboard.close()
        return folder

    def desk(*wish):
        if wish not in made:
            made[wish] = make(*wish)
        return made[wish]

    return desk


@pytest.fixture
def notes(desks, tmp_path, open_page):
    """A dashboard with four equal cards in a row, or `count` of them, on a page of a size; it is at `address(page)`."""
    dashboards = []

    def notes(count=4, size=(3, 4), width=1440, height=900, **options):
        shutil.copytree(desks(count, size, width, height), tmp_path, dirs_exist_ok=True)
        dashboards.append(Dashboard(tmp_path, "--no-starters"))
        page = open_page(dashboards[-1].url, width, height, **options)
        settled(page)
        return page, ids(page)

    yield notes
    for dashboard in dashboards:
        dashboard.close()


def address(page):
    """The address of the dashboard that a page is of."""
    return page.url.split("#")[0].rstrip("/")


def ids(page):
    return [card.get_attribute("data-block") for card in page.locator("[data-block]").all()]


def card(page, id):
    return page.locator(f'[data-block="{id}"]')


def places(page, breakpoint="wide"):
    """Places by block, as the host keeps them."""
    answer = page.request.get(address(page) + "/api/v1/blocks").json()
    return {block["id"]: block["places"][breakpoint] for block in answer["blocks"]}


def settled(page):
    """Waits until nothing glides any more."""
    page.wait_for_function(
        "() => document.getAnimations().every((a) => a.playState !== 'running')")


def header(page, id):
    """A place on the header of a card that is no button."""
    box = card(page, id).locator(".card-head").bounding_box()
    return box["x"] + 12, box["y"] + 8


def kept(page, act):
    """Does something, and waits until the host has kept it."""
    with page.expect_response(lambda r: r.url.endswith("/place") and r.request.method == "PUT"):
        act()


def boxes(page):
    return page.evaluate("""() => Object.fromEntries([...document.querySelectorAll('[data-block]')].map(
      (card) => { const b = card.getBoundingClientRect(); return [card.dataset.block, [b.x, b.y, b.width, b.height].map(Math.round)]; }))""")


def test_a_mouse_drags_a_card_over_the_one_beside_it(notes, pictures):
    page, (a, b, c, d) = notes()
    before = places(page)
    x, y = header(page, a)
    width = card(page, a).bounding_box()["width"] + 16
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + width / 2, y + 5, steps=4)
    page.mouse.move(x + width, y + 5, steps=4)
    expect(page.locator(".drop-target")).to_be_visible()
    page.screenshot(path=pictures / "drag.png")
    kept(page, page.mouse.up)
    expect(page.locator(".drop-target")).to_have_count(0)
    now = places(page)
    assert now[a] == before[b] and now[b] == before[a]
    assert now[c] == before[c] and now[d] == before[d]
    assert ids(page) == [b, a, c, d]
    # The same after a reload, and undone with one key.
    page.reload()
    page.locator("html[data-ready]").wait_for(state="attached")
    assert ids(page) == [b, a, c, d]
    with page.expect_response("**/undo"):
        page.keyboard.press("Control+z")
    expect(page.locator("[data-block]").first).to_have_attribute("data-block", a)
    assert places(page) == before


def test_a_drag_that_is_broken_off_changes_nothing(notes):
    page, (a, *_) = notes(2)
    before, seen = places(page), boxes(page)
    x, y = header(page, a)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 400, y + 300, steps=5)
    page.keyboard.press("Escape")
    page.mouse.up()
    settled(page)
    assert boxes(page) == seen and places(page) == before


def test_a_click_on_the_header_is_no_drag(notes):
    page, (a, *_) = notes(2)
    changes = []
    page.on("request", lambda request: changes.append(request.url) if request.method == "PUT" else None)
    page.mouse.click(*header(page, a))
    page.mouse.move(700, 700)
    assert changes == []


def test_the_corner_resizes_and_snaps_to_good_widths(notes, pictures):
    page, (a, b, c, d) = notes()
    before = places(page)
    card(page, a).hover()
    grip = card(page, a).locator("[data-grip]").bounding_box()
    page.mouse.move(grip["x"] + 12, grip["y"] + 12)
    page.mouse.down()
    page.mouse.move(grip["x"] + 280, grip["y"] + 120, steps=8)
    page.screenshot(path=pictures / "resize.png")
    kept(page, page.mouse.up)
    now = places(page)
    assert now[a] == [0, 0, 6, 6]
    # Only the one in the way yields.
    assert now[b] == [3, 6, 3, 4] and now[c] == before[c] and now[d] == before[d]


def test_a_finger_holds_and_drags_and_a_swipe_scrolls(notes, open_page):
    wide, _ = notes(3)
    page = open_page(wide.url, width=390, height=844, has_touch=True, is_mobile=True)
    first, second, third = ids(page)
    touch = page.context.new_cdp_session(page)

    def finger(kind, *points):
        touch.send("Input.dispatchTouchEvent", {
            "type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    # A finger that moves at once scrolls, and moves no card.
    x, y = header(page, first)
    finger("touchStart", (x, y))
    finger("touchMove", (x, y - 60))
    finger("touchEnd")
    assert page.locator("[data-held]").count() == 0
    page.evaluate("scrollTo(0, 0)")
    x, y = header(page, first)
    finger("touchStart", (x, y))
    page.locator("[data-held]").wait_for()
    box = card(page, second).bounding_box()
    for step in range(1, 6):
        finger("touchMove", (x, y + step * (box["height"] * 0.8) / 5))
    kept(page, lambda: finger("touchEnd"))
    assert ids(page) == [second, first, third]
    # The order of a phone is its own.
    wide = places(page)
    assert wide[first][:2] == [0, 0]


def test_keys_move_and_resize_and_no_press_is_lost(notes):
    page, (a, b, c, d) = notes()
    card(page, a).focus()
    kept(page, lambda: page.keyboard.press("Alt+ArrowRight"))
    assert ids(page)[:2] == [b, a]
    kept(page, lambda: page.keyboard.press("Alt+ArrowLeft"))
    # Nine at once, faster than the host answers.
    for _ in range(9):
        page.keyboard.press("Alt+Shift+ArrowRight")
    expect(card(page, a)).to_have_class(re.compile(r"\bww12\b"))
    page.wait_for_function("""async () => (await (await fetch('/api/v1/blocks')).json()).blocks
      .some((block) => block.places.wide[2] === 12)""")
    assert places(page)[a][2] == 12
    assert card(page, a).evaluate("card => card === document.activeElement")
    expect(page.locator("[data-announce]")).to_contain_text("12 columns wide")


def test_an_echo_of_the_host_never_takes_back_a_newer_hand(notes):
    page, (a, b, *_) = notes()
    waiting = []

    def hold(route):
        nonlocal waiting
        if waiting is None:
            route.continue_()
        else:
            waiting.append(route)

    page.route("**/place", hold)
    card(page, a).focus()
    page.keyboard.press("Alt+Shift+ArrowDown")
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect(card(page, a)).to_have_class(re.compile(r"\bwh6\b"))
    # Meanwhile somebody else moves another card: it arrives, and the hand's size stays.
    token = page.locator("meta[name=dash-csrf]").get_attribute("content")
    answer = page.request.put(
        f"{address(page)}/blocks/{b}/place", headers={"X-Dash-CSRF": token},
        data={"breakpoint": "wide", "place": [3, 0, 3, 8]})
    assert answer.ok
    expect(card(page, b)).to_have_class(re.compile(r"\bwh8\b"))
    expect(card(page, a)).to_have_class(re.compile(r"\bwh6\b"))
    held, waiting = waiting, None
    for route in held:
        route.continue_()
    page.wait_for_function("""async (id) => (await (await fetch('/api/v1/blocks')).json()).blocks
      .find((block) => block.id === id).places.wide[3] === 6""", arg=a)
    assert places(page)[b][3] == 8


def test_the_menu_moves_and_resizes_without_mouse_or_modifier(notes):
    page, (a, b, c, d) = notes()
    card(page, a).get_by_label("Menu of").click()
    card(page, a).get_by_role("link", name="Move or resize").click()
    bar = page.get_by_role("toolbar")
    expect(bar.get_by_role("button", name="Move up")).to_be_focused()
    kept(page, bar.get_by_role("button", name="Move right").click)
    assert ids(page)[:2] == [b, a]
    kept(page, bar.get_by_role("button", name="Large").click)
    assert places(page)[a][2:] == [6, 8]
    page.keyboard.press("Escape")
    expect(bar).to_have_count(0)
    expect(card(page, a).get_by_label("Menu of")).to_be_focused()


def test_without_script_a_page_moves_and_resizes(notes, open_page):
    other, (a, b, *_) = notes(2)
    page = open_page(f"{address(other)}/blocks/{a}/place", java_script_enabled=False)
    page.get_by_role("button", name="Right").click()
    page.get_by_role("button", name="Medium").click()
    page.get_by_text("4 of 12 columns wide").wait_for()
    page.goto(address(other))
    assert ids(page)[0] == b


def test_a_deleted_card_leaves_its_column_and_undo_brings_it_back_where_it_was(notes):
    page, names = notes(8)
    before = places(page)
    gone, below = names[1], names[5]
    card(page, gone).get_by_label("Menu of").click()
    card(page, gone).get_by_role("button", name="Delete").click()
    expect(page.locator("[data-block]")).to_have_count(7)
    page.wait_for_function("""async () => (await (await fetch('/api/v1/blocks')).json()).blocks.length === 7""")
    now = places(page)
    assert now[below] == before[gone]
    assert {id: now[id] for id in now if id != below} == {
        id: before[id] for id in before if id not in (gone, below)}
    page.get_by_role("button", name="Undo").click()
    expect(card(page, gone)).to_be_visible()
    page.wait_for_function("""async () => (await (await fetch('/api/v1/blocks')).json()).blocks.length === 8""")
    assert places(page) == before


def test_a_card_is_shown_on_the_whole_page_and_comes_back(notes, pictures):
    page, (a, *_) = notes(2)
    before = boxes(page)
    card(page, a).hover()
    card(page, a).get_by_role("button", name="on the whole page").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("[data-block]")).to_have_count(1)
    assert dialog.bounding_box()["width"] > 1_000
    # It goes on working there.
    dialog.get_by_role("textbox").first.fill("Buy bread")
    page.keyboard.press("Enter")
    expect(dialog.get_by_text("Buy bread")).to_be_visible(timeout=LONG)
    page.screenshot(path=pictures / "full.png")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    settled(page)
    assert boxes(page)[a][:3] == before[a][:3]


# Rows that a body shows in part.
HALF_ROWS = """() => [...document.querySelectorAll('[data-cards] > .card')].flatMap((card) => {
  const body = card.querySelector('.card-body').getBoundingClientRect();
  return [...card.querySelectorAll('.card-body :is(li, tbody tr, .c-stat, figure)')].filter((row) => {
    const box = row.getBoundingClientRect();
    return row.checkVisibility({ visibilityProperty: true }) && box.top < body.bottom - 1 && box.bottom > body.bottom + 1;
  }).map((row) => card.dataset.block + ': ' + row.textContent.slice(0, 40));
})"""


@pytest.mark.parametrize("width", [1440, 820, 390])
def test_cards_end_on_a_whole_row(demo, open_page, pictures, width):
    page = open_page(demo.url, width, 900)
    expect(page.locator("[data-running]")).to_have_count(0, timeout=LONG)
    page.wait_for_function(f"() => ({HALF_ROWS})().length === 0 && document.querySelector('.card-more:not([hidden])')")
    settled(page)
    page.screenshot(path=pictures / f"rows-{width}.png", full_page=True)
    assert page.evaluate(HALF_ROWS) == []
    more = page.locator(".card-more:visible").first
    text = more.inner_text()
    more.click()
    shown = page.get_by_role("dialog").locator("li, tbody tr")
    assert shown.count() > 0
    assert page.get_by_role("dialog").locator("[data-cut]").count() == 0, text


def test_cards_of_the_past_end_on_a_whole_row_and_are_shown_whole(demo, open_page):
    page = open_page(demo.url)
    expect(page.locator("[data-running]")).to_have_count(0, timeout=LONG)
    page.goto(f"{demo.url}/?at={int(time.time()) + 60}")
    page.wait_for_function(f"() => ({HALF_ROWS})().length === 0 && document.querySelector('.card-more:not([hidden])')")
    page.locator(".card-more:visible").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("li, tbody tr").first).to_be_visible()
    assert dialog.locator("[data-cut]").count() == 0
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
