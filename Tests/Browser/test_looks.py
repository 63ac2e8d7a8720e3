"""The page at the sizes and in the colours people have: nothing overflows, text can be read, nothing
complains. Screenshots are kept for people to look at."""

import pytest
from playwright.sync_api import TimeoutError, expect

# Text whose contrast with what is behind it is below 4.5 (WCAG 2.2, 1.4.3), as "ratio text".
LOW_CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const light = (color) => {
    const [r, g, b] = color.map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) layers.push(rgba(getComputedStyle(e).backgroundColor));
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
  };
  const opacity = (element) => {
    let product = 1;
    for (let e = element; e; e = e.parentElement) product *= Number(getComputedStyle(e).opacity);
    return product;
  };
  const low = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.nodeValue.trim();
    if (!text || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (element.closest("script, style, canvas, svg, [aria-hidden=true]")) continue;
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;
    const back = behind(element);
    const ink = rgba(getComputedStyle(element).color);
    const front = over([...ink.slice(0, 3), ink[3] * opacity(element)], back);
    const [a, b] = [light(front), light(back)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) low.push(ratio.toFixed(2) + " " + text.slice(0, 40));
  }
  return low;
}"""

# Parts of a card that are wider than the card lets them be, without a scroll bar of their own.
OVERFLOWING = """() => {
  const wide = [];
  if (document.documentElement.scrollWidth > innerWidth) wide.push("page");
  for (const body of document.querySelectorAll(".card-body")) {
    if (body.scrollWidth > body.clientWidth + 1) wide.push(body.closest("[data-block]").dataset.block);
  }
  return wide;
}"""


# Adds up what moves by itself while a page is loaded, as web.dev defines CLS.
SHIFTS = """(() => {
  window.shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
})()"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width,height", [(1440, 900), (820, 1180), (390, 844)])
def test_the_full_dashboard(demo, open_page, pictures, width, height, scheme):
    page = open_page(demo.url, width, height, scheme)
    page.wait_for_function("() => document.querySelectorAll('[data-block]').length >= 6")
    expect(page.locator("[data-running]")).to_have_count(0, timeout=60_000)
    page.wait_for_function("() => document.getAnimations().every((each) => each.playState !== 'running')")
    page.screenshot(path=pictures / f"dashboard-{width}-{scheme}.png", full_page=True)
    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate(LOW_CONTRAST) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_menu_and_the_log(demo, open_page, pictures, scheme):
    page = open_page(demo.url, scheme=scheme)
    card = page.locator("[data-block]").first
    card.get_by_label("Menu of").click()
    page.screenshot(path=pictures / f"menu-{scheme}.png")
    card.get_by_role("link", name="Log").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.screenshot(path=pictures / f"log-{scheme}.png")
    assert page.evaluate(LOW_CONTRAST) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_empty_dashboard(dashboard, open_page, pictures, scheme):
    page = open_page(dashboard.url, scheme=scheme)
    page.screenshot(path=pictures / f"empty-{scheme}.png")
    assert page.evaluate(LOW_CONTRAST) == []


def test_what_a_person_opened_survives_an_update(demo, open_page):
    page = open_page(demo.url)
    card = page.locator("article.card", has_text="Feels like")
    card.hover()
    card.get_by_role("button", name="on the whole page").click()
    body = page.get_by_role("dialog").locator(".card-body")
    body.evaluate("body => { body.style.height = '4rem'; body.style.flex = 'none'; }")
    with page.expect_response(lambda r: r.url.endswith("/card")):
        body.evaluate("body => { body.scrollTop = 20; window.where = body.scrollTop; }")
        card.get_by_label("Menu of").click()
        card.get_by_role("button", name="Refresh").click()
    assert page.evaluate("window.where") > 0


