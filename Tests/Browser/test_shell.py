"""The command line as people and scripts use it: what it must not lose, send, keep or make."""

import json
import os
import pty
import socket
import subprocess
import time
import urllib.request

import pytest

from conftest import CHECKOUT, PROGRAM, Dashboard
from test_bad_input import block, dash, is_one_sentence

TODO = "a countdown to 24 December"


def piped(*words, data, given):
    """The command with something on standard input."""
    return subprocess.run([PROGRAM, *words, "--data", str(data)], cwd=CHECKOUT, timeout=120, input=given,
                          capture_output=True)


def in_terminal(*words, data, prompt, answer):
    """The command on a terminal, where a person answers what it asks; all that stood there."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([PROGRAM, *words, "--data", str(data)], cwd=CHECKOUT, stdin=theirs,
                               stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    shown, answered = b"", False
    while True:
        try:
            more = os.read(ours, 4096)
        except OSError:  # how a terminal ends
            break
        if not more:
            break
        shown += more
        if not answered and prompt.encode() in shown:
            os.write(ours, answer.encode() + b"\n")
            answered = True
    os.close(ours)
    assert answered, shown
    return process.wait(60), shown.decode()


def add(data, sentence=TODO):
    made = dash("add", sentence, data=data)
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


def version(block, data):
    return next(one["version"] for one in json.loads(dash("list", "--json", data=data).stdout) if one["id"] == block)


def give_key(block, data, value):
    """Has the block ask for a key at an address, as an edit brings it, and gives it."""
    manifest = data / "blocks" / block / "block.json"
    edited = json.loads(manifest.read_text())
    edited.setdefault("permissions", {})["secrets"] = [{"name": "MY_KEY", "origins": ["https://a.invalid"]}]
    manifest.write_text(json.dumps(edited))
    dashboard = Dashboard(data, "--no-starters")
    try:
        end = time.monotonic() + 60
        while version(block, data) == 1:
            assert time.monotonic() < end, "the edit was not taken"
    finally:
        dashboard.close()
    given = piped("secret", "set", "MY_KEY", block, data=data, given=value)
    assert given.returncode == 0, given.stderr


# MARK: What must not be lost


def test_a_repair_changes_nothing_that_is_sound(tmp_path):
    add(tmp_path)
    before = (tmp_path / "dash.sqlite").read_bytes()
    answer = dash("doctor", "--repair", "--yes", data=tmp_path)
    assert answer.returncode == 30 and "is sound; nothing was changed" in answer.stderr
    assert (tmp_path / "dash.sqlite").read_bytes() == before


def test_a_repair_asks_before_it_replaces_anything(tmp_path):
    made = add(tmp_path)
    for suffix in ("-wal", "-shm"):
        (tmp_path / f"dash.sqlite{suffix}").unlink(missing_ok=True)
    damaged = b"not a database at all" * 1000
    (tmp_path / "dash.sqlite").write_bytes(damaged)
    listed = dash("list", data=tmp_path)
    assert listed.returncode == 30 and "dash doctor --repair" in listed.stderr
    refused = piped("doctor", "--repair", data=tmp_path, given=b"")
    assert refused.returncode == 30 and b"Nothing was changed; --yes" in refused.stderr
    code, shown = in_terminal("doctor", "--repair", data=tmp_path, prompt="[y/N]", answer="n")
    assert code == 30 and "Nothing was changed" in shown
    assert (tmp_path / "dash.sqlite").read_bytes() == damaged
    code, shown = in_terminal("doctor", "--repair", data=tmp_path, prompt="[y/N]", answer="y")
    assert code == 0 and "1 block is there" in shown, shown
    kept = [path for path in tmp_path.iterdir() if path.name.startswith("dash.sqlite.damaged-")]
    assert [path.read_bytes() for path in kept] == [damaged]
    assert made in dash("list", data=tmp_path).stdout
    assert "copies of the database, from before upgrades and repairs: 1" in dash("doctor", data=tmp_path).stdout


@pytest.mark.parametrize("words", [
    ["list"], ["log", "x-1"], ["permissions", "x-1"], ["secret", "list"], ["rm", "x-1"], ["allow", "x-1", "nas:80"],
    ["revoke", "x-1", "nas:80"], ["refine", "x-1", "only 5"], ["doctor"], ["doctor", "--repair", "--yes"],
    ["rm", "--undo", "x-1"],
])
def test_who_only_reads_or_changes_makes_no_folder(words, tmp_path):
    answer = dash(*words, data=tmp_path / "mistyped")
    assert list(tmp_path.iterdir()) == [], answer.stderr
    assert words == ["doctor"] or answer.returncode == 30, answer.stderr
    nothing = subprocess.run([PROGRAM, *words, "--data", ""], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert nothing.returncode == 64 and "--data takes a folder" in nothing.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_somebody_puts_beside_the_blocks_stays(tmp_path):
    add(tmp_path)
    mine = tmp_path / "blocks" / "mine"
    for name in (".git/config", "README", "block.lua", "versions/0001/notes"):
        (mine / name).parent.mkdir(parents=True, exist_ok=True)
        (mine / name).write_text(name)
    dashboard = Dashboard(tmp_path, "--no-starters")
    dashboard.log.seek(0)
    assert "blocks/mine is not a block of this dashboard; it is left as it is." in dashboard.log.read()
    dashboard.close()
    assert (mine / ".git/config").read_text() == ".git/config" and (mine / "versions/0001/notes").exists()
    assert "blocks/mine is not a block" in dash("doctor", data=tmp_path).stdout


def test_a_lost_key_of_the_keys_is_told_and_nothing_waits_for_it(tmp_path):
    made = add(tmp_path)
    give_key(made, tmp_path, b"planted-value")
    (tmp_path / "secret.key").unlink()
    dashboard = Dashboard(tmp_path, "--no-starters")
    dashboard.log.seek(0)
    assert "The key 'MY_KEY' can no longer be decrypted; enter it again" in dashboard.log.read()
    dashboard.close()
    report = dash("doctor", data=tmp_path)
    assert report.returncode == 1 and "✗ the key 'MY_KEY' can no longer be decrypted" in report.stdout
    assert piped("secret", "set", "MY_KEY", made, data=tmp_path, given=b"new").returncode == 0
    assert dash("doctor", data=tmp_path).returncode == 0


def test_a_change_is_kept_only_by_a_word(source, tmp_path):
    source.show("/names.json", [{"name": name, "points": 9 - place} for place, name in enumerate("abcdef")])
    made = dash(
        "add", f"show {source.url}/names.json", "--grant", f"127.0.0.1:{source.port}", data=tmp_path).stdout.strip()
    for sentence in ("only 3", "sort by name"):
        silent = piped("refine", made, sentence, data=tmp_path, given=b"y\n")
        assert silent.returncode == 0 and b"Nothing was changed" in silent.stdout, silent.stderr
    assert version(made, tmp_path) == 1 and "f" in dash("run-block", made, data=tmp_path).stdout
    for answer, number in (("", 1), ("n", 1), ("y", 2)):
        code, shown = in_terminal("refine", made, "sort by name", data=tmp_path, prompt="[y/N]", answer=answer)
        assert code == 0 and ("Nothing was changed" in shown) == (number == 1), shown
        assert version(made, tmp_path) == number
    kept = dash("refine", made, "as a bar chart", "--keep", data=tmp_path)
    assert kept.returncode == 0 and version(made, tmp_path) == 3, kept.stderr


# MARK: What must not leave, or mix


def test_a_folder_gets_keys_and_places_only_by_a_word(source, tmp_path):
    data = tmp_path / "data"
    give_key(add(data), data, b"planted-value")
    source.show("/me", {"n": 1})
    folder = block(tmp_path / "foreign", f"""
        return function() return {{ value = require("http").get("{source.url}/me", {{
          headers = {{ ["X-Key"] = "{{{{secret:MY_KEY}}}}" }} }}):json().n }} end""")
    place = f"127.0.0.1:{source.port}"
    (folder / "block.json").write_text(json.dumps({"name": "Foreign", "permissions": {
        "private_hosts": [place], "secrets": [{"name": "MY_KEY", "origins": [source.url]}]}}))
    for words in ([], ["--grant", place], ["--secret", "MY_KEY"]):
        answer = dash("run-block", str(folder), *words, data=data)
        assert answer.returncode == 14, (words, answer.stderr)
    assert source.seen == []
    both = dash("run-block", str(folder), "--secret", "MY_KEY", "--grant", place, data=data)
    assert both.returncode == 0 and both.stdout.strip().endswith("1"), both.stderr
    assert [headers["X-Key"] for _, headers in source.seen] == ["planted-value"]
    assert "planted" not in both.stdout + both.stderr


COUNTER = """
local store = require "store"
return function()
  local n = (store.get("n") or 0) + 1
  store.set("n", n)
  return { value = n }
