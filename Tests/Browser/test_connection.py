"""What a page says while it has no connection, and how it goes on; new notices are counted without a reload."""

from playwright.sync_api import expect

from test_accessibility import complaints
from test_bad_input import LONG
from test_looks import LOW_CONTRAST


def test_a_lost_network_is_said_at_once_and_moves_nothing(demo, open_page, pictures):
    page = open_page(demo.url)
    expect(page.locator("[data-link=live]")).to_be_visible(timeout=LONG)
    before = page.locator("[data-block]").first.bounding_box()
    page.context.set_offline(True)
    line = page.locator("[data-offline]")
    expect(line).to_contain_text("This device is offline.")
    assert page.locator("[data-block]").first.bounding_box() == before
    page.screenshot(path=pictures / "offline.png")
    assert complaints(page) == []
    assert page.evaluate(LOW_CONTRAST) == []
    page.context.set_offline(False)
    expect(line).to_have_count(0, timeout=LONG)


def test_a_host_that_is_gone_is_said_and_comes_back(dashboard, open_page):
    page = open_page(dashboard.url)
    page.clock.install()
    page.reload()
    expect(page.locator("[data-link=live]")).to_be_visible(timeout=LONG)
    page.route("**/events", lambda route: route.abort("connectionrefused"))
    page.evaluate("dispatchEvent(new Event('offline'))")
    page.clock.fast_forward(5_000)
    expect(page.locator("[data-offline]")).to_contain_text("Dash does not answer.")
    page.unroute("**/events")
    # Longer than the longest wait for the next attempt.
    page.clock.fast_forward(45_000)
    expect(page.locator("[data-offline]")).to_have_count(0)
