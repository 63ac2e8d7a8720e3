"""Sections are made, named, folded, moved and deleted; cards go into them and out of them by mouse, touch, keyboard
and menu; the host keeps all of it, and without script the page does the same."""

import json

import pytest
from playwright.sync_api import expect

from test_accessibility import complaints
from test_grid import LONG, address, card, desks, header, ids, kept, notes, places, settled  # noqa: F401 (fixtures)


def section(page, title):
    return page.locator("[data-section]", has=page.get_by_role("button", name=title, exact=True))


def add(page, title):
    """By the menu of the page; the title is asked for at once."""
    page.get_by_label("Menu", exact=True).click()
    page.get_by_role("button", name="Add a section").click()
    expect(page.locator(".section-head input:focus")).to_have_value("New section")
    page.keyboard.type(title)
    page.keyboard.press("Enter")
    expect(section(page, title)).to_be_visible()
    return section(page, title)


def number(frame):
    return int(frame.get_attribute("data-section"))


def menu(frame, name):
    frame.get_by_label("Menu of the section").click()
    frame.get_by_role("button", name=name).click()


def host(page):
    return page.request.get(address(page) + "/api/v1/sections").json()["sections"]


def cards_in(frame):
    return [card.get_attribute("data-block") for card in frame.locator("[data-block]").all()]


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_section_is_made_named_folded_moved_and_deleted(notes, open_page, pictures, width, scheme):
    page, (a, *_) = notes(2, width=width, height=844, scheme=scheme)
    news = add(page, "News")
    expect(news.get_by_label("Menu of the section")).to_be_focused()
    expect(news.locator(".cards")).to_be_visible()
    assert complaints(page) == []
    page.screenshot(path=pictures / f"section-empty-{width}-{scheme}.png")
    home = add(page, "At home")
    menu(home, "Move up")
    expect(page.locator("[data-title]")).to_have_text(["At home", "News"])
    assert [each["title"] for each in host(page)] == ["At home", "News"]
    news.get_by_role("button", name="News", exact=True).click()
    expect(news.get_by_role("button", name="News", exact=True)).to_have_attribute("aria-expanded", "false")
    page.wait_for_function("async () => (await (await fetch('/api/v1/sections')).json()).sections[1].folded")
    page.reload()
    expect(news.get_by_role("button", name="News", exact=True)).to_have_attribute("aria-expanded", "false")
    page.locator("html[data-ready]").wait_for(state="attached")
    menu(home, "Delete the section")
    expect(page.locator("[data-section]")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-title]")).to_have_text(["At home", "News"])
    expect(page.locator("[data-block]")).to_have_count(2)


def test_a_mouse_drags_a_card_into_a_section_and_out_again(notes, pictures):
    page, (a, b, c, d) = notes()
    before = places(page)
    news = add(page, "News")
    id = number(news)
    x, y = header(page, a)
    target = news.locator(".cards").bounding_box()
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 60, steps=4)
    page.mouse.move(target["x"] + 400, target["y"] + 20, steps=8)
    expect(page.locator(".drop-target")).to_be_visible()
    page.screenshot(path=pictures / "section-drag.png")
    kept(page, page.mouse.up)
    assert places(page)[a][4] == id and places(page)[a][1] == 0
    assert cards_in(news) == [a] and {k: v for k, v in places(page).items() if k != a} == {k: v for k, v in before.items() if k != a}
    page.reload()
    page.locator("html[data-ready]").wait_for(state="attached")
    assert cards_in(news) == [a]
    # Out again, to where it was.
    x, y = header(page, a)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 40, steps=4)
    top = page.locator("#cards").bounding_box()
    page.mouse.move(top["x"] + 12, top["y"] + 8, steps=8)
    kept(page, page.mouse.up)
    assert places(page) == before
    # And back by undo: two moves and the section's making and naming.
    with page.expect_response("**/undo"):
        page.keyboard.press("Control+z")
    expect(news.locator(f'[data-block="{a}"]')).to_be_visible()


def test_a_card_dropped_on_a_folded_section_is_in_it(notes):
    page, (a, *_) = notes(2)
    news = add(page, "News")
    head = news.get_by_role("button", name="News", exact=True)
    head.click()
    expect(head).to_have_attribute("aria-expanded", "false")
    box = head.bounding_box()
    page.mouse.move(*header(page, a))
    page.mouse.down()
    page.mouse.move(box["x"] + 30, box["y"] - 80, steps=4)
    page.mouse.move(box["x"] + 30, box["y"] + 10, steps=4)
    expect(page.locator("[data-section][data-over]")).to_have_count(1)
    kept(page, page.mouse.up)
    assert places(page)[a][4] == number(news)
    expect(card(page, a)).not_to_be_in_viewport()
    # Who jumps to the card finds it.
    name = card(page, a).locator(".card-title").text_content()
    page.keyboard.press("/")
    page.keyboard.type(name)
    # Both have the same name; this one comes last.
    page.get_by_role("option").filter(has_text=name).filter(has_text="Card").last.click()
    expect(head).to_have_attribute("aria-expanded", "true")


