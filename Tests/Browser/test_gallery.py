"""Every component with its variations and a card in each of its states: nothing overflows, text can be
read, nothing complains, and the accessibility tree says what the eye sees."""

import json
import subprocess

import jsonschema_rs
import pytest
from playwright.sync_api import expect

from conftest import CHECKOUT, PROGRAM
from test_looks import LOW_CONTRAST

STATES = """new running ok empty partial stale waiting failing healing needs-secret needs-permission
broken paused""".split()
# States in which everything is said by the body of the card.
CALM = {"ok", "empty"}

OVERFLOWING = """() => {
  const wide = [];
  if (document.documentElement.scrollWidth > innerWidth) wide.push("page");
  for (const card of document.querySelectorAll("article.card")) {
    const body = card.querySelector(".card-body");
    if (body.scrollWidth > body.clientWidth + 1) wide.push(card.getAttribute("aria-labelledby"));
  }
  return wide;
}"""

# Pictures and charts come when they are looked at.
SCROLL = """async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += 700) {
    scrollTo(0, y);
    await new Promise((done) => setTimeout(done, 10));
  }
  scrollTo(0, 0);
}"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A dashboard without blocks, for all tests of this file."""
    from conftest import Dashboard
    dashboard = Dashboard(tmp_path_factory.mktemp("gallery"), "--no-starters")
    yield dashboard
    dashboard.close()


@pytest.fixture
def gallery(house, open_page):
    def gallery(width=1440, height=900, scheme="light"):
        page = open_page(house.url + "/gallery", width, height, scheme, reduced_motion="reduce")
        page.wait_for_function("() => window.Chart && Object.keys(Chart.instances).length > 10")
        page.evaluate(SCROLL)
        return page
    return gallery


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width,height", [(1440, 900), (390, 844)])
def test_it_looks_right(gallery, pictures, width, height, scheme):
    page = gallery(width, height, scheme)
    page.screenshot(path=pictures / f"gallery-{width}-{scheme}.png", full_page=True)
    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate(LOW_CONTRAST) == []
    assert page.evaluate("[...document.images].filter(i => !i.naturalWidth).length") == 0


def test_every_component_and_state_is_there(gallery):
    page = gallery()
    printed = subprocess.run([PROGRAM, "schema", "ui"], capture_output=True, text=True, check=True)
    components = [name.removeprefix("c_") for name in json.loads(printed.stdout)["$defs"] if name.startswith("c_")]
    headings = page.locator(".gallery-shelf > h2").all_inner_texts()
    assert headings == components + ["states"] and len(components) > 20
    for state in STATES:
        expect(page.locator(f"#block-state-{state}")).to_have_count(1)


def test_a_card_says_one_sentence_and_offers_one_action(gallery):
    page = gallery()
    for state in set(STATES) - CALM:
        notice = page.locator(f"#block-state-{state}").get_by_role("status")
        expect(notice).to_have_count(1)
        assert notice.locator("p").inner_text().strip().endswith("."), state
        assert notice.get_by_role("button").count() + notice.get_by_role("link").count() == 1, state


def roles(page, selector, role):
    return page.locator(selector).get_by_role(role)


