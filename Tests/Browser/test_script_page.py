"""A page that is empty until its script runs: a sentence makes a block of it, what it answered is recorded, a change is
tried on that, and the block is repaired after the markup changed."""

import json
import re
import shutil

import pytest
from playwright.sync_api import expect

from test_bad_input import LONG, block, dash
from test_journey import add
from test_refine import say

pytestmark = pytest.mark.skipif(not shutil.which("chromium"), reason="needs the Debian package chromium")

BEFORE = "`<li class='tea'><h3 class='tea-name'>${t.name}</h3><span class='tea-price'>${t.price} EUR</span></li>`"
AFTER = ("`<li class='product'><h3 class='product-title'>${t.name}</h3>"
         "<span class='product-cost'>${t.price} EUR</span></li>`")

TEAS = [{"name": "Assam", "price": "4.50"}, {"name": "Sencha", "price": "6.20"},
        {"name": "Oolong", "price": "7.00"}, {"name": "Rooibos", "price": "3.10"}]


def serve(source, row):
    source.show_raw("/teas", "text/html", f"""<!doctype html><html><head><title>Teas</title></head><body>
      <div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript><script>
      fetch('/teas.json').then(r => r.json()).then(teas => {{
        root.innerHTML = '<h1>Teas of the week</h1><ul>' + teas.map(t => {row}).join('') + '</ul>';
      }});</script></body></html>""".encode())


def test_a_page_that_needs_script_lives_as_a_block(dashboard, source, open_page):
    serve(source, BEFORE)
    source.show("/teas.json", TEAS)
    page = open_page(dashboard.url)
    add(page, f"the teas from {source.url}/teas with a browser")
    page.get_by_role("button", name="Allow 127.0.0.1").click(timeout=LONG)
    card = page.locator("[data-block]")
    expect(card).to_contain_text("Assam", timeout=LONG)
    expect(card).to_contain_text("Rooibos")
    made = card.get_attribute("data-block")

    # Its permission says how the page is read.
    granted = dash("permissions", made, data=dashboard.data).stdout
    assert "browser" in granted.split(), granted

    # A run is recorded, and a change is tried on that.
    assert dash("refresh", made, data=dashboard.data).returncode == 0
    page.goto(f"{dashboard.url}/blocks/{made}/chat")
    say(page, "sort by price")
    change = page.get_by_label("Proposed change")
    expect(change).to_contain_text("On 1 recorded answer", timeout=LONG)
    change.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("Kept as version 2.")).to_be_visible(timeout=LONG)
    page.goto(dashboard.url)
    expect(card.get_by_role("listitem").first).to_contain_text("Rooibos", timeout=LONG)

    # Good runs teach what holds of its data.
    for _ in range(4):
        assert dash("refresh", made, data=dashboard.data).returncode == 0

    # The shop is redesigned: what was shown stays, and the repair follows the markup.
    serve(source, AFTER)
    source.show("/teas.json", [*TEAS, {"name": "Matcha", "price": "9.90"}])
    assert dash("refresh", made, data=dashboard.data).returncode != 0
    assert "Assam" in dash("past", made, "2100-01-01", data=dashboard.data).stdout
    page.goto(f"{dashboard.url}/blocks/{made}/runs")
    page.get_by_role("button", name="Repair now").click()
    expect(page.get_by_text("Version 3 reads the source as it is now.").first).to_be_visible(timeout=LONG)
    page.goto(dashboard.url)
    expect(card).to_contain_text("Matcha", timeout=LONG)
    expect(card).to_contain_text("Assam")
    log = dash("log", made, data=dashboard.data).stdout
    assert "tea-name" in log and "product-title" in log, log


def test_what_a_page_showed_in_vain_is_in_the_log(source, tmp_path):
    source.show_raw("/shop", "text/html", b"<h1>Closed</h1><p>We are closed today, and back on Monday.</p>")
    folder, place = block(tmp_path / "shop", f"""
        return function()
          local page = require("http").get("{source.url}/shop", {{ browser = {{ wait_for = ".price", timeout = 8 }} }})
          return {{ value = page:html():first(".price"):text() }}
        end"""), f"127.0.0.1:{source.port}"
    (folder / "block.json").write_text(json.dumps({
        "name": "Shop", "schedule": "manual", "permissions": {"browser": True, "private_hosts": [place]}}))
    added = dash("add", str(folder), "--yes", "--grant", place, "--grant", "browser", data=tmp_path / "data")
    assert "did not show '.price' within 8 s" in added.stderr, added.stderr
    made = added.stdout.strip()
    run = re.search(r" run (\d+) \(", dash("log", made, data=tmp_path / "data").stdout)[1]
    told = dash("log", made, "--run", run, data=tmp_path / "data").stdout
    assert "the page showed in the browser: Closed We are closed today, and back on Monday." in told, told
