"""A dashboard with thirty cards, as different as the recipes are: nothing overflows, nothing is cut, nothing jumps."""

import pytest
from playwright.sync_api import expect

from conftest import Dashboard, connected
from test_bad_input import LONG
from test_grid import HALF_ROWS, settled
from test_looks import BROKEN, LOW_CONTRAST, OVERFLOWING, SHIFTS

# Does every card that has something to show have the height it needs?
FITTED = """async () => {
  const page = new DOMParser().parseFromString(await (await fetch("/")).text(), "text/html");
  return page.querySelector("[data-state=ok][data-unfitted~=wide]") === null;
}"""


@pytest.fixture
def wall(tmp_path, chromium):
    """The starters and every recipe, with recorded answers."""
    dashboard = Dashboard(tmp_path, "--demo")
    page = chromium.new_page()
    page.goto(dashboard.url)
    connected(page)
    headers = {"X-Dash-CSRF": page.locator("meta[name=dash-csrf]").get_attribute("content")}
    for recipe in page.request.get(dashboard.url + "/recipes.json").json()["recipes"]:
        # Eight are made at once; who is too many comes again.
        while page.request.post(dashboard.url + "/blocks", headers=headers, data={"sentence": recipe["sentence"]}).status == 429:
            page.wait_for_function("() => document.querySelectorAll('.job .spinner').length < 8")
    expect(page.locator(".job .spinner")).to_have_count(0, timeout=LONG)
    page.request.post(dashboard.url + "/refresh", headers=headers)
    expect(page.locator("[data-block]", has_text="Bundesliga")).to_contain_text("Werder Bremen", timeout=LONG)
    expect(page.locator("[data-running]")).to_have_count(0, timeout=LONG)
    page.close()
    yield dashboard
    dashboard.close()


def test_thirty_cards_are_whole_still_and_readable(wall, open_page, pictures):
    # The first visit fits the cards that have something to show.
    page = open_page(wall.url)
    assert page.locator("[data-block]").count() >= 30
    page.wait_for_function(FITTED, polling=300, timeout=LONG)
    for width, height in ((1440, 900), (390, 844)):
        for scheme in ("light", "dark"):
            page = open_page("about:blank", width, height, scheme)
            page.add_init_script(SHIFTS)
            page.goto(wall.url)
            connected(page)
            page.locator("[data-link=live], [data-link=lost]").first.wait_for(state="attached")
            settled(page)
            page.screenshot(path=pictures / f"thirty-{width}-{scheme}.png", full_page=True)
            for faults in (OVERFLOWING, BROKEN, HALF_ROWS, LOW_CONTRAST):
                assert page.evaluate(faults) == [], (width, scheme)
            assert page.evaluate("window.shift") <= 0.02, (width, scheme)