def test_keys_and_the_bar_take_a_card_across_sections(notes):
    page, (a, b, *_) = notes(2)
    news = add(page, "News")
    card(page, a).focus()
    kept(page, lambda: page.keyboard.press("Alt+ArrowDown"))
    assert cards_in(news) == [a] and places(page)[a][4] == number(news)
    assert card(page, a).evaluate("card => card === document.activeElement")
    expect(page.locator("[data-announce]")).to_contain_text("in News", timeout=LONG)
    kept(page, lambda: page.keyboard.press("Alt+ArrowUp"))
    assert cards_in(news) == [] and len(places(page)[a]) == 4
    card(page, b).get_by_label("Menu of").click()
    card(page, b).get_by_role("link", name="Move or resize").click()
    kept(page, lambda: page.get_by_role("toolbar").get_by_label("Section").select_option("News"))
    assert cards_in(news) == [b]
    # A section moves by keys, too.
    home = add(page, "At home")
    home.get_by_role("button", name="At home", exact=True).focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-title]")).to_have_text(["At home", "News"])
    assert cards_in(news) == [b]


def test_a_finger_takes_a_card_into_a_section(notes):
    page, (first, second) = notes(2, width=390, height=844, has_touch=True)
    news = add(page, "News")
    page.evaluate("scrollTo(0, 0)")
    settled(page)
    touch = page.context.new_cdp_session(page)

    def finger(kind, *points):
        touch.send("Input.dispatchTouchEvent", {
            "type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    x, y = header(page, first)
    finger("touchStart", (x, y))
    page.locator("[data-held]").wait_for()
    end = news.locator(".cards").bounding_box()["y"] + 30
    assert end < 844, "the section is on the screen"
    for step in range(1, 7):
        finger("touchMove", (x, y + (end - y) * step / 6))
    kept(page, lambda: finger("touchEnd"))
    assert cards_in(news) == [first]
    assert places(page)[first][4] == number(news), "a card is in the same section on every screen"


def test_another_browser_follows(notes, open_page):
    page, (a, b) = notes(2)
    other = open_page(page.url)
    news = add(page, "News")
    expect(section(other, "News")).to_be_visible()
    card(page, a).focus()
    kept(page, lambda: page.keyboard.press("Alt+ArrowDown"))
    expect(section(other, "News").locator(f'[data-block="{a}"]')).to_be_visible()
    menu(news, "Delete the section")
    expect(other.locator("[data-section]")).to_have_count(0)
    expect(other.locator("#cards > [data-block]")).to_have_count(2)


def test_without_script(notes, open_page):
    other, (a, *_) = notes(2)
    page = open_page(other.url, java_script_enabled=False)
    page.get_by_label("Menu", exact=True).click()
    page.get_by_role("button", name="Add a section").click()
    frame = page.locator("[data-section]")
    frame.get_by_label("Menu of the section").click()
    frame.get_by_label("Title").fill("News")
    frame.get_by_role("button", name="Rename").click()
    expect(section(page, "News")).to_be_visible()
    page.goto(f"{address(other)}/blocks/{a}/place")
    page.get_by_role("button", name="News").click()
    page.goto(other.url)
    assert cards_in(section(page, "News")) == [a]
    section(page, "News").get_by_role("button", name="News", exact=True).click()
    expect(section(page, "News").get_by_role("button", name="News", exact=True)).to_have_attribute("aria-expanded", "false")
    expect(card(page, a)).not_to_be_in_viewport()
    menu(section(page, "News"), "Delete the section")
    expect(page.locator("[data-section]")).to_have_count(0)
    assert len(ids(page)) == 2


def test_the_api_refuses_what_is_not_a_section(notes):
    page, (a, *_) = notes(1)
    token = page.locator("meta[name=dash-csrf]").get_attribute("content")

    def ask(method, path, body=None):
        return page.request.fetch(f"{address(page)}/api/v1/{path}", method=method, headers={
            "X-Dash-CSRF": token, "Content-Type": "application/json"}, data=json.dumps(body or {}))

    made = ask("POST", "sections", {"title": "News"})
    assert made.status == 201 and made.json()["sections"][0]["title"] == "News"
    id = made.json()["section"]
    assert ask("POST", "sections", {"title": "x" * 81}).status == 422
    assert ask("POST", f"sections/{id}", {"title": " "}).status == 422
    assert ask("POST", f"sections/{id}", {}).status == 400
    assert ask("POST", "sections/99", {"folded": True}).status == 404
    assert ask("DELETE", "sections/0").status == 404
    assert ask("PUT", f"blocks/{a}/place", {"place": [0, 0, 3, 4, 99]}).status == 404
    assert ask("PUT", f"blocks/{a}/place", {"place": [0, 0, 3, 4, id]}).json()["wide"][a] == [0, 0, 3, 4, id]
    assert host(page) == [{"id": id, "title": "News", "folded": False}]
