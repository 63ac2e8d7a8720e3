"""The verbs of those who write blocks: new, check, test, dev, versions, what is stored, and the manners of all."""

import json
import os
import pty
import select
import signal
import subprocess
import time

import pytest

from conftest import CHECKOUT, PROGRAM
from test_bad_input import dash


def plain(*words, cwd=CHECKOUT, **more):
    """A command that needs no data folder."""
    return subprocess.run([PROGRAM, *words], cwd=cwd, capture_output=True, text=True, timeout=120, **more)


@pytest.fixture
def mine(tmp_path):
    """A new folder."""
    made = plain("new", str(tmp_path / "mine"))
    assert made.returncode == 0, made.stderr
    return tmp_path / "mine"


# MARK: From nothing to a tested block


def test_a_new_folder_runs_is_clean_and_tests_itself(mine, tmp_path):
    checked = plain("check", str(mine))
    assert checked.returncode == 0 and "no problems" in checked.stderr, checked.stdout
    run = dash("run-block", str(mine), data=tmp_path / "data")
    assert run.returncode == 0 and "Hello: run 1" in run.stdout, run.stderr
    tested = plain("test", str(mine))
    assert tested.returncode == 0, tested.stdout
    assert tested.stdout.splitlines()[:2] == ["TAP version 14", "1..1"] and "ok 1 - greets" in tested.stdout
    settings = json.loads((mine / ".luarc.json").read_text())
    library = mine / settings["workspace.library"][0]
    assert "function http.get(url, options) end" in (library / "http.lua").read_text()


def recipes():
    return sorted(path.name for path in (CHECKOUT / "Prompts/recipes").iterdir())


def test_every_recipe_is_a_beginning(tmp_path):
    for recipe in recipes():
        made = plain("new", str(tmp_path / recipe), "--recipe", recipe)
        assert made.returncode == 0, made.stderr
    folders = [str(tmp_path / recipe) for recipe in recipes()]
    checked = plain("check", *folders, "--json")
    assert checked.returncode == 0, checked.stdout
    assert all(one["ok"] for one in json.loads(checked.stdout))
    with_answers = [folder for folder in folders if os.path.isdir(folder + "/cassette")]
    tested = plain("test", *with_answers)
    assert tested.returncode == 0 and tested.stdout.count("\nok ") == len(with_answers), tested.stdout


def test_a_folder_that_is_somebodys_is_left_alone(mine):
    before = (mine / "block.lua").read_text()
    again = plain("new", str(mine))
    assert again.returncode == 30 and "exists already" in again.stderr
    assert (mine / "block.lua").read_text() == before
    unknown = plain("new", str(mine) + "2", "--recipe", "wether")
    assert unknown.returncode == 30 and "Did you mean 'weather'?" in unknown.stderr
    assert not os.path.exists(str(mine) + "2")


# MARK: Checking and mending


def test_all_mistakes_are_told_at_once_with_their_places(mine):
    (mine / "block.json").write_text('{"name": "Mine", "schedule": {"every": 5}, "limts": {}}')
    (mine / "block.lua").write_text('local stor = require "stor"\nreturn function()\n  return { n = stor.get("n") }\nend\n')
    (mine / "block.ui.json").write_text('{"ui": 1, "body": [{"type": "txt", "text": "${n}"}]}')
    told = plain("check", str(mine))
    assert told.returncode in (20, 23)
    lines = [line for line in told.stdout.splitlines() if ": error: " in line]
    for place in ("block.json:1:", "block.lua:1:22: ", "block.ui.json:1:"):
        assert any(f"{mine}/{place}" in line for line in lines), told.stdout
    report = json.loads(plain("check", str(mine), "--json").stdout)[0]
    assert not report["ok"] and all(
        {"file", "line", "column", "message", "severity", "code"} <= set(problem) for problem in report["problems"])


def test_fixes_are_made_and_nothing_else_is(mine):
    lua = (mine / "block.lua").read_text()
    (mine / "block.lua").write_text(lua.replace("store.get", "store.gett"))
    ui = (mine / "block.ui.json").read_text()
    (mine / "block.ui.json").write_text(ui.replace('"stat"', '"stta"'))
    assert plain("check", str(mine)).returncode != 0
    mended = plain("check", str(mine), "--fix")
    assert mended.returncode == 0, mended.stdout
    assert (mine / "block.lua").read_text() == lua and (mine / "block.ui.json").read_text() == ui


