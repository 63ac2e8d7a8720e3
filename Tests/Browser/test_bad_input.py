"""Bad input, on the command line and on the card: one sentence that says what to do next, a failure
kind of its own, and nothing lost."""

import json
import os
import pathlib
import socket
import stat
import subprocess
import time
import urllib.request

import pytest
from playwright.sync_api import expect

from conftest import CHECKOUT, PROGRAM, Dashboard

LONG = 60_000
GOOD = [{"name": "Ajax", "points": 31}, {"name": "Benfica", "points": 29}]


def dash(*words, data, user=None):
    before = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups"] if user else []
    return subprocess.run([*before, PROGRAM, *words, "--data", str(data)], cwd=CHECKOUT, timeout=120,
                          capture_output=True, text=True)


def stranger(tmp_path):
    """Somebody without privileges who may enter the way to the folder; `None` for ourselves."""
    if os.geteuid() != 0:
        return None
    for folder in [tmp_path, *tmp_path.parents]:
        folder.chmod(folder.stat().st_mode | stat.S_IXOTH)
    return "65534"


def is_one_sentence(text):
    lines = [line for line in text.splitlines() if line.startswith("dash: ")]
    return len(lines) == 1 and len(lines[0]) < 400


# What a source answers, the exit code of the failure kind, and words of the sentence.
SOURCES = {
    "gone": (404, "text/plain", b"not here", 13, "404"),
    "busy": (429, "text/plain", b"slow down", 11, "429"),
    "ill": (500, "text/html", b"<h1>oops", 13, "500"),
    "private": (401, "application/json", b"{}", 12, "401"),
    "empty": (200, "application/json", b"", 22, "empty"),
    "picture": (200, "image/png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), 22, "image/png"),
    "torn": (200, "application/json", b'{"items":[1,2,', 22, "JSON"),
    "blank": (200, "text/html", b"\0\0<<<>>><table><tr", 22, "nothing"),
    "huge": (200, "application/json", b"1" * (50 << 20), 24, "too much"),
}


@pytest.mark.parametrize("name", SOURCES)
def test_an_address_that_cannot_become_a_block(name, source, tmp_path):
    status, kind, body, code, words = SOURCES[name]
    source.show_raw("/" + name, kind, body, status)
    answer = dash("add", f"show {source.url}/{name}", "--grant", "127.0.0.1", data=tmp_path / "data")
    assert answer.returncode == code, answer.stderr
    assert words in answer.stderr and is_one_sentence(answer.stderr)
    assert dash("list", data=tmp_path / "data").stdout.strip() == ""


@pytest.mark.parametrize("url, code, words", [
    ("http://nohost.invalid/x", 10, "not known"),
    ("http://127.0.0.1:9/x", 10, "does not accept connections"),
    ("http://10.1.2.3/x", 14, "--grant 10.1.2.3"),
    ("http://169.254.169.254/latest", 14, "--grant"),
    ("ftp://example.org/x", 14, "https://"),
])
def test_an_address_that_cannot_be_asked(url, code, words, tmp_path):
    answer = dash("add", f"show {url}", "--grant", "127.0.0.1:9", data=tmp_path / "data")
    assert answer.returncode == code, answer.stderr
    assert words in answer.stderr and is_one_sentence(answer.stderr)


def block(folder, script, spec=None, limits=None):
    folder.mkdir()
    manifest = {"name": "Test", "schedule": "manual", "limits": limits or {}}
    (folder / "block.json").write_text(json.dumps(manifest))
    (folder / "block.lua").write_text(script)
    (folder / "block.ui.json").write_text(json.dumps(spec or {"ui": 1, "body": [{"type": "text", "text": "${value}"}]}))
    return folder


@pytest.mark.parametrize("script, code, words", [
    ("return function() while true do end end", 24, "longer than 2 s"),
    ("return function() local s = 'a' while true do s = s .. s end end", 24, "memory"),
    ("return function()\n  local x = = 1\nend", 20, "block.lua:2"),
    ("return function()\n  local d = {}\n  return { value = d.a.b }\nend", 20, "block.lua:3"),
    ("return function() return { other = 1 } end", 23, "spec_error: /body/0/text: 'value' is not in the data"),
    ("return 5", 20, "function"),
])
def test_a_script_that_fails(script, code, words, tmp_path):
    folder = block(tmp_path / "block", script, limits={"seconds": 2})
    answer = dash("run-block", str(folder), data=tmp_path / "data")
    assert answer.returncode == code, answer.stderr
    assert words in answer.stderr
    outcome = json.loads(dash("run-block", str(folder), "--json", data=tmp_path / "data").stdout)
    assert outcome["status"] == "failed"


def test_a_spec_that_cannot_be_read(tmp_path):
    folder = block(tmp_path / "block", "return function() return {} end",
                   {"ui": 1, "body": [{"type": "tabel"}]})
    answer = dash("run-block", str(folder), data=tmp_path / "data")
    assert answer.returncode == 23
    assert "table" in answer.stderr  # did you mean


def test_everything_that_is_wrong_is_told_at_once_and_before_any_source_is_asked(source, tmp_path):
    asked = f"return function() return require 'http'.get('{source.url}/a') end x"
    folder = block(tmp_path / "block", asked, {"ui": 1, "body": [
        {"type": "tabel"}, {"type": "text"}, {"type": "text", "text": "${a", "tone": "loud"}]})
    answer = dash("run-block", str(folder), "--json", "--grant", "127.0.0.1", data=tmp_path / "data")
    outcome = json.loads(answer.stdout)
    assert answer.returncode == 20 and outcome["kind"] == "script_error"
    assert len(outcome["spec_problems"]) >= 3 and outcome["http"] == []
    assert all(problem.startswith("block.ui.json:") for problem in outcome["spec_problems"])


@pytest.mark.parametrize("words, code, kind", [
    (["nothing-here"], 30, "host"), (["No Block!"], 30, "host"), (["/no/such/folder"], 30, "host"),
    (["FOLDER", "--param", "nope=1"], 23, "spec_error"), (["MANIFEST"], 23, "spec_error"),
    (["FOLDER"], 0, None),
])
def test_json_is_an_object_whatever_happened(words, code, kind, tmp_path):
    folder = block(tmp_path / "block", "return function() return { value = 1 } end")
    bad = block(tmp_path / "bad", "return function() return { value = 1 } end")
    (bad / "block.json").write_text('{"name": 5, "schedule": {"every": 5}}')
    words = [{"FOLDER": str(folder), "MANIFEST": str(bad)}.get(word, word) for word in words]
    answer = dash("run-block", *words, "--json", data=tmp_path / "data")
    outcome = json.loads(answer.stdout)
    assert (answer.returncode, outcome["kind"]) == (code, kind)
    assert outcome["status"] == ("failed" if kind else "ok")
    assert (outcome["message"] is None) == (kind is None)
    answer = dash("run-block", *words, "--json", data="/proc/nothing")
    assert json.loads(answer.stdout)["kind"] == "host" and answer.returncode == 30


def test_an_edit_that_was_refused_is_told_by_every_command(tmp_path):
    data = tmp_path / "data"
    id = dash("add", "a countdown to 24 December", data=data).stdout.strip()
    script = data / "blocks" / id / "block.lua"
    script.write_text("return function(ctx)\n  local = 1\nend")
    dashboard = Dashboard(data, "--no-starters")
    for _ in range(600):
        card = json.loads(urllib.request.urlopen(f"{dashboard.url}/api/v1/blocks/{id}").read())
        if card["edit_problem"]:
            break
        time.sleep(0.05)
    dashboard.log.seek(0)
    assert "Did not use the edited files. block.lua:2" in dashboard.log.read()
    dashboard.close()
    assert card["edit_problem"]["place"] == "block.lua:2"
    assert json.loads(dash("list", "--json", data=data).stdout)[0]["edited_files"] == ["block.lua"]
    assert "(block.lua edited, not live" in dash("list", data=data).stdout
    log = dash("log", id, data=data).stdout
    assert "edited, not live: block.lua; version 1 is live" in log
    assert "hand  Did not use the edited files. block.lua:2" in log
    run = dash("run-block", id, "--json", data=data)
    outcome = json.loads(run.stdout)
    assert run.returncode == 0 and "Running version 1. block.lua" in run.stderr
    assert outcome["version"] == 1 and outcome["edited_files"] == ["block.lua"]


def test_a_folder_that_cannot_be_read(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    user = stranger(tmp_path)  # Permission bits do not stop root.
    data.chmod(0o700 if user else 0)
    answer = dash("list", data=data, user=user)
    data.chmod(0o755)
    assert answer.returncode == 30
    assert str(data) in answer.stderr and is_one_sentence(answer.stderr)


def test_one_folder_and_one_port_have_one_dashboard(dashboard, tmp_path_factory):
    again = dash("serve", "--port", "0", data=dashboard.data)
    assert again.returncode == 30
    assert "Another `dash serve`" in again.stderr and is_one_sentence(again.stderr)
    other = dash("serve", "--no-starters", "--port", str(dashboard.port),
                 data=tmp_path_factory.mktemp("other"))
    assert other.returncode == 30
    assert f"{dashboard.port}" in other.stderr and is_one_sentence(other.stderr)


def choose(card, name):
    card.get_by_label("Menu of").click()
    card.get_by_role("button", name=name).click()


def test_a_card_says_what_its_source_did_and_keeps_its_data(source, tmp_path, open_page):
    source.show("/names.json", GOOD)
    assert dash("add", f"show {source.url}/names.json", "--grant", "127.0.0.1",
                data=tmp_path).returncode == 0
    dashboard = Dashboard(tmp_path, "--no-starters")
    try:
        page = open_page(dashboard.url)
        card = page.locator("[data-block]")
        expect(card).to_contain_text("Benfica", timeout=LONG)
        for name, (status, kind, body, _, words) in SOURCES.items():
            if name in ("blank", "picture", "huge", "busy"):
                continue
            source.show_raw("/names.json", kind, body, status)
            choose(card, "Refresh")
            expect(card.get_by_role("status")).to_contain_text(words, timeout=LONG)
            expect(card).to_contain_text("Benfica")
        # Asking for a pause comes last: the host is left alone until the pause is over.
        source.show_raw("/names.json", "text/plain", b"slow", 429)
        choose(card, "Refresh")
        expect(card.get_by_role("status")).to_contain_text("429", timeout=LONG)
        expect(card).to_contain_text("Benfica")
    finally:
        dashboard.close()


def test_a_bad_edit_is_told_on_the_card_and_the_version_before_goes_on(source, tmp_path, open_page):
    source.show("/names.json", GOOD)
    made = dash("add", f"show {source.url}/names.json", "--grant", "127.0.0.1", "--json", data=tmp_path)
    identity = json.loads(made.stdout)["id"]
    folder = pathlib.Path(tmp_path) / "blocks" / identity
    script, spec = (folder / "block.lua").read_text(), (folder / "block.ui.json").read_text()
    dashboard = Dashboard(tmp_path, "--no-starters")
    try:
        page = open_page(dashboard.url)
        card = page.locator("[data-block]")
        expect(card).to_contain_text("Benfica", timeout=LONG)
        told = card.get_by_role("status")
        for name, text, words in [
            ("block.lua", script.replace("return", "retrun", 1), "block.lua:"),
            ("block.lua", "return function() error('no luck today') end", "no luck today"),
            ("block.ui.json", spec.replace('"type"', '"tpye"', 1), "block.ui.json"),
        ]:
            (folder / name).write_text(text)
            expect(told).to_contain_text("Your last edit is not live", timeout=LONG)
            expect(told).to_contain_text(words, timeout=LONG)
            expect(card).to_contain_text("Benfica")
            (folder / "block.lua").write_text(script)
            (folder / "block.ui.json").write_text(spec)
            expect(told).to_have_count(0, timeout=LONG)
        assert [path.name for path in sorted((folder / "versions").iterdir())] == ["0001"]
    finally:
        dashboard.close()


def test_a_second_process_cannot_take_the_port_of_another_program(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        answer = dash("serve", "--no-starters", "--port", str(other.getsockname()[1]), data=tmp_path)
    assert answer.returncode == 30 and "--port" in answer.stderr


def test_a_person_without_privileges_has_the_whole_sandbox(tmp_path):
    user = stranger(tmp_path)
    data = tmp_path / "data"
    data.mkdir()
    if user:
        os.chown(data, int(user), int(user))
    report = dash("doctor", data=data, user=user)
    assert report.returncode == 0, report.stdout + report.stderr
    assert report.stdout.count("✓ sandbox:") == 5
    folder = CHECKOUT / "Prompts/recipes/hacker-news"
    card = dash("run-block", str(folder), "--replay", str(folder / "cassette"), data=data, user=user)
    assert card.returncode == 0 and "Hacker News" in card.stdout, card.stderr


def test_a_process_out_of_descriptors_says_so(tmp_path):
    folder = CHECKOUT / "Prompts/recipes/hacker-news"
    codes = set()
    for limit in range(8, 32, 2):
        words = [PROGRAM, "run-block", str(folder), "--replay", str(folder / "cassette"),
                 "--data", str(tmp_path / "data")]
        answer = subprocess.run(["prlimit", f"--nofile={limit}", *words], cwd=CHECKOUT, timeout=60,
                                capture_output=True, text=True)
        codes.add(answer.returncode)
        assert answer.returncode == 0 or is_one_sentence(answer.stderr), (limit, answer.stderr)
    assert codes == {0, 30}
