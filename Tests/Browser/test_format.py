"""`dash fmt`: what it changes, what it leaves alone, and what it says of files that it cannot read."""

import json
import os
import subprocess

import pytest

from conftest import PROGRAM
from test_bad_input import dash

SCRIPT = "return function(ctx)\n-- why\nlocal a = {\n1,\n}\n\n\nreturn { n = #a } -- here\nend"
TIDY = "return function(ctx)\n  -- why\n  local a = {\n    1,\n  }\n\n  return { n = #a } -- here\nend\n"
SPEC = '{"ui":1,"body":[{"type":"text","text":"${n}"}]}'


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "block.json").write_text('{"name":"Mine","schedule":"manual"}')
    (folder / "block.lua").write_text(SCRIPT)
    (folder / "block.ui.json").write_text(SPEC)
    return folder


def test_a_folder_is_laid_out_once(folder, tmp_path):
    first = dash("fmt", str(folder), data=tmp_path / "data")
    assert first.returncode == 0 and "3 of 3 files changed" in first.stderr, first.stderr
    assert first.stdout.split() == [f"{folder}/{name}" for name in ("block.json", "block.lua", "block.ui.json")]
    assert (folder / "block.lua").read_text() == TIDY
    assert (folder / "block.ui.json").read_text() == (
        '{\n  "ui": 1,\n  "body": [{"type": "text", "text": "${n}"}]\n}\n')
    again = dash("fmt", str(folder), data=tmp_path / "data")
    assert again.returncode == 0 and again.stdout == "" and "0 of 3 files changed" in again.stderr
    assert dash("check", str(folder), data=tmp_path / "data").returncode == 0
    assert not (tmp_path / "data").exists()


def test_check_changes_nothing(folder, tmp_path):
    done = dash("fmt", str(folder), "--check", data=tmp_path / "data")
    assert done.returncode == 1 and "3 of 3 files would change" in done.stderr
    assert (folder / "block.lua").read_text() == SCRIPT
    dash("fmt", str(folder), data=tmp_path / "data")
    assert dash("fmt", str(folder), "--check", data=tmp_path / "data").returncode == 0


def test_what_new_makes_is_laid_out_already(tmp_path):
    # `new` takes no data folder.
    made = subprocess.run([PROGRAM, "new", tmp_path / "fresh"], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    done = dash("fmt", str(tmp_path / "fresh"), "--check", data=tmp_path / "data")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name, content, code, told", [
    ("block.lua", "return function(\n", 20, "block.lua:2:1: "),
    ("block.json", '{"name": }', 23, "is not valid JSON"),
    ("block.lua", b"\xff\xfe", 30, "UTF-8"),
])
def test_a_broken_file_is_left_and_the_others_are_laid_out(folder, tmp_path, name, content, code, told):
    content = content if isinstance(content, bytes) else content.encode()
    (folder / name).write_bytes(content)
    done = dash("fmt", str(folder), data=tmp_path / "data")
    assert done.returncode == code and told in done.stderr, done.stderr
    assert (folder / name).read_bytes() == content
    assert (folder / "block.ui.json").read_text() != SPEC
    listed = json.loads(dash("fmt", str(folder), "--json", data=tmp_path / "data").stdout)
    assert [one["path"] for one in listed if "message" in one] == [f"{folder}/{name}"]


@pytest.mark.parametrize("words, told", [
    (("nowhere",), "no folder and no block"), (("A B",), "neither a folder nor a block id"),
])
def test_what_is_not_there_is_told(tmp_path, words, told):
    done = dash("fmt", *words, data=tmp_path / "data")
    assert done.returncode == 30 and told in done.stderr, done.stderr


def test_links_and_other_files(folder, tmp_path):
    kept = tmp_path / "kept.lua"
    kept.write_text(SCRIPT)
    (folder / "block.lua").unlink()
    (folder / "block.lua").symlink_to(kept)
    dash("fmt", str(folder), data=tmp_path / "data")
    assert (folder / "block.lua").is_symlink() and kept.read_text() == TIDY
    notes = tmp_path / "notes.txt"
    notes.write_text("a")
    assert "neither .lua nor .json" in dash("fmt", str(notes), data=tmp_path / "data").stderr
    pipe = tmp_path / "pipe.lua"
    os.mkfifo(pipe)
    assert "cannot be read" in dash("fmt", str(pipe), data=tmp_path / "data").stderr
    # One file alone is laid out alone.
    (folder / "block.ui.json").write_text(SPEC)
    (folder / "block.json").write_text('{"name":"Mine"}')
    dash("fmt", str(folder / "block.ui.json"), data=tmp_path / "data")
    assert (folder / "block.json").read_text() == '{"name":"Mine"}'


@pytest.mark.parametrize("words", [("fmt",), ("check", "--fix")])
def test_what_is_written_over_keeps_its_mode_owner_and_link(words, folder, tmp_path):
    (folder / "block.lua").write_text(SCRIPT.replace("return {", "local a = 1 return {") if words[0] == "fmt" else
                                      'local list = require "lits"\n' + SCRIPT)
    (folder / "block.lua").rename(tmp_path / "kept.lua")
    (folder / "block.lua").symlink_to(tmp_path / "kept.lua")
    kept = tmp_path / "kept.lua"
    kept.chmod(0o664)
    if os.geteuid() == 0:
        os.chown(kept, 65534, 65534)
    before, facts = kept.read_text(), kept.stat()
    dash(*words, str(folder), data=tmp_path / "data")
    now = kept.stat()
    assert kept.read_text() != before and (folder / "block.lua").is_symlink()
    assert (now.st_mode, now.st_uid, now.st_gid) == (facts.st_mode, facts.st_uid, facts.st_gid)
    assert sorted(path.name for path in folder.iterdir()) == ["block.json", "block.lua", "block.ui.json"]


def test_a_profile_tells_which_line_took_the_time(folder, tmp_path):
    (folder / "block.lua").write_text(
        "return function(ctx)\n  local sum = 0\n  for i = 1, 3000000 do sum = sum + i end\n  return { n = sum }\nend\n")
    done = dash("run-block", str(folder), "--profile", data=tmp_path / "data")
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stderr.splitlines() if "×" in line]
    assert "3  for i = 1, 3000000" in lines[0], done.stderr
    assert all(len(line) <= 80 for line in lines)
    told = json.loads(dash("run-block", str(folder), "--profile", "--json", data=tmp_path / "data").stdout)
    assert max(told["profile"], key=lambda one: one["ms"])["line"] == 3
    plain = json.loads(dash("run-block", str(folder), "--json", data=tmp_path / "data").stdout)
    assert "profile" not in plain