# What makes a page look broken whatever its fonts are: cards that lie on each other, rows that are cut in the
# middle, buttons of another colour than the accent, targets that are too small to hit.
BROKEN = """() => {
  const faults = [];
  const boxes = [...document.querySelectorAll("[data-cards] > [data-block]")].map((card) => [card, card.getBoundingClientRect()]);
  for (const [card, a] of boxes) {
    for (const [other, b] of boxes) {
      if (card !== other && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) {
        faults.push(`${card.dataset.block} lies on ${other.dataset.block}`);
      }
    }
    const body = card.querySelector(".card-body").getBoundingClientRect();
    const more = card.querySelector(".card-more:not([hidden])");
    const end = more ? more.getBoundingClientRect().top : body.bottom;
    for (const row of card.querySelectorAll(".card-body :is(li, tr, dd)")) {
      const box = row.getBoundingClientRect();
      const isSeen = row.checkVisibility({ visibilityProperty: true }) && box.height > 0;
      if (isSeen && box.top < end - 1 && box.bottom > end + 1) faults.push(`${card.dataset.block} cuts a row`);
    }
  }
  const accent = getComputedStyle(document.documentElement).getPropertyValue("--color-accent").trim();
  const probe = document.createElement("i");
  probe.style.color = accent;
  document.body.append(probe);
  const [ink] = [getComputedStyle(probe).color];
  probe.remove();
  for (const button of document.querySelectorAll(".button-primary")) {
    if (button.checkVisibility() && !button.matches(":hover") && getComputedStyle(button).backgroundColor !== ink) {
      faults.push(`${button.textContent} has another accent`);
    }
  }
  for (const target of document.querySelectorAll("button, summary, .menu-item, .panel-tabs a, [type=checkbox]")) {
    const box = (target.closest("label") ?? target).getBoundingClientRect();
    if (target.checkVisibility({ visibilityProperty: true }) && box.height > 0 && (box.height < 16 || box.width < 16)) {
      faults.push(`${target.outerHTML.slice(0, 60)} is too small`);
    }
  }
  return faults;
}"""


def settled(page):
    """What stays broken once cards have the heights of what they show."""
    try:
        page.wait_for_function(f"() => ({BROKEN})().length === 0", timeout=10_000)
    except TimeoutError:
        pass
    return page.evaluate(BROKEN)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width,height", [(1440, 900), (820, 1180), (390, 844), (2560, 1300), (320, 700)])
def test_nothing_looks_broken(demo, open_page, width, height, scheme):
    page = open_page(demo.url, width, height, scheme)
    expect(page.locator("[data-running]")).to_have_count(0, timeout=60_000)
    page.wait_for_function("() => document.getAnimations().every((each) => each.playState !== 'running')")
    assert settled(page) == []
    id = page.locator("[data-block]").first.get_attribute("data-block")
    for tab in ("chat", "params", "data", "edit", "versions", "runs"):
        page.goto(f"{demo.url}/blocks/{id}/{tab}")
        page.locator("html[data-ready]").wait_for(state="attached")
        assert [fault for fault in page.evaluate(BROKEN) if "cuts" not in fault] == [], tab


@pytest.mark.parametrize("name,width,height,options", [
    ("twice as large", 720, 450, {"device_scale_factor": 2}), ("on its side", 844, 390, {}),
    ("forced colours", 1440, 900, {"forced_colors": "active"}), ("calm", 1440, 900, {"reduced_motion": "reduce"})])
def test_nothing_looks_broken_for_those_who_see_otherwise(demo, open_page, pictures, name, width, height, options):
    page = open_page(demo.url, width, height, **options)
    expect(page.locator("[data-running]")).to_have_count(0, timeout=60_000)
    page.wait_for_function("() => document.getAnimations().every((each) => each.playState !== 'running')")
    # Where colours are forced, an accent is not ours to choose.
    assert [fault for fault in settled(page) if "accent" not in fault or name != "forced colours"] == []
    assert page.evaluate(OVERFLOWING) == []
    page.screenshot(path=pictures / f"{name.replace(' ', '-')}.png", full_page=True)
    # The menu is whole, and every item of it can be reached.
    page.get_by_role("banner").get_by_label("Menu", exact=True).click()
    items = page.locator(".top-tools .menu-item")
    items.last.scroll_into_view_if_needed()
    expect(items.last).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
