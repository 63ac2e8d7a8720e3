"""The time zone and the language of the person: chosen on the page, in the shell and over the API; followed by cards,
scripts and the page."""

import json
import re

import pytest
from playwright.sync_api import expect

from conftest import Dashboard
from test_accessibility import complaints
from test_bad_input import LONG, dash
from test_looks import LOW_CONTRAST

# 27 January 2027, 23:30 in UTC: the next morning in Tokyo.
MOMENT = 1_801_092_600
SCRIPT = f"return function(ctx) return {{n = 1234.5, at = {MOMENT}, zone = ctx.zone, locale = ctx.locale}} end"
SPEC = {"ui": 1, "title": "Here", "body": [
    {"type": "text", "text": "${n | number:1} on ${at | date} in ${zone}, ${locale}"}]}


def folder(tmp_path, **manifest):
    block = tmp_path / "here"
    block.mkdir(exist_ok=True)
    (block / "block.json").write_text(json.dumps({"name": "Here", "schedule": "manual", **manifest}))
    (block / "block.lua").write_text(SCRIPT)
    (block / "block.ui.json").write_text(json.dumps(SPEC))
    return block


def shown(block, data):
    return dash("run-block", str(block), data=data).stdout


def test_the_shell_sets_them_and_blocks_follow(tmp_path, dashboard):
    data, block = dashboard.data, folder(tmp_path)
    assert "as this machine" in dash("preferences", data=data).stdout
    answer = dash("preferences", "--zone", "Asia/Tokyo", "--locale", "de", data=data)
    assert answer.returncode == 0 and "Asia/Tokyo (chosen)" in answer.stdout, answer.stderr
    assert "1.234,5 on 28. Jan. 2027 in Asia/Tokyo, de" in shown(block, data)
    assert "1,234.5 on 28 Jan 2027 in Asia/Tokyo, en-GB" in shown(folder(tmp_path, locale="en-GB"), data)
    dash("preferences", "--zone", "auto", data=data)
    assert json.loads(dash("preferences", "--json", data=data).stdout) == {"locale": "de"}


@pytest.mark.parametrize("words,told", [
    (["--zone", "Lisbon"], "did you mean 'Europe/Lisbon'?"), (["--zone", "Mars/Base"], "not a time zone"),
    (["--locale", "klingon"], "not a locale"), (["--locale", "pt_BR"], 'write "pt-BR"')])
def test_what_nobody_has_is_refused_and_nothing_changes(dashboard, words, told):
    dash("preferences", "--zone", "Europe/Paris", data=dashboard.data)
    answer = dash("preferences", *words, data=dashboard.data)
    assert answer.returncode != 0 and told in answer.stderr, answer.stderr
    assert json.loads(dash("preferences", "--json", data=dashboard.data).stdout) == {"zone": "Europe/Paris"}


@pytest.mark.parametrize("width,scheme", [(1440, "light"), (390, "dark")])
def test_the_page_sets_them_and_follows(source, tmp_path, open_page, pictures, width, scheme):
    source.show("/when.json", [{"name": "Party", "starts": "2027-01-27T23:30:00Z", "guests": 1234},
                               {"name": "Fair", "starts": "2027-03-01T10:00:00Z", "guests": 20500}])
    made = dash("add", f"show {source.url}/when.json", "--grant", "127.0.0.1", data=tmp_path)
    assert made.returncode == 0, made.stderr
    dashboard = Dashboard(tmp_path, "--no-starters")
    try:
        page = open_page(dashboard.url, width, 844, scheme)
        expect(page.locator("[data-block]")).to_contain_text("1,234", timeout=LONG)
        page.get_by_label("Menu", exact=True).click()
        page.get_by_role("link", name="Preferences").click()
        page.get_by_label("Time zone").fill("Lisbon")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("alert")).to_contain_text("did you mean 'Europe/Lisbon'?")
        # What was typed stays, to be mended.
        expect(page.get_by_label("Time zone")).to_have_value("Lisbon")
        page.get_by_label("Time zone").fill("Asia/Tokyo")
        page.get_by_label("Language").fill("de")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("status").first).to_contain_text("Saved.")
        page.screenshot(path=pictures / f"preferences-{width}-{scheme}.png")
        assert complaints(page) == []
        assert page.evaluate(LOW_CONTRAST) == []
        page.goto(dashboard.url)
        card = page.locator("[data-block]")
        expect(card).to_contain_text("1.234")
        expect(card).to_contain_text(re.compile(r"28\. Jan"))
        expect(page.locator("html[data-ready]")).to_have_attribute("data-zone", "Asia/Tokyo")
    finally:
        dashboard.close()


def test_the_api_reads_and_sets_them(dashboard, open_page):
    page = open_page(dashboard.url)
    headers = {"X-Dash-CSRF": page.locator("meta[name=dash-csrf]").get_attribute("content")}
    address = f"{dashboard.url}/api/v1/preferences"
    assert page.request.get(address).json()["zone"]["is_chosen"] is False
    answer = page.request.put(address, data={"zone": "Europe/Lisbon", "locale": "pt-PT"}, headers=headers)
    assert answer.status == 200, answer.text()
    assert answer.json() == {"zone": {"value": "Europe/Lisbon", "is_chosen": True},
                             "locale": {"value": "pt-PT", "is_chosen": True}}
    refused = page.request.put(address, data={"zone": "Nowhere/Land"}, headers=headers)
    assert refused.status == 422 and "not a time zone" in refused.text()
    assert page.request.get(address).json()["zone"]["value"] == "Europe/Lisbon"