@pytest.mark.parametrize("damage, code, words", [
    (lambda folder: (folder / "block.lua").unlink(), 30, "no such file"),
    (lambda folder: (folder / "block.lua").write_bytes(b"return \xe9"), 20, "not UTF-8"),
    (lambda folder: (folder / "block.lua").write_text("return function() " + "(" * 5000), 20, "block.lua:1"),
    (lambda folder: (folder / "block.json").write_text("{"), 23, "block.json"),
    (lambda folder: (folder / "block.ui.json").write_text(""), 23, "block.ui.json"),
    (lambda folder: os.mkfifo(folder / "pipe") or (folder / "block.lua").unlink()
        or (folder / "pipe").rename(folder / "block.lua"), 30, "not a file"),
])
def test_files_that_cannot_be_read_are_told(damage, code, words, mine):
    damage(mine)
    for verb in ("check", "test"):
        answer = plain(verb, str(mine))
        assert answer.returncode == code and words in answer.stdout + answer.stderr, answer.stderr
    as_json = plain("check", str(mine), "--json")
    assert json.loads(as_json.stdout)[0]["ok"] is False


def test_checking_makes_nothing(tmp_path, mine):
    for words in (["check", str(mine)], ["test", str(mine)], ["docs", "ui"], ["check", "nothing-here"]):
        subprocess.run([PROGRAM, *words, *([] if words[0] != "check" else ["--data", str(tmp_path / "data")])],
                       cwd=tmp_path, capture_output=True, timeout=60)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine"]


# MARK: Tests of blocks


@pytest.mark.parametrize("case, words", [
    ('{ name = "n", expect = function(data) expect(data.runs):to_equal(2) end }', "expected 2, got 1"),
    ('{ name = "n", expect = function(data) expect(data.greeting):to_contain("x") end }', "to contain"),
    ('{ name = "n", fails = "network" }', "should have failed"),
    ('{ name = "n", expect = function(data) local x = data.nope.y end }', "nope"),
    ('{ name = "n", expect = function() error("boom") end }', "boom"),
])
def test_what_is_not_as_expected_is_told_with_its_line(case, words, mine):
    (mine / "block_test.lua").write_text(f"return {{\n  {case},\n}}\n")
    tested = plain("test", str(mine))
    assert tested.returncode == 1 and "not ok 1 - n" in tested.stdout and words in tested.stdout, tested.stdout
    if "expect" in case:
        assert '"block_test.lua:2"' in tested.stdout, tested.stdout
    assert json.loads(plain("test", str(mine), "--json").stdout)["failed"] == 1


@pytest.mark.parametrize("text, words", [
    ("return {}", "has no cases"), ("return 5", "a list of cases"), ("return { {", "block_test.lua:"),
    ('return { { name = "n", replya = "x" } }', "did you mean 'replay'?"),
    ('return { { name = "n", replay = "gone" } }', "not a folder"),
    ('return { { name = "n", params = { nope = 1 } } }', "no setting 'nope'"),
    ('return { { name = "n", now = "soon" } }', "a time like"),
    ("while true do end", "longer than 2 s"),
])
def test_a_test_that_cannot_run_says_why(text, words, mine):
    (mine / "block_test.lua").write_text(text)
    manifest = json.loads((mine / "block.json").read_text())
    (mine / "block.json").write_text(json.dumps({**manifest, "limits": {"seconds": 2}}))
    tested = plain("test", str(mine))
    assert tested.returncode == 20 and words in tested.stderr, tested.stderr


# MARK: Watching


