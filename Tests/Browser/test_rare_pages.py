"""Pages and cards that few people see, and those only once: axe finds nothing, and nothing scrolls sideways."""

import re
import sqlite3
import time

import pytest
from playwright.sync_api import expect

from conftest import Dashboard, Source
from test_accessibility import complaints
from test_bad_input import LONG, dash
from test_looks import LOW_CONTRAST

TOKEN = "a token of thirty characters, so"
CLUBS = [{"name": "Ajax", "points": 31}, {"name": "Benfica", "points": 29}, {"name": "Celtic", "points": 27}]


@pytest.fixture
def house(tmp_path):
    """A dashboard with a login, and a block that was there yesterday; its id, its source and its file."""
    source = Source()
    source.show("/clubs.json", CLUBS)
    data = tmp_path / "data"
    made = dash("add", f"show {source.url}/clubs.json", "--grant", "127.0.0.1", data=data)
    assert made.returncode == 0, made.stderr
    block = made.stdout.strip()
    file = tmp_path / "clubs.dashblock"
    assert dash("export", block, str(file), data=data).returncode == 0
    with sqlite3.connect(data / "dash.sqlite") as database:
        database.execute("UPDATE results SET at = at - 86400")
        database.execute("UPDATE blocks SET created_at = created_at - 172800")
    (tmp_path / "token").write_text(TOKEN + "\n")
    dashboard = Dashboard(data, "--no-starters", "--token-file", str(tmp_path / "token"))
    yield dashboard, block, source, file
    dashboard.close()
    source.close()


@pytest.mark.parametrize("width", [1440, 390])
def test_what_is_seen_once(house, open_page, pictures, width):
    dashboard, block, source, file = house
    for scheme in ("light", "dark"):
        page = open_page(f"{dashboard.url}/login", width, 844, scheme, reduced_motion="reduce")

        def look(name):
            page.screenshot(path=pictures / f"rare-{name}-{width}-{scheme}.png")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
            assert complaints(page, only="color-contrast" if scheme == "dark" else None) == [], name
            assert page.evaluate(LOW_CONTRAST) == [], name

        def go(path, heading=None):
            page.goto(dashboard.url + path)
            if heading:
                expect(page.get_by_role("heading", name=heading).first).to_be_visible(timeout=LONG)

        look("login")
        page.get_by_label("Token").fill("not the token, but as long as it")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_be_visible()
        look("login-refused")
        page.get_by_label("Token").fill(TOKEN)
        page.keyboard.press("Enter")
        page.locator("html[data-ready]").wait_for(state="attached")

        # What a sentence leads to when it leads to no card.
        for sentence, answer in (("make me happy", "Change the sentence"), (f"show {source.url}/other.json", "Allow 127.0.0.1"),
                                 (f"headlines from {source.url}/a.xml and {source.url}/b.xml", f"{source.url}/b.xml")):
            page.get_by_label("Describe a block").fill(sentence)
            page.keyboard.press("Enter")
            button = page.locator(".job", has_text=sentence).get_by_role("button", name=answer).first
            expect(button).to_be_visible(timeout=LONG)
            if width == 1440:
                expect(button).to_be_in_viewport(ratio=1)
        # Everything that can be answered is seen, and said in words of a page.
        expect(page.locator(".job .spinner")).to_have_count(0, timeout=LONG)
        cut = "jobs => jobs.filter((job) => job.scrollHeight > job.clientHeight + 1).map((job) => job.innerText)"
        assert page.locator(".job").evaluate_all(cut) == []
        words = " ".join(page.locator(".job").all_inner_texts())
        assert "--grant" not in words and "`" not in words, words
        look("answers")

        # The page of yesterday, and of a day before there was anything.
        yesterday = int(time.time()) - 3600
        go(f"/?at={yesterday}", "The page of")
        expect(page.locator(".card")).to_contain_text("Benfica")
        look("past")
        go(f"/?at={yesterday - 10 * 86400}", "The page of")
        look("past-empty")

        # What is beside a block.
        go(f"/blocks/{block}/shape", "Shape")
        look("shape")
        go(f"/blocks/{block}/place", "Place of")
        look("place")
        go(f"/blocks/{block}/export", "Export")
        look("export")

        # A block from a file, before it is added.
        go("/backup", "Export and backup")
        page.get_by_label("A file that ends in .dashblock").set_input_files(file)
        page.get_by_role("button", name="Show what it may do").click()
        expect(page.get_by_role("heading", name="Add “")).to_be_visible()
        look("import")

        # What is not there.
        go("/blocks/nobody-1/runs", re.compile("."))
        look("not-there")
