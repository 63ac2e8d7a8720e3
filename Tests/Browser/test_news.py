"""Cards that changed while nobody looked are marked, those that did not are not, and looking takes the mark away."""

import pytest
from playwright.sync_api import expect

from conftest import Dashboard
from test_accessibility import complaints
from test_bad_input import LONG, dash


@pytest.fixture
def two(source, tmp_path):
    for name in ("a", "b"):
        source.show(f"/{name}.json", [{"name": f"Ajax {name}", "points": 31}, {"name": "Benfica", "points": 29}])
        assert dash("add", f"show {source.url}/{name}.json", "--grant", "127.0.0.1", data=tmp_path).returncode == 0
    dashboard = Dashboard(tmp_path, "--no-starters")
    yield dashboard
    dashboard.close()


@pytest.mark.parametrize("width", [1440, 390])
def test_what_changed_since_the_last_look_is_marked(two, source, open_page, pictures, width):
    page = open_page(two.url, width, 844)
    first, second = (page.locator("[data-block]", has_text=f"Ajax {name}") for name in ("a", "b"))
    expect(page.locator("[data-news]")).to_have_count(0)
    names = [card.get_attribute("data-block") for card in (first, second)]
    # The page is left; one source changes, the other is only asked again.
    page.goto(two.url + "/shortcuts")
    source.show("/a.json", [{"name": "Ajax a", "points": 34}, {"name": "Benfica", "points": 29}])
    for name in names:
        token = page.locator("meta[name=dash-csrf]").get_attribute("content")
        answer = page.request.post(f"{two.url}/api/v1/blocks/{name}/run", headers={"X-Dash-CSRF": token})
        assert answer.ok, answer.text()
    page.goto(two.url)
    expect(page.locator("[data-news]")).to_have_count(1)
    expect(first).to_have_attribute("aria-description", "Changed since you last looked")
    expect(first).to_contain_text("34")
    page.screenshot(path=pictures / f"news-{width}.png")
    assert complaints(page) == []
    page.goto(two.url + "/shortcuts")
    page.goto(two.url)
    expect(page.locator("html[data-ready]")).to_be_attached()
    expect(page.locator("[data-news]")).to_have_count(0, timeout=LONG)
