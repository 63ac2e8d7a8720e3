"""A block changes by sentences, without any model: three changes, back, and gone."""

from playwright.sync_api import expect

from test_bad_input import GOOD, LONG, dash
from conftest import Dashboard


def say(page, sentence):
    page.get_by_label("What should be different?").fill(sentence)
    page.get_by_role("button", name="Send").click()


def test_a_block_is_changed_restored_and_deleted_by_sentence(source, tmp_path, open_page, pictures):
    source.show("/names.json", GOOD + [{"name": "Celtic", "points": 27}])
    assert dash("add", f"show {source.url}/names.json", "--grant", "127.0.0.1",
                data=tmp_path).returncode == 0
    dashboard = Dashboard(tmp_path, "--no-starters")
    try:
        page = open_page(dashboard.url)
        card = page.locator("[data-block]")
        expect(card).to_contain_text("Benfica", timeout=LONG)
        card.get_by_label("Menu of").click()
        card.get_by_role("link", name="Change…").click()
        panel = page.get_by_role("dialog")

        # A setting changes at once and makes no version.
        say(page, "only 2")
        expect(panel).to_contain_text("Set count to 2.", timeout=LONG)
        expect(card).not_to_contain_text("Celtic", timeout=LONG)

        # A change of the files is shown first, and discarded or kept.
        say(page, "rename to Clubs")
        change = panel.get_by_label("Proposed change")
        expect(change).to_contain_text("Clubs", timeout=LONG)
        page.screenshot(path=pictures / "change.png")
        change.get_by_role("button", name="Discard").click()
        expect(panel).to_contain_text("Discarded. Nothing was changed.", timeout=LONG)
        expect(card.get_by_role("heading").first).not_to_have_text("Clubs")
        say(page, "rename to Clubs")
        change.get_by_role("button", name="Keep").click(timeout=LONG)
        expect(panel).to_contain_text("Kept as version 2.", timeout=LONG)
        expect(card.get_by_role("heading").first).to_contain_text("Clubs", timeout=LONG)

        say(page, "sort by points")
        change.get_by_role("button", name="Keep").click(timeout=LONG)
        expect(panel).to_contain_text("Kept as version 3.", timeout=LONG)

        # Every version says why it is there; an older one comes back as a new one.
        panel.get_by_role("link", name="Versions").click()
        expect(panel.get_by_text("Version 3", exact=True)).to_be_visible()
        page.screenshot(path=pictures / "versions.png")
        panel.get_by_role("link", name="Change", exact=True).click()
        say(page, "undo")
        expect(panel).to_contain_text("Went back to version 2, as version 4.", timeout=LONG)

        # What is not understood is answered, and changes nothing.
        say(page, "make it sing")
        expect(panel).to_contain_text("I found nothing in the source for “sing”.", timeout=LONG)

        say(page, "delete it")
        expect(card).to_have_count(0, timeout=LONG)
    finally:
        dashboard.close()
    assert dash("list", data=tmp_path).stdout.strip() == ""


def test_without_script_the_conversation_is_a_page(source, tmp_path, open_page):
    source.show("/names.json", GOOD)
    assert dash("add", f"show {source.url}/names.json", "--grant", "127.0.0.1",
                data=tmp_path).returncode == 0
    dashboard = Dashboard(tmp_path, "--no-starters")
    try:
        page = open_page(dashboard.url, java_script_enabled=False, width=390, height=844)
        page.get_by_label("Menu of").click()
        page.get_by_role("link", name="Change…").click()
        say(page, "rename to Clubs")
        page.get_by_role("button", name="Keep").click()
        expect(page.get_by_text("Kept as version 2.")).to_be_visible()
        page.goto(dashboard.url)
        expect(page.get_by_role("heading", name="Clubs")).to_be_visible()
    finally:
        dashboard.close()


def test_what_is_typed_while_the_panel_is_shown_anew_stays(source, tmp_path, open_page):
    source.show("/names.json", GOOD)
    assert dash("add", f"show {source.url}/names.json", "--grant", "127.0.0.1",
                data=tmp_path).returncode == 0
    dashboard = Dashboard(tmp_path, "--no-starters")
    try:
        page = open_page(dashboard.url)
        card = page.locator("[data-block]")
        card.get_by_label("Menu of").click()
        card.get_by_role("link", name="Change…").click()
        panel = page.get_by_role("dialog")
        say(page, "rename to Clubs")
        change = panel.get_by_label("Proposed change")
        expect(change).to_contain_text("Clubs", timeout=LONG)
        held = []

        def hold(route):
            if route.request.method == "GET" and not held:
                held.append(route)
            else:
                route.continue_()

        page.route("**/blocks/*/chat", hold)
        with page.expect_request(lambda request: request.method == "GET" and request.url.endswith("/chat")):
            change.get_by_role("button", name="Keep").click()
        # The person goes on while the panel is on its way.
        field = page.get_by_label("What should be different?")
        field.fill("sort by points")
        held[0].continue_()
        expect(panel).to_contain_text("Kept as version 2.", timeout=LONG)
        expect(field).to_have_value("sort by points")
        expect(field).to_be_focused()
        page.get_by_role("button", name="Send").click()
        expect(change).to_contain_text("points", timeout=LONG)
    finally:
        dashboard.close()
