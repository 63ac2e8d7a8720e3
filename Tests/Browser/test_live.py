"""Live updates come back by themselves, whatever stood between the page and the dashboard."""

from playwright.sync_api import expect

from test_journey import LONG, add

# Longer than the first waits together; a clock that is turned need not wait.
A_WHILE = 45_000


def open_with_block(dashboard, source, open_page):
    source.show("/teams.json", [{"name": "Ajax", "points": 31}, {"name": "Benfica", "points": 29}])
    page = open_page(dashboard.url)
    add(page, f"show the teams from {source.url}/teams.json every hour")
    page.get_by_role("button", name="Allow 127.0.0.1").click(timeout=LONG)
    expect(page.locator("[data-block]")).to_contain_text("Benfica", timeout=LONG)
    return page


def change_behind_the_page(page, source):
    """The block runs without this page hearing of it."""
    source.show("/teams.json", [{"name": "Celtic", "points": 1}, {"name": "Dynamo", "points": 2}])
    block = page.locator("[data-block]").get_attribute("data-block")
    token = page.locator("meta[name=dash-csrf]").get_attribute("content")
    answer = page.request.post(
        f"{page.url}api/v1/blocks/{block}/run", headers={"X-Dash-CSRF": token})
    assert answer.ok, answer.text()


def test_an_error_page_of_a_proxy_is_not_the_end(dashboard, source, open_page):
    page = open_with_block(dashboard, source, open_page)
    refused = []

    def bad_gateway(route):
        refused.append(route.request.url)
        route.fulfill(status=502, content_type="text/html", body="<h1>Bad Gateway</h1>")

    page.route("**/events", bad_gateway)
    page.clock.install()
    page.reload()
    expect(page.locator("[data-link=lost]")).to_be_visible()
    while len(refused) < 3:
        page.clock.fast_forward(A_WHILE)
        page.wait_for_timeout(20)
    change_behind_the_page(page, source)
    page.unroute("**/events")
    page.clock.fast_forward(A_WHILE)
    expect(page.locator("[data-link=live]")).to_be_visible()
    expect(page.locator("[data-block]")).to_contain_text("Celtic")


def test_a_connection_that_died_without_a_word_is_made_anew(dashboard, source, open_page):
    page = open_with_block(dashboard, source, open_page)
    silent = []
    page.route("**/events", lambda route: silent.append(route))
    page.clock.install()
    page.reload()
    page.locator("html[data-ready]").wait_for(state="attached")
    page.clock.run_for(1_000)
    assert len(silent) == 1
    change_behind_the_page(page, source)
    page.unroute("**/events")
    # The stream that is silent is open still: only the watchdog gives it up, then an attempt is due.
    page.clock.fast_forward(A_WHILE)
    page.clock.fast_forward(A_WHILE)
    expect(page.locator("[data-link=live]")).to_be_visible()
    expect(page.locator("[data-block]")).to_contain_text("Celtic")