def test_the_accessibility_tree_says_what_is_shown(gallery):
    page = gallery()
    # Lists, tables and figures are what they look like; the column of pictures has no head.
    assert roles(page, "#list", "list").count() > 0
    assert roles(page, "#list", "listitem").count() >= 4
    table = page.get_by_role("table", name="Weather by city").first
    assert table.get_by_role("columnheader").all_inner_texts()[0:2] == ["City", "°C"]
    assert table.get_by_role("row").count() == 5
    assert roles(page, "#timeline", "listitem").count() >= 5
    assert roles(page, "#tabs", "tab").count() == 2
    assert roles(page, "#tabs", "tabpanel").count() == 1
    assert roles(page, "#progress", "progressbar").count() >= 1
    expect(roles(page, "#checkbox", "checkbox").first).to_be_checked()
    expect(page.locator("#form").get_by_label("City").first).to_have_value("Lisbon")
    # Every chart has words, and the numbers behind it as a table.
    charts = page.locator("#chart figure")
    assert charts.count() > 10
    for chart in charts.all():
        words = chart.locator("canvas").get_attribute("aria-label")
        assert words and "chart" in words.lower(), words
        assert chart.locator("details table th").count() >= 2
    for picture in page.locator("#image img, #list img").all():
        assert picture.get_attribute("alt") is not None
    # Nothing that can be pressed or filled in is without a name; no identifier stands twice.
    nameless = page.evaluate("""() => [...document.querySelectorAll("button, a[href], input, select, summary")]
      .filter(e => e.type !== "hidden" && e.checkVisibility())
      .filter(e => !(e.textContent.trim() || e.getAttribute("aria-label") || e.labels?.length
        || e.querySelector("img[alt]")))
      .map(e => e.outerHTML.slice(0, 120))""")
    assert nameless == []
    twice = page.evaluate("""() => { const ids = [...document.querySelectorAll("[id]")].map(e => e.id);
      return ids.filter((id, i) => ids.indexOf(id) !== i); }""")
    assert twice == []


def test_tone_is_never_colour_alone(gallery):
    page = gallery()
    tree = page.locator("#stat").aria_snapshot()
    assert "(danger)" in tree and "down" in tree
    assert "warning" in page.locator("#strip").aria_snapshot()


def test_headings_go_down_step_by_step(gallery):
    page = gallery()
    levels = page.evaluate("""() => [...document.querySelectorAll("h1, h2, h3")].map(h => Number(h.tagName[1]))""")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:]))


def test_the_files_of_the_command_show_the_same(tmp_path, house, open_page):
    import functools
    import http.server
    import threading
    made = subprocess.run([PROGRAM, "gallery", "--out", str(tmp_path)], capture_output=True, text=True,
                          cwd=CHECKOUT)
    assert made.returncode == 0, made.stderr
    assert made.stdout.strip() == str(tmp_path / "index.html")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        page = open_page(f"http://127.0.0.1:{server.server_address[1]}/")
        page.wait_for_function("() => window.Chart && Object.keys(Chart.instances).length > 10")
        live = open_page(house.url + "/gallery")
        assert page.locator("article.card").count() == live.locator("article.card").count()
    finally:
        server.shutdown()


def test_the_printed_schema_judges_the_examples():
    printed = subprocess.run([PROGRAM, "schema", "ui"], capture_output=True, text=True, check=True)
    schema = json.loads(printed.stdout)
    jsonschema_rs.meta.validate(schema)
    judge = jsonschema_rs.Draft202012Validator(schema)
    recipes = sorted((CHECKOUT / "Prompts/recipes").glob("*/block.ui.json"))
    examples = sorted((CHECKOUT / "Tests/Fixtures/specs").glob("*.ui.json"))
    assert recipes and examples
    for path in recipes + examples:
        faults = [error.message for error in judge.iter_errors(json.loads(path.read_text()))]
        assert faults == [], path
    for wrong in [{}, {"ui": 2, "body": []}, {"ui": 1, "body": [{"type": "tabel"}]},
                  {"ui": 1, "body": [{"type": "text", "text": 5}]},
                  {"ui": 1, "body": [{"type": "text", "text": "a", "colour": "red"}]}]:
        assert not judge.is_valid(wrong), wrong


def test_the_page_is_small(demo, open_page):
    """HTML, styles and modules of a dashboard, compressed: at most 54 kB without charts."""
    import gzip
    sizes = {}
    page = open_page("about:blank")
    of_charts = ("chart", "/library.js", "/timeaxis.js")
    page.on("response", lambda answer: sizes.setdefault(
        answer.url, 0 if any(name in answer.url for name in of_charts) or not answer.ok
        or answer.url.endswith("/events")
        or answer.request.resource_type not in ("document", "stylesheet", "script")
        else len(gzip.compress(answer.body(), 9))))
    page.goto(demo.url)
    page.wait_for_selector("[data-link=live]", timeout=60_000)
    assert sum(sizes.values()) < 54_000, sizes