def test_each_save_is_checked_run_and_drawn(mine, tmp_path):
    ours, theirs = pty.openpty()
    process = subprocess.Popen([PROGRAM, "dev", str(mine), "--data", str(tmp_path / "data")], cwd=CHECKOUT,
                               stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    shown = b""

    def until(words):
        nonlocal shown
        end = time.monotonic() + 60
        while words.encode() not in shown:
            assert time.monotonic() < end and process.poll() is None, shown.decode()
            if select.select([ours], [], [], 1)[0]:
                shown += os.read(ours, 65536)
        shown = b""

    try:
        until("waiting for the next save")
        lua = mine / "block.lua"
        lua.write_text(lua.read_text().replace("ctx.params.greeting", '"Servus"'))
        until("Servus: run 2")
        good = lua.read_text()
        beside = mine / "block.lua.new"
        beside.write_text(good.replace("return {", "return {{"))
        beside.rename(lua)
        until("error")
        lua.write_text(good)
        until("Servus: run 3")
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(20)
        os.close(ours)


# MARK: Versions and what is stored


def edited(data, words="a countdown to 24 December"):
    made = dash("add", words, data=data)
    assert made.returncode == 0, made.stderr
    block = made.stdout.strip()
    changed = dash("refine", block, "every 2 hours", "--keep", data=data)
    assert changed.returncode == 0, changed.stderr
    return block


def test_versions_are_compared_and_gone_back_to(tmp_path):
    block = edited(tmp_path)
    assert "version 2" in dash("log", block, data=tmp_path).stdout
    shown = dash("diff", block, data=tmp_path)
    assert shown.returncode == 0 and "+++ block.json" in shown.stdout, shown.stderr
    assert "\x1b" not in shown.stdout
    back = dash("revert", block, data=tmp_path)
    assert back.returncode == 0 and "version 1 again" in back.stderr, back.stderr
    assert dash("diff", block, "1", data=tmp_path).stdout == ""
    assert dash("revert", block, "99", data=tmp_path).returncode == 30
    assert dash("diff", "nobody-1", data=tmp_path).returncode == 30


def test_what_a_script_stored_is_shown(mine, tmp_path):
    data = tmp_path / "data"
    for _ in range(2):
        assert dash("run-block", str(mine), data=data).returncode == 0
    stored = dash("store", str(mine), data=data)
    assert stored.returncode == 0 and stored.stdout == "runs  2\n", stored.stderr
    assert dash("store", str(mine), "runs", data=data).stdout == "2\n"
    wrong = dash("store", str(mine), "rusn", data=data)
    assert wrong.returncode == 30 and "Did you mean 'runs'?" in wrong.stderr
    assert json.loads(dash("store", str(mine), "--json", data=data).stdout)["values"] == {"runs": 2}


def test_a_click_is_tried_from_the_shell(tmp_path):
    made = plain("new", str(tmp_path / "todo"), "--recipe", "todo")
    assert made.returncode == 0
    todo, data = str(tmp_path / "todo"), tmp_path / "data"
    added = dash("run-block", todo, "--param", "task=Milk", "--json", data=data)
    task = json.loads(added.stdout)["data"]["tasks"][0]
    args = json.dumps({"id": task["id"]})
    done = dash("run-block", todo, "--param", "task=Milk", "--action", "toggle", "--args", args, "--json", data=data)
    assert json.loads(done.stdout)["data"]["done"] == 1, done.stderr
    assert dash("run-block", todo, "--args", args, data=data).returncode == 64
    assert dash("run-block", todo, "--action", "toggle", "--args", "no", data=data).returncode == 64


def test_the_moment_of_a_run_is_given(mine, tmp_path):
    run = dash("run-block", str(mine), "--now", "2026-11-26T10:00:00Z", "--json", data=tmp_path / "data")
    assert json.loads(run.stdout)["data"]["at"] == 1795687200
    assert dash("run-block", str(mine), "--now", "soon", data=tmp_path / "data").returncode == 64


def test_deleted_blocks_are_listed_and_runs_are_kept(tmp_path):
    block = dash("add", "a countdown to 24 December", data=tmp_path).stdout.strip()
    fresh = dash("refresh", block, "--json", data=tmp_path)
    assert fresh.returncode == 0 and json.loads(fresh.stdout)[0]["status"] == "ok", fresh.stderr
    assert "(manual, version 1)" in dash("log", block, data=tmp_path).stdout
    assert dash("trash", data=tmp_path).stdout == ""
    dash("rm", block, data=tmp_path)
    assert dash("trash", data=tmp_path).stdout.startswith(block)
    assert json.loads(dash("trash", "--json", data=tmp_path).stdout)[0]["id"] == block


# MARK: Manners


def test_words_that_are_nearly_right_are_understood():
    assert "Did you mean 'serve'?" in plain("serv").stderr
    assert plain("serv").returncode == 64
    assert "Did you mean '--json'?" in plain("list", "--jsno").stderr
    assert "Did you mean 'http.get'?" in plain("docs", "http.gte").stderr
    assert "Did you mean 'table'?" in plain("docs", "ui", "tabel").stderr


@pytest.mark.parametrize("topic", ["ui", "block", "schedule", "permissions", "secrets", "actions", "files"])
def test_topics_are_told(topic):
    told = plain("docs", topic)
    assert told.returncode == 0 and len(told.stdout) > 200, told.stderr


def test_the_name_it_was_called_by_is_the_name_it_says(tmp_path):
    other = tmp_path / "dashboard"
    other.symlink_to(PROGRAM)
    answer = subprocess.run([other, "check", "nothing"], cwd=CHECKOUT, capture_output=True, text=True, timeout=60)
    assert answer.stderr.startswith("dashboard: ") and "`dashboard new nothing`" in answer.stderr


def test_colours_are_for_terminals(mine):
    (mine / "block.lua").write_text("return 5 5")
    assert "\x1b" not in plain("check", str(mine)).stdout

    def on_terminal(**environment):
        ours, theirs = pty.openpty()
        process = subprocess.Popen([PROGRAM, "check", str(mine)], cwd=CHECKOUT, stdout=theirs, stderr=theirs,
                                   env={**os.environ, "TERM": "xterm", **environment})
        process.wait(60)
        os.close(theirs)
        text = os.read(ours, 65536)
        os.close(ours)
        return text

    assert b"\x1b[31m" in on_terminal() and b"\x1b" not in on_terminal(NO_COLOR="1")


def test_a_reader_that_goes_away_is_no_failure(mine):
    process = subprocess.Popen([PROGRAM, "docs", "ui"], cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    assert process.wait(60) == 0 and b"" == process.stderr.read()
