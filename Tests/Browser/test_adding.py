"""A new card is seen where it will be; what could not be added does not push the others away; one voice speaks
for the page, and not without a pause."""

import pytest
from playwright.sync_api import expect

from conftest import Dashboard
from test_bad_input import LONG, block, dash


def add(page, sentence):
    field = page.get_by_label("Describe a block")
    field.fill(sentence)
    field.press("Enter")


@pytest.mark.parametrize("width,height", [(1440, 500), (390, 500)])
def test_a_new_card_has_its_place_at_once_and_is_in_view(demo, open_page, width, height):
    page = open_page(demo.url, width, height)
    before = set(page.locator("[data-block]").evaluate_all("cards => cards.map((card) => card.dataset.block)"))
    page.evaluate("""() => {
      window.placeholders = [];
      window.fresh = [];
      new MutationObserver(() => {
        for (const job of document.querySelectorAll('[data-job]')) window.placeholders.push(job.innerText);
        for (const card of document.querySelectorAll('[data-new]')) window.fresh.push(card.dataset.block);
      }).observe(document.body, { childList: true, subtree: true, attributes: true, characterData: true });
    }""")
    add(page, "a note")
    page.wait_for_function("() => window.fresh.length > 0", timeout=LONG)
    assert any("a note" in words for words in page.evaluate("window.placeholders"))
    name = page.evaluate("window.fresh[0]")
    assert name not in before
    page.wait_for_function("""(name) => {
      const box = document.querySelector(`[data-block="${name}"]`).getBoundingClientRect();
      return box.top < innerHeight && box.bottom > 0;
    }""", arg=name)
    token = page.locator("meta[name=dash-csrf]").get_attribute("content")
    page.request.delete(f"{demo.url}/blocks/{name}", headers={"X-Dash-CSRF": token})


@pytest.mark.parametrize("width", [1440, 390])
def test_sentences_that_failed_do_not_push_the_cards_down(demo, open_page, width):
    page = open_page(demo.url, width)
    first = page.locator("[data-block]").first
    first.wait_for()
    place = "(card) => card.getBoundingClientRect().top + scrollY"
    before = first.evaluate(place)
    for number in range(6):
        add(page, f"gibberish wobble number {number}")
        expect(page.locator(".job")).to_have_count(number + 1)
    expect(page.locator(".job .spinner")).to_have_count(0, timeout=LONG)
    if width == 1440:
        assert first.evaluate(place) == before
    for job in page.locator(".job").all():
        assert job.evaluate("(job) => job.scrollWidth <= job.clientWidth")


def test_one_voice_speaks_and_pauses(dashboard, open_page):
    page = open_page(dashboard.url)
    said = page.evaluate("""async (source) => {
      const { announce } = await import(source);
      const region = document.querySelector("[data-announce]");
      const said = [];
      const last = new Promise((done) => new MutationObserver(() => {
        said.push(region.textContent);
        if (region.textContent === "four") done();
      }).observe(region, { childList: true }));
      for (const word of ["one", "two", "three", "four"]) announce(word);
      await last;
      return said;
    }""", dashboard.url + "/assets/js/announce.js")
    assert said == ["one", "four"]


def test_a_table_of_many_rows_can_be_sorted_and_says_what_it_leaves_out(tmp_path, open_page):
    folder = block(tmp_path / "many", """return function()
  local rows = {}
  for number = 0, 599 do rows[number + 1] = { name = ("Team %03d"):format(number), points = number * 37 % 1000 } end
  return { rows = rows }
end""", {"ui": 1, "title": "Many", "body": [{"type": "table", "data": "${rows}", "sortable": True, "columns": [
        {"header": "Name", "field": "name"}, {"header": "Points", "field": "points"}]}]})
    assert dash("add", str(folder), "--yes", data=tmp_path / "data").returncode == 0
    dashboard = Dashboard(tmp_path / "data", "--no-starters")
    try:
        sort_many(open_page(dashboard.url))
    finally:
        dashboard.close()


def sort_many(page):
    card = page.locator("[data-block]")
    expect(card).to_contain_text("Team 000", timeout=LONG)
    card.hover()
    card.get_by_role("button", name="on the whole page").click()
    full = page.get_by_role("dialog")
    head = full.locator("th").filter(has_text="oints")
    head.click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    head.click()
    expect(head).to_have_attribute("aria-sort", "descending")
    # The head stays while the rows scroll.
    top = head.bounding_box()["y"]
    full.locator("tbody tr").last.scroll_into_view_if_needed()
    assert abs(head.bounding_box()["y"] - top) < 80
    expect(full.get_by_text("100 more")).to_be_visible()
