"""Live updates come back by themselves, whatever stood between the page and the dashboard."""

import re

from playwright.sync_api import expect

from conftest import Dashboard
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


def test_a_card_comes_with_the_event_that_tells_of_it_and_with_the_token_of_the_page(tmp_path, open_page):
    token = tmp_path / "token"
    token.write_text("a token of thirty characters, so\n")
    (tmp_path / "data").mkdir()
    dashboard = Dashboard(tmp_path / "data", "--no-starters", "--token-file", str(token))
    try:
        pages = []
        for _ in range(2):
            page = open_page(dashboard.url + "/login")
            page.fill("input[name=token]", "a token of thirty characters, so")
            page.keyboard.press("Enter")
            page.locator("[data-link=live]").wait_for()
            pages.append(page)
        asked = []
        pages[1].on("request", lambda request: asked.append(request.url) if request.url.endswith("/card") else None)
        add(pages[0], "a to-do list")
        for page in pages:
            expect(page.locator("[data-block]")).to_have_count(1, timeout=LONG)
        pages[0].locator("[data-block] form[data-action] input[type=text]").fill("Water the plants")
        pages[0].keyboard.press("Enter")
        expect(pages[1].locator("[data-block]")).to_contain_text("Water the plants", timeout=LONG)
        assert asked == []
        for page in pages:
            own = page.locator("meta[name=dash-csrf]").get_attribute("content")
            fields = page.locator("[data-block] input[name=csrf]").evaluate_all("all => all.map((each) => each.value)")
            assert fields and set(fields) == {own}
    finally:
        dashboard.close()


def blocks(page):
    return [card.get_attribute("data-block") for card in page.locator("[data-block]").all()]


def test_somebody_who_types_keeps_the_focus_when_cards_are_moved_elsewhere(dashboard, open_page):
    page = open_page(dashboard.url)
    sentence = page.get_by_label("Describe a block")
    for count in (1, 2, 3):
        sentence.fill("a to-do list")
        sentence.press("Enter")
        expect(page.locator("[data-block]")).to_have_count(count, timeout=LONG)
    order = blocks(page)
    field = page.locator("[data-block]").nth(1).locator("form[data-action] input[type=text]")
    field.click()
    page.keyboard.type("Buy ")
    token = page.locator("meta[name=dash-csrf]").get_attribute("content")
    for first in (order[2], order[1], order[0]):
        answer = page.request.put(
            f"{page.url}blocks/{first}/place", headers={"X-Dash-CSRF": token},
            data={"breakpoint": "wide", "place": [0, 0, 12, 4]})
        assert answer.ok, answer.text()
        expect(page.locator("[data-block]").first).to_have_attribute("data-block", first)
        page.keyboard.type("x")
    assert page.evaluate("() => document.activeElement.value") == "Buy xxx"


def test_a_menu_that_is_open_stays_so_while_its_card_changes(dashboard, source, open_page):
    page = open_with_block(dashboard, source, open_page)
    card = page.locator("[data-block]")
    card.get_by_label("Menu of").click()
    card.get_by_role("link", name="Settings").focus()
    change_behind_the_page(page, source)
    expect(card).to_contain_text("Celtic", timeout=LONG)
    # A notice comes between the head and the body.
    source.pages.clear()
    block = card.get_attribute("data-block")
    token = page.locator("meta[name=dash-csrf]").get_attribute("content")
    page.request.post(f"{page.url}api/v1/blocks/{block}/run", headers={"X-Dash-CSRF": token})
    expect(card.locator(".card-notice")).to_be_visible(timeout=LONG)
    expect(card.get_by_role("link", name="Settings")).to_be_focused()
    expect(card.locator("details.menu")).to_have_attribute("open", "")


def test_a_card_that_could_not_be_deleted_comes_back_at_once(dashboard, open_page):
    page = open_page(dashboard.url)
    add(page, "a to-do list")
    card = page.locator("[data-block]")
    expect(card).to_have_count(1, timeout=LONG)
    page.route(re.compile("/blocks/"), lambda route: route.abort("internetdisconnected"))
    card.get_by_label("Menu of").click()
    card.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Dash does not answer")).to_be_visible()
    expect(card).to_be_visible()


def test_a_browser_without_network_says_so_at_once(dashboard, open_page):
    page = open_page(dashboard.url)
    expect(page.locator("[data-link=live]")).to_be_visible()
    page.context.set_offline(True)
    expect(page.locator("[data-link=lost]")).to_have_text("Offline")
    page.context.set_offline(False)
    expect(page.locator("[data-link=live]")).to_be_visible(timeout=LONG)
