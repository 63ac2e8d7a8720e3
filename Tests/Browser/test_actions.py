"""Forms, buttons and checkboxes of a card, from the click to the script and back."""

import pytest
from playwright.sync_api import expect

LONG = 60_000


@pytest.fixture
def todo(dashboard, open_page):
    """The to-do list on a dashboard of its own."""
    def todo(**options):
        page = open_page(dashboard.url, **options)
        page.set_default_timeout(LONG)
        page.get_by_label("Describe a block").fill("a to-do list")
        page.get_by_role("button", name="Add", exact=True).click()
        card = page.locator("[data-block]")
        expect(card).to_contain_text("Nothing to do", timeout=LONG)
        return page, card
    return todo


def add(card, task):
    card.locator("form[data-action] input[type=text]").fill(task)
    card.get_by_role("button", name="New task").click()
    expect(card.get_by_role("checkbox", name=task)).to_be_visible(timeout=LONG)


def work_through(page, card):
    """Every step a person takes with a to-do list."""
    add(card, "Call Ana")
    add(card, "Water the <b>plants</b>")
    expect(card).to_contain_text("2 open")
    card.get_by_role("checkbox", name="Call Ana").click()
    expect(card.get_by_role("checkbox", name="Call Ana")).to_be_checked(timeout=LONG)
    expect(card.get_by_role("checkbox", name="Water")).not_to_be_checked()
    expect(card).to_contain_text("1 open")
    # What was done is kept by the block, not by the page.
    page.reload()
    expect(card.get_by_role("checkbox", name="Call Ana")).to_be_checked()
    card.get_by_role("button", name="Clear 1 done").click()
    expect(card.get_by_role("checkbox")).to_have_count(1, timeout=LONG)
    card.get_by_role("button", name="Remove").click()
    expect(card).to_contain_text("Nothing to do", timeout=LONG)


def test_a_to_do_list_is_worked_through(todo):
    page, card = todo()
    page.evaluate("window.sameDocument = true")
    add(card, "Buy bread")
    card.get_by_role("checkbox", name="Buy bread").click()
    expect(card.get_by_role("checkbox", name="Buy bread")).to_be_checked(timeout=LONG)
    assert page.evaluate("window.sameDocument") is True
    card.get_by_role("button", name="Clear 1 done").click()
    expect(card).to_contain_text("Nothing to do", timeout=LONG)
    work_through(page, card)


def test_it_works_without_script(todo):
    page, card = todo(java_script_enabled=False)
    work_through(page, card)


def test_a_write_from_elsewhere_does_nothing(todo, dashboard):
    page, card = todo()
    add(card, "Stay")
    block = card.get_attribute("data-block")
    for headers in [{}, {"Origin": "https://evil.example"}, {"X-Dash-CSRF": "guess"}]:
        answer = page.request.post(
            f"{dashboard.url}/blocks/{block}/actions", headers=headers,
            form={"action": "remove", "args": '{"id": 1}'})
        assert answer.status == 403, headers
    page.reload()
    expect(card.get_by_role("checkbox", name="Stay")).to_be_visible()
