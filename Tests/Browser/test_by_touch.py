"""What is done with a mouse is done with a finger, too: the same stories, tapped on a phone."""

import inspect
import sqlite3

import pytest
from playwright.sync_api import Locator, expect

import test_actions
import test_adding
import test_agents
import test_bar
import test_drawer
import test_journey
import test_key_page
import test_live
import test_model_page
import test_newcomer
import test_once_broken
import test_preferences
import test_refine
import test_shape
from test_actions import todo  # noqa: F401 (all of these are fixtures)
from test_bad_input import LONG
from test_drawer import teams  # noqa: F401
from test_grid import address, card, desks, header, ids, kept, notes, places, settled  # noqa: F401
from test_key_page import locked  # noqa: F401
from test_model_page import server  # noqa: F401
from test_newcomer import model  # noqa: F401
from test_once_broken import clubs  # noqa: F401
from test_shape import cities  # noqa: F401

STORIES = [
    test_actions.test_a_to_do_list_is_worked_through,
    test_adding.test_a_table_of_many_rows_can_be_sorted_and_says_what_it_leaves_out,
    test_agents.test_an_agent_writes_a_block_that_a_person_accepts,
    test_bar.test_a_deleted_block_waits_in_the_trash,
    test_bar.test_the_command_field_finds_cards_actions_and_recipes,
    test_bar.test_the_theme_is_kept_and_known_to_the_first_paint,
    test_bar.test_what_wants_attention_is_counted_and_listed,
    test_drawer.test_a_version_shows_what_it_changed_and_the_way_back,
    test_drawer.test_the_data_is_a_table_json_and_a_file,
    test_journey.test_a_sentence_that_cannot_be_served_is_answered,
    test_journey.test_a_source_that_goes_away_keeps_the_data_on_screen,
    test_key_page.test_a_key_is_given_where_it_is_missed,
    test_live.test_a_card_that_could_not_be_deleted_comes_back_at_once,
    test_model_page.test_a_model_is_connected_tested_and_limited_on_a_page,
    test_newcomer.test_a_first_day_and_the_next,
    test_once_broken.test_a_note_has_room_for_more_than_a_line,
    test_once_broken.test_the_count_of_notices_follows_without_a_reload,
    test_preferences.test_the_page_sets_them_and_follows,
    test_refine.test_a_block_is_changed_restored_and_deleted_by_sentence,
    test_shape.test_with_script_the_question_leads_to_the_form,
]

PHONE = {"width": 390, "height": 844, "scheme": "light", "is_plain": False}


@pytest.fixture
def open_page(open_page, monkeypatch):
    """Opens pages on a phone, or on a tablet by its width; what would click taps."""
    monkeypatch.setattr(Locator, "click", lambda locator, **options: locator.tap(**options))

    def opened(url, width=390, height=844, scheme="light", **options):
        return open_page(url, 820 if width == 820 else 390, height if width in (390, 820) else 844, scheme,
                         **{"has_touch": True, "is_mobile": True, **options})
    return opened


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__.removeprefix("test_"))
def test_told_by_taps(story, request):
    names = inspect.signature(story).parameters
    story(**{name: PHONE[name] if name in PHONE else request.getfixturevalue(name) for name in names})


class Finger:
    """One finger on the glass."""

    def __init__(self, page):
        self.touch = page.context.new_cdp_session(page)

    def send(self, kind, *points):
        self.touch.send("Input.dispatchTouchEvent", {
            "type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    def drag(self, start, end, steps=6):
        self.send("touchStart", start)
        for step in range(1, steps + 1):
            self.send("touchMove", tuple(a + (b - a) * step / steps for a, b in zip(start, end)))


def test_a_finger_pulls_the_corner(notes):
    page, (a, *_) = notes(2, width=820, height=844)
    before = places(page, "medium")[a]
    grip = card(page, a).locator("[data-grip]").bounding_box()
    x, y = grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2
    finger = Finger(page)
    # It does not wait for what is still to be fetched.
    finger.drag((x, y), (x + 380, y + 120))
    expect(card(page, a)).to_have_attribute("data-held", "")
    finger.send("touchMove", (x + 384, y + 120))
    kept(page, lambda: finger.send("touchEnd"))
    now = places(page, "medium")[a]
    assert now[2] == 6 and now[3] > before[3], now


def test_a_finger_goes_back_in_time_and_scrolls_a_drawer(clubs, open_page):
    page = open_page(clubs.url)
    expect(page.locator("[data-block]")).to_contain_text("Benfica", timeout=LONG)
    finger = Finger(page)
    name = page.locator("[data-block]").get_attribute("data-block")
    # The sheet scrolls under a finger, and the page behind it stays.
    page.goto(f"{clubs.url}/blocks/{name}/params")
    body = page.get_by_role("dialog").locator(".panel-body")
    expect(body).to_be_visible()
    box = page.get_by_role("dialog").bounding_box()
    middle = box["x"] + box["width"] / 2
    heading = body.get_by_role("heading").last
    top = heading.bounding_box()["y"]
    finger.drag((middle, 820), (middle, 560))
    finger.send("touchEnd")
    page.wait_for_function("([heading, top]) => heading.getBoundingClientRect().top < top - 100", arg=[heading.element_handle(), top])
    assert page.evaluate("scrollY") == 0
    # The slider of the time machine goes with the finger.
    with sqlite3.connect(clubs.data / "dash.sqlite") as database:
        database.execute("UPDATE results SET at = at - 86400")
        database.execute("UPDATE blocks SET created_at = created_at - 172800")
    page.goto(clubs.url)
    page.get_by_role("banner").get_by_label("Menu", exact=True).tap()
    page.get_by_role("link", name="Time machine").tap()
    slider = page.get_by_role("slider")
    value = slider.input_value()
    box = slider.bounding_box()
    x, y = box["x"] + box["width"] - 12, box["y"] + box["height"] / 2
    finger.drag((x, y), (x - box["width"] / 2, y))
    finger.send("touchEnd")
    expect(slider).not_to_have_value(value)
