"""Shape: a block is made and changed by clicking, without script and without a model."""

import json
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from conftest import Dashboard
from test_bad_input import LONG, dash
from test_by_hand import CITIES


@pytest.fixture
def cities(source):
    source.show("/cities.json", CITIES)
    return f"{source.url}/cities.json"


def test_a_block_is_picked_when_it_is_asked_for_and_changed_without_script(cities, tmp_path, open_page, pictures):
    dashboard = Dashboard(tmp_path, "--no-starters")
    try:
        page = open_page(dashboard.url, java_script_enabled=False)
        page.get_by_label("Describe a block, or paste a URL").fill(f"mayor of Porto {cities}")
        page.get_by_role("button", name="Add").click()
        page.get_by_role("button", name="Allow").click()
        expect(page.get_by_text("I found nothing in the source for")).to_be_visible()
        page.get_by_role("button", name="Shape it by hand").click()
        expect(page.get_by_role("heading", name="Shape a block")).to_be_visible()

        # Other records have other fields.
        page.get_by_label("Records").select_option("Rivers")
        page.get_by_role("button", name="Show their fields").click()
        expect(page.get_by_label("River", exact=True)).to_be_visible()
        page.get_by_label("Records").select_option("Cities")
        page.get_by_role("button", name="Show their fields").click()

        page.get_by_label("Name", exact=True).check()
        page.get_by_label("Population", exact=True).check()
        page.get_by_label("Place of Population").fill("1")
        page.get_by_label("Place of Name").fill("2")
        page.get_by_label("Condition 1: field").select_option("country")
        page.get_by_label("Condition 1: value").fill("Portgal")
        page.get_by_label("Order 1: field").select_option("population")
        page.get_by_label("Order 1: direction").select_option("desc")
        page.get_by_role("button", name="Preview").click()
        # A mistake is named, and what was picked stays.
        expect(page.get_by_text("Did you mean “Portugal”?")).to_be_visible()
        expect(page.get_by_label("Order 1: field")).to_have_value("population")
        page.get_by_label("Condition 1: value").fill("Portugal")
        page.get_by_role("button", name="Preview").click()
        preview = page.get_by_label("Preview", exact=True)
        expect(preview).to_contain_text("Only rows where country is “Portugal”.")
        expect(preview).to_contain_text("Sorted by population, largest first.")
        expect(preview.locator("th").nth(0)).to_have_text("Population")
        expect(preview.locator("tbody tr").nth(0)).to_contain_text("Lisbon")
        expect(preview).not_to_contain_text("Madrid")
        page.screenshot(path=pictures / "shape.png", full_page=True)
        page.get_by_role("button", name="Add", exact=True).click()
        card = page.locator("[data-block]")
        expect(card).to_contain_text("Lisbon")

        page.get_by_label("Menu of").click()
        page.get_by_role("link", name="Change…").click()
        page.get_by_role("link", name="Shape").click()
        expect(page.get_by_label("Condition 1: value")).to_have_value("Portugal")
        page.get_by_label("Condition 1: value").fill("Spain|Portugal")
        page.get_by_label("Rows at most").fill("2")
        page.get_by_role("button", name="Preview").click()
        expect(preview).to_contain_text("Madrid")
        page.get_by_role("button", name="Keep").click()
        expect(page.get_by_text("Kept as version 2.")).to_be_visible()
        page.goto(dashboard.url)
        expect(card).to_contain_text("Madrid")
        expect(card).to_contain_text("Lisbon")
        expect(card).not_to_contain_text("Braga")
    finally:
        dashboard.close()


def test_with_script_the_question_leads_to_the_form(cities, tmp_path, open_page):
    dashboard = Dashboard(tmp_path, "--no-starters")
    try:
        page = open_page(dashboard.url)
        page.get_by_label("Describe a block, or paste a URL").fill(f"mayor of Porto {cities}")
        page.get_by_role("button", name="Add").click()
        page.get_by_role("button", name="Allow").click(timeout=LONG)
        page.get_by_role("button", name="Shape it by hand").click(timeout=LONG)
        expect(page.get_by_role("heading", name="Shape a block")).to_be_visible(timeout=LONG)
        expect(page.get_by_label("Population", exact=True)).to_be_visible()
    finally:
        dashboard.close()


class Program:
    """A program that knows the login."""

    TOKEN = "a-token-for-programs"

    def __init__(self, url):
        self.url = url

    def __call__(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"{self.url}/api/v1/{path}", data=data,
            headers={"Authorization": f"Bearer {self.TOKEN}", "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as problem:
            return problem.code, json.load(problem)


def test_programs_pick_over_the_api(cities, tmp_path):
    dashboard = Dashboard(tmp_path, "--no-starters", environment={"DASH_TOKEN": Program.TOKEN})
    try:
        api = Program(dashboard.url)
        allowed = {"source": cities, "grants": ["127.0.0.1"]}
        status, offer = api("offer", allowed)
        assert status == 200 and offer["records"][0]["name"] == "Cities"
        query = {"where": [{"field": "country", "is": "=", "values": ["Portugal"]}],
                 "sort": [{"field": "population", "order": "desc"}], "limit": 2}
        status, block = api("blocks", {**allowed, "query": query})
        assert status == 201, block
        assert [row["name"] for row in api(f"blocks/{block['id']}/data")[1]["data"]["rows"]] == ["Lisbon", "Porto"]
        status, offer = api(f"blocks/{block['id']}/offer")
        assert status == 200 and offer["query"] == {"records": "Cities", **query}
        status, changed = api(f"blocks/{block['id']}/query", {"query": {"limit": 1, "view": "table"}, "keep": True})
        assert status == 200 and changed["version"] == 2, changed
        # Mistakes are named and change nothing.
        for wrong, told in [({"limit": "many"}, "a whole number 1…1000 is needed"),
                            ({"colums": ["name"]}, "did you mean 'columns'?"),
                            ({"columns": ["nam"]}, "Did you mean “name”?"), ("all", "an object")]:
            status, problem = api(f"blocks/{block['id']}/query", {"query": wrong})
            assert status == 422 and told in problem["error"]["message"], problem
        assert api("offer", {"source": "nonsense"})[0] == 422
        assert api("blocks", {**allowed, "query": {"where": [{"field": "x", "is": "=", "values": [1]}]}})[0] == 422
        assert len(api("blocks")[1]["blocks"]) == 1
    finally:
        dashboard.close()
