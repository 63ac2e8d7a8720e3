"""The main job of Dash, as a person does it: a sentence becomes a block that lives by itself."""

from playwright.sync_api import expect

LONG = 60_000


def add(page, sentence):
    page.get_by_label("Describe a block").fill(sentence)
    page.get_by_role("button", name="Add", exact=True).click()


def test_a_sentence_becomes_a_live_block(dashboard, source, open_page):
    source.show("/teams.json", [
        {"name": "Ajax", "points": 31}, {"name": "Benfica", "points": 29},
        {"name": "Celtic", "points": 27},
    ])
    page = open_page(dashboard.url)
    expect(page.get_by_role("heading", name="Your dashboard is empty")).to_be_visible()

    # The address is on this machine, so Dash asks first; one click allows it.
    add(page, f"show the teams from {source.url}/teams.json every 10 seconds")
    page.get_by_role("button", name="Allow 127.0.0.1").click(timeout=LONG)
    card = page.locator("[data-block]")
    expect(card).to_have_count(1, timeout=LONG)
    expect(card).to_contain_text("Benfica")
    expect(page.get_by_role("heading", name="Your dashboard is empty")).to_be_hidden()
    expect(page.locator(".job")).to_have_count(0)

    # It changes by itself after the source changed, without a reload.
    page.evaluate("window.sameDocument = true")
    source.show("/teams.json", [{"name": "Dynamo", "points": 40}, {"name": "Everton", "points": 2}])
    expect(card).to_contain_text("Dynamo", timeout=LONG)
    expect(card).not_to_contain_text("Benfica")
    assert page.evaluate("window.sameDocument") is True

    # A reload shows the data in the first answer, before any script.
    plain = open_page(dashboard.url, java_script_enabled=False)
    expect(plain.locator("[data-block]")).to_contain_text("Everton")

    # Deleting can be undone, and then is for good.
    delete(page, card)
    expect(card).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(card).to_have_count(1)
    delete(page, card)
    expect(card).to_have_count(0)
    page.reload()
    expect(page.get_by_role("heading", name="Your dashboard is empty")).to_be_visible()


def delete(page, card):
    card.get_by_label("Menu of").click()
    card.get_by_role("button", name="Delete").click()


def test_a_source_that_goes_away_keeps_the_data_on_screen(dashboard, source, open_page):
    source.show("/a.json", [{"name": "Ajax", "points": 31}, {"name": "Benfica", "points": 29}])
    page = open_page(dashboard.url)
    add(page, f"show {source.url}/a.json every 10 seconds")
    page.get_by_role("button", name="Allow 127.0.0.1").click(timeout=LONG)
    card = page.locator("[data-block]")
    expect(card).to_contain_text("Benfica", timeout=LONG)
    source.pages.clear()
    card.get_by_label("Menu of").click()
    card.get_by_role("button", name="Refresh").click()
    expect(card.get_by_role("status")).to_contain_text("404", timeout=LONG)
    expect(card).to_contain_text("Benfica")
    # The one next action brings it back.
    source.show("/a.json", [{"name": "Celtic", "points": 1}, {"name": "Dynamo", "points": 2}])
    card.get_by_role("button", name="Retry").click()
    expect(card).to_contain_text("Celtic", timeout=LONG)
    expect(card.get_by_role("status")).to_have_count(0)
    # The log says what happened.
    card.get_by_label("Menu of").click()
    card.get_by_role("link", name="Log").click()
    expect(page.get_by_role("dialog")).to_contain_text("404")


def test_a_sentence_that_cannot_be_served_is_answered(dashboard, open_page):
    page = open_page(dashboard.url)
    add(page, "make me happy")
    answer = page.locator(".job")
    expect(answer).to_contain_text("make me happy")
    expect(answer.locator(".spinner")).to_have_count(0, timeout=LONG)
    expect(page.locator("[data-block]")).to_have_count(0)
    # What the answer names is one click away.
    expect(answer.get_by_role("link", name="connect a model")).to_have_attribute("href", "/models")
    expect(answer.get_by_role("link", name="more")).to_have_attribute("href", "/recipes")
    answer.get_by_role("button", name="Dismiss").click()
    expect(answer).to_have_count(0)


def test_without_script_everything_is_a_form(dashboard, source, open_page):
    source.show("/b.json", [{"name": "Ajax", "points": 31}, {"name": "Benfica", "points": 29}])
    page = open_page(dashboard.url, java_script_enabled=False)
    page.set_default_timeout(LONG)
    add(page, "make me happy")
    page.get_by_role("link", name="connect a model").click()
    expect(page.get_by_role("heading", name="Models", exact=True)).to_be_visible()
    page.goto(dashboard.url)
    add(page, f"show {source.url}/b.json")
    page.get_by_role("button", name="Allow 127.0.0.1").click()
    card = page.locator("[data-block]")
    expect(card).to_contain_text("Benfica")
    delete(page, card)
    expect(page.get_by_role("heading", name="Your dashboard is empty")).to_be_visible()
