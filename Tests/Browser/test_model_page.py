"""The page of models: who is asked, a choice that is kept, a test of the connection, limits; without script."""

import pytest
from playwright.sync_api import expect

from conftest import Dashboard, Model
from test_accessibility import complaints
from test_bad_input import LONG
from test_looks import LOW_CONTRAST


@pytest.fixture
def server():
    model = Model("openai")
    yield model
    model.close()


@pytest.mark.parametrize("width,scheme", [(1440, "light"), (390, "dark")])
def test_a_model_is_connected_tested_and_limited_on_a_page(server, tmp_path, open_page, pictures, width, scheme):
    dashboard = Dashboard(tmp_path, "--no-starters", environment={"DASH_AI_PROVIDER": "builtin"})
    try:
        page = open_page(dashboard.url, width, 844, scheme)
        page.get_by_role("banner").get_by_label("Menu", exact=True).click()
        page.get_by_role("link", name="Models").click()
        expect(page.get_by_text("No model is asked.")).to_be_visible()
        assert page.get_by_role("button", name="Test the connection").count() == 0
        page.get_by_label("Server").select_option("openai")
        page.get_by_label("Model", exact=True).fill("scripted")
        page.get_by_label("Address").fill(server.url)
        page.get_by_label("Key", exact=True).fill("sk-written-once")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_role("status")).to_have_text("Saved.", timeout=LONG)
        expect(page.get_by_text("Blocks are written by openai/scripted at")).to_be_visible()
        # A key is written and never read.
        assert "sk-written-once" not in page.content()
        expect(page.get_by_label("Key", exact=True)).to_have_value("")
        expect(page.get_by_label("Server")).to_contain_text("openai (its key is kept)")

        server.answers = ["pong"]
        page.get_by_role("button", name="Test the connection").click()
        expect(page.get_by_role("status")).to_contain_text("answered “pong”", timeout=LONG)
        assert "sk-written-once" in str(server.requests[-1][1])
        expect(page.get_by_text("1 of 200 calls, 3200 tokens")).to_be_visible()
        page.screenshot(path=pictures / f"models-{width}-{scheme}.png", full_page=True)
        assert complaints(page) == []
        assert page.evaluate(LOW_CONTRAST) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width

        page.get_by_label("Calls a day").fill("1")
        page.get_by_label("US dollars a day").fill("2.5")
        page.get_by_role("button", name="Save the limits").click()
        expect(page.get_by_text("1 of 1 calls")).to_be_visible()
        page.get_by_role("button", name="Test the connection").click()
        expect(page.get_by_role("alert")).to_be_visible(timeout=LONG)
        assert len(server.requests) == 1
    finally:
        dashboard.close()
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"sk-written-once" not in kept


def test_what_cannot_be_is_refused_and_changes_nothing(dashboard, open_page):
    page = open_page(dashboard.url + "/models", java_script_enabled=False)
    page.get_by_label("Key", exact=True).fill("sk-for-nobody")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("Choose the server that the key is for.")
    token = page.locator("input[name=csrf]").first.get_attribute("value")
    for path, fields, status in [
            ("choose", {"server": "nonsense"}, 200), ("limit", {"calls": "-3"}, 400),
            ("limit", {"calls": "many"}, 400), ("limit", {}, 400)]:
        answer = page.request.post(f"{dashboard.url}/models/{path}", form={"csrf": token, **fields})
        assert answer.status == status, (path, fields, answer.text())
        if path == "choose":
            assert "nonsense" in answer.text() and "Saved." not in answer.text()
    assert page.request.post(f"{dashboard.url}/models/test", form={}).status == 403