end"""


def test_each_folder_keeps_its_own_data(tmp_path):
    data = tmp_path / "data"
    live = add(data)

    def folder(path):
        path.parent.mkdir(exist_ok=True)
        return block(path, COUNTER)

    def count(place, *words):
        answer = dash("run-block", str(place), *words, data=data)
        assert answer.returncode == 0, answer.stderr
        return int(answer.stdout.split()[-1])

    one, other, like = folder(tmp_path / "a/clock"), folder(tmp_path / "b/clock"), folder(tmp_path / "c" / live)
    assert [count(one), count(one), count(other), count(like)] == [1, 2, 1, 1]
    link = tmp_path / "link"
    link.symlink_to(one)
    assert count(link) == 3  # the same folder by another way
    Dashboard(data, "--no-starters").close()
    assert count(one) == 4
    report = dash("doctor", data=data).stdout
    for place in (one, other, like):
        assert f"data of scripts of the folder {place.resolve()}" in report
    assert count(one, "--forget") == 1 and count(other) == 2


# MARK: What is read and shown


@pytest.mark.parametrize("given, told, code", [
    (b"planted-value", "", 0), (b"planted-value\n", "", 0), (b"planted-value\r\n", "", 0),
    (b"  planted-value  ", "The spaces around it are not kept.", 0),
    (b"", "the key is empty", 12), (b" \n", "the key is empty", 12),
    (b"one\ntwo\n", "a line break", 12), (b"nul\0", "control character", 12),
    (b"\xff\xfe", "not a text in UTF-8", 12), (b"x" * 100_000, "larger than any key", 12),
], ids=lambda value: str(value)[:20])
def test_a_key_is_read_whole_or_not_at_all(given, told, code, tmp_path):
    made = add(tmp_path)
    give_key(made, tmp_path, b"before")
    answer = piped("secret", "set", "MY_KEY", made, data=tmp_path, given=given)
    said = answer.stderr.decode()
    assert answer.returncode == code and told in said, said
    assert code == 0 or is_one_sentence(said)
    model = piped("models", "key", "anthropic", data=tmp_path, given=given)
    assert model.returncode == code and told in model.stderr.decode(), model.stderr


@pytest.mark.parametrize("name, content, told, code", [
    ("block.lua", b"-- Gr\xfc\xdfe\nreturn function() return { value = 1 } end", "block.lua:1: byte FC is not UTF-8", 20),
    ("block.ui.json", b'{"ui": 1,\n "title": "caf\xe9"}', "block.ui.json:2: byte E9 is not UTF-8", 23),
    ("block.json", b"\xff\xfe{\0}\0", "block.json:1: byte FF is not UTF-8", 23),
    ("block.lua", b"--" + b"x" * (5 << 20), "block.lua: the file has 5 MiB", 20),
    ("block.lua", None, "block.lua: there is no such file", 30),
    ("block.lua", "pipe", "block.lua: this is not a file", 30),
], ids=["latin-1", "latin-1 spec", "utf-16", "large", "missing", "pipe"])
def test_a_file_is_read_as_what_it_is_or_not_at_all(name, content, told, code, tmp_path):
    folder = block(tmp_path / "block", "return function() return { value = 1 } end")
    (folder / name).unlink()
    if content == "pipe":
        os.mkfifo(folder / name)
    elif content is not None:
        (folder / name).write_bytes(content)
    answer = dash("run-block", str(folder), data=tmp_path / "data")
    assert answer.returncode == code and told in answer.stderr and is_one_sentence(answer.stderr), answer.stderr


@pytest.mark.parametrize("change", [
    lambda text: b"\xef\xbb\xbf" + text, lambda text: text.replace(b"\n", b"\r\n"),
    lambda text: (b"#!/usr/bin/env lua\n" if b"function" in text else b"") + text,
    lambda text: b"\n\n" + text + b"\n\n",
], ids=["byte order mark", "CR LF", "a line for the shell", "empty lines"])
def test_files_are_read_as_other_programs_save_them(change, tmp_path):
    folder = block(tmp_path / "block", "return function()\n  return { value = 'as saved' }\nend\n")
    for file in folder.iterdir():
        file.write_bytes(change(file.read_bytes()))
    answer = dash("run-block", str(folder), data=tmp_path / "data")
    assert answer.returncode == 0 and "as saved" in answer.stdout, answer.stderr
    # A mistake has the line that an editor shows.
    script = b"return function()\n  return nil + 1\nend\n"
    (folder / "block.lua").write_bytes(change(script))
    line = change(script).split(b"\n").index(next(line for line in change(script).split(b"\n") if b"nil" in line)) + 1
    assert f"(block.lua:{line})" in dash("run-block", str(folder), data=tmp_path / "data").stderr


def test_an_answer_that_cannot_be_written_is_a_failure(tmp_path):
    add(tmp_path)
    words = f"{PROGRAM} list --data {tmp_path}"
    full = subprocess.run(["sh", "-c", f"{words} > /dev/full"], capture_output=True, text=True, timeout=60)
    assert full.returncode == 30 and "Standard output cannot be written" in full.stderr, full.stderr
    # Of a server it is the page that counts, not what it says when it starts.
    with open("/dev/full", "w") as nowhere, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        server = subprocess.Popen([PROGRAM, "serve", "--no-starters", "--port", str(port), "--data", str(tmp_path)],
                                  cwd=CHECKOUT, stdout=nowhere, stderr=subprocess.DEVNULL)
    while server.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1)
            break
        except OSError:
            time.sleep(0.05)
    assert server.poll() is None
    server.terminate()
    assert server.wait(60) == 0
    # Who has read enough is another matter.
    gone = subprocess.run(["bash", "-c", f"{PROGRAM} docs | true; echo ${{PIPESTATUS[0]}}"], cwd=CHECKOUT,
                          capture_output=True, text=True, timeout=60)
    assert gone.stdout.strip() == "0" and gone.stderr == ""


def test_a_command_without_descriptors_writes_over_nothing(tmp_path):
    """What is opened first would be given descriptor 0, and what is said then be written into it."""
    for words in (["add", TODO], ["list"], ["doctor"], ["add", "show nothing"]):
        line = f"""exec "$0" "$@" --data '{tmp_path}' <&- >&- 2>&-"""
        subprocess.run(["sh", "-c", line, PROGRAM, *words], cwd=CHECKOUT, timeout=60)
    assert len(json.loads(dash("list", "--json", data=tmp_path).stdout)) == 1
    report = dash("doctor", data=tmp_path)
    assert report.returncode == 0, report.stdout
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or b"Writing the block" not in file.read_bytes(), file


def test_what_readers_skip_is_told_in_the_log(source, tmp_path):
    source.show_raw("/rows.csv", "text/csv", b"Report of May\n\nday,sales\n1,2\n2,3\n3,4\n")
    place = f"127.0.0.1:{source.port}"
    made = dash("add", f"show {source.url}/rows.csv", "--grant", place, data=tmp_path)
    assert made.returncode == 0, made.stderr
    dashboard = Dashboard(tmp_path, "--no-starters")
    dashboard.close()
    lines = dash("log", made.stdout.strip(), data=tmp_path).stdout.splitlines()
    run = next(line for line in lines if " run " in line)
    assert run.endswith("ok, 1 warning"), lines
    number = run.split(" run ")[1].split()[0]
    shown = dash("log", made.stdout.strip(), "--run", number, data=tmp_path)
    assert "[warn] csv.parse: 1 line before the table was left out: Report of May" in shown.stdout, shown.stdout
    assert f"[http] GET {source.url}/rows.csv → 200" in shown.stdout
    missing = dash("log", made.stdout.strip(), "--run", "999", data=tmp_path)
    assert missing.returncode == 30 and "has no run 999" in missing.stderr
    for limit in ("0", "-1", "10001"):
        assert dash("log", made.stdout.strip(), "--limit", limit, data=tmp_path).returncode == 64


def test_nothing_from_outside_steers_the_terminal(source, tmp_path):
    escape = "\\27[2J\\27]0;owned\\7\\155\\r\\8"
    source.show_raw("/names.json", "application/json", b'[{"name": "\\u001b[31mred\\u009b", "points": 1}]')
    folder = block(tmp_path / "block", f"""
        return function(ctx)
          print("{escape}")
          if ctx.params.fail then error("{escape}") end
          return {{ value = "{escape}" }}
        end""")
    (folder / "block.json").write_text(json.dumps({
        "name": "\x1b[1mName", "params": [{"name": "fail", "type": "boolean", "default": False}]}))
    data = tmp_path / "data"
    answers = [dash("run-block", str(folder), *words, data=data)
               for words in ([], ["--json"], ["--param", "fail=true"], ["--param", "\x1b[2J=1"])]
    answers.append(dash("add", f"show {source.url}/names.json", "--grant", f"127.0.0.1:{source.port}", data=data))
    made = answers[-1].stdout.strip()
    answers += [dash(*words, data=data) for words in (
        ["list"], ["log", made], ["run-block", made], ["\x1b[2J"], ["rm", "\x1b[2J"], ["docs", "\x1b[2J"],
        ["add", "show http://\x1b[2J.invalid/"], ["log", made, "--ai"])]
    for answer in answers:
        said = answer.stdout + answer.stderr
        assert said and not [sign for sign in said if (sign < " " and sign != "\n") or "\x7f" <= sign <= "\x9f"], said
