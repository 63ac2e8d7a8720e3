"""A card that needs a key asks for it, and takes it on a page that never shows it again."""

import json

import pytest
from playwright.sync_api import expect

from conftest import Dashboard
from test_accessibility import complaints
from test_bad_input import LONG, dash

SCRIPT = """local http = require "http"
return function()
  local me = http.get("URL/me", { headers = { ["X-Key"] = "{{secret:MY_KEY}}" } }):json()
  return { name = me.name }
end
"""
SPEC = {"ui": 1, "title": "Me", "body": [{"type": "stat", "label": "Name", "value": "${name}"}]}


@pytest.fixture
def locked(source, tmp_path):
    source.show("/me", {"name": "Ada"})
    folder = tmp_path / "me"
    folder.mkdir()
    (folder / "block.json").write_text(json.dumps({"name": "Me", "schedule": "manual", "permissions": {
        "private_hosts": [f"127.0.0.1:{source.port}"], "secrets": [{"name": "MY_KEY", "origins": [source.url]}]}}))
    (folder / "block.lua").write_text(SCRIPT.replace("URL", source.url))
    (folder / "block.ui.json").write_text(json.dumps(SPEC))
    data = tmp_path / "data"
    data.mkdir()
    added = dash("add", str(folder), "--yes", "--grant", f"127.0.0.1:{source.port}", data=data)
    assert added.returncode in (0, 13, 14), added.stderr
    dashboard = Dashboard(data, "--no-starters")
    yield dashboard
    dashboard.close()


@pytest.mark.parametrize("width,is_plain", [(1440, False), (390, False), (390, True)])
def test_a_key_is_given_where_it_is_missed(locked, source, open_page, pictures, width, is_plain):
    page = open_page(locked.url, width, 844, java_script_enabled=not is_plain)
    card = page.locator("[data-block]")
    card.get_by_role("link", name="Add the key").click(timeout=LONG)
    panel = page.locator(".panel-page")
    expect(panel).to_contain_text(f"It is sent to {source.url} and nowhere else.")
    if not is_plain:
        page.screenshot(path=pictures / f"key-{width}.png")
        assert complaints(page) == []
    page.get_by_label("Value of MY_KEY").fill("sk-of-ada")
    panel.get_by_role("button", name="Save").click()
    expect(card).to_contain_text("Ada", timeout=LONG)
    assert source.seen[-1][1]["X-Key"] == "sk-of-ada"
    assert "sk-of-ada" not in page.content()
    page.goto(locked.url + "/keys")
    expect(page.get_by_role("listitem")).to_contain_text(f"Me sends it to {source.url}")
    expect(page.get_by_role("link", name="Replace")).to_be_visible()
    if not is_plain:
        assert complaints(page) == []
