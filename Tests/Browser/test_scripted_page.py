"""A page that is empty until its script runs: it becomes a block by a sentence, is shown, recorded and tested on its
recordings, and is repaired after its markup was built anew; through the server, with a real browser inside Dash."""

import json
import re
import shutil

import pytest
from playwright.sync_api import expect

from test_adding import add
from test_bad_input import LONG, dash

TEAS = [{"id": 1, "name": "Assam", "price": "4.50"}, {"id": 2, "name": "Sencha", "price": "6.20"},
        {"id": 3, "name": "Oolong", "price": "7.00"}, {"id": 4, "name": "Rooibos", "price": "3.10"}]
SHOWN = ["Assam", "4.50", "Sencha", "6.20", "Oolong", "7.00", "Rooibos", "3.10"]

LIST = """root.innerHTML = '<h1>Teas of the week</h1><ul class="teas">' + teas.map((tea) =>
  `<li class="tea"><a class="tea-name" href="/teas/${tea.id}">${tea.name}</a>
   <span class="tea-price">${tea.price} EUR</span></li>`).join('') + '</ul>'"""
# Other elements, other classes, other nesting; what it says is the same.
CARDS = """root.innerHTML = '<main><h1>Teas of the week</h1><section class="grid">' + teas.map((tea) =>
  `<article class="card"><header><h3 class="card-title"><a href="/teas/${tea.id}">${tea.name}</a></h3></header>
   <div class="card-foot"><b class="amount">${tea.price} EUR</b></div></article>`).join('') + '</section></main>'"""

pytestmark = pytest.mark.skipif(not shutil.which("chromium-headless-shell"), reason="needs the Debian package chromium-headless-shell")


def show(source, script, teas):
    """The page as the server sends it: a frame and a script that asks for the rest."""
    source.show("/teas.json", teas)
    source.show_raw("/", "text/html; charset=utf-8", f"""<!doctype html><title>Teas</title><div id="root"></div>
<noscript>You need to enable JavaScript to run this app.</noscript>
<script>fetch('/teas.json').then((answer) => answer.json()).then((teas) => {{ {script} }})</script>""".encode())


def says(card, words):
    for word in words:
        expect(card).to_contain_text(word, timeout=LONG)


@pytest.mark.parametrize("said", ["", " with a browser"])
def test_a_page_that_needs_script_becomes_a_block_and_survives_its_new_markup(
        said, dashboard, source, open_page, tmp_path):
    show(source, LIST, TEAS)
    page = open_page(dashboard.url)
    add(page, f"the teas from {source.url}/{said}")
    job = page.locator(".job")
    job.get_by_role("button", name=f"Allow 127.0.0.1:{source.port}").click()
    if not said:
        # Nobody said it, and it is found out: then a browser is asked for.
        expect(page.get_by_text("This page needs a browser")).to_be_visible(timeout=LONG)
        page.get_by_role("button", name="Allow a browser").click()
    card = page.locator("[data-block]")
    says(card, SHOWN)
    assert "/teas.json" in [path for path, _ in source.seen]
    block = card.get_attribute("data-block")

    def done(*words, code=0):
        answer = dash(*words, data=dashboard.data)
        assert answer.returncode == code, (words, answer.stdout, answer.stderr)
        return answer.stdout + answer.stderr

    # A good run is recorded with the page as it was after its script; what is exported is tested on it, without asking.
    done("refresh", block)
    package = tmp_path / "teas.dashblock"
    done("export", block, str(package), "--recordings", "with")
    asked = len(source.seen)
    tested = done("test", str(package))
    assert re.search(r"^ok 1 - what its sources answered at ", tested, re.MULTILINE), tested
    assert len(source.seen) == asked

    # The page is built anew: nothing that the script selects is there any more. The last good rows stay.
    script = dashboard.data / "blocks" / block / "block.lua"
    before = script.read_text()
    assert "li.tea" in before and "{ browser = true }" in before
    show(source, CARDS, TEAS)
    done("refresh", block, code=22)
    expect(card.get_by_role("status")).to_contain_text("in another shape than before", timeout=LONG)
    says(card, SHOWN)

    # A person has it repaired. What it shows is what the page says now.
    card.get_by_label("Menu of").click()
    card.get_by_role("link", name="Log").click()
    page.get_by_role("button", name="Repair now").click()
    expect(card.get_by_role("status")).to_have_count(0, timeout=LONG)
    assert "li.tea" not in script.read_text() and "article.card" in script.read_text()
    log = done("log", block)
    assert re.search(r"version 2 .* The source has 'article.card' where '.*li.tea' was .*; the script follows it in lines ", log), log
    assert "Evidence: nothing is '" in log and "Against the data before: the same." in log, log
    show(source, CARDS, TEAS[:3] + [{"id": 5, "name": "Darjeeling", "price": "9.90"}])
    done("refresh", block)
    says(card, ["Assam", "4.50", "Darjeeling", "9.90"])
    expect(card).not_to_contain_text("Rooibos")

    # The version before no longer finds anything on what was recorded since; the one that serves does.
    listed = json.loads(dash("list", "--json", data=dashboard.data).stdout)[0]
    assert listed["version"] == 2 and listed["state"] == "ok", listed
