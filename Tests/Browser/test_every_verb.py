"""Every command, as the program itself lists them: what it says of itself, of a word it does not know, of a block that
is not there and of a data folder that is none; and the life of one block, with the verbs that no other test tries."""

import concurrent.futures
import json
import re
import shutil
import signal
import socket
import subprocess

from conftest import CHECKOUT, PROGRAM
from test_bad_input import dash, is_one_sentence

def commands():
    """The words of each command → what it takes, as the program tells completions and manual."""
    dump = subprocess.run([PROGRAM, "--experimental-dump-help"], capture_output=True, text=True, timeout=60)
    found = {}

    def walk(command, before):
        for one in command.get("subcommands", []):
            if one["commandName"] == "help":
                continue
            words = (*before, one["commandName"])
            if one.get("subcommands"):
                walk(one, words)
            else:
                found[words] = one.get("arguments", [])

    walk(json.loads(dump.stdout)["command"], ())
    return found


COMMANDS = commands()


# What each argument may be.
VALUES = {"way": "webhook", "when": "a > 1", "what": "nas.local:80", "input": "1", "output": "1", "choice": "builtin",
          "server": "anthropic", "block": "nobody-1", "blocks": "nobody-1", "id": "nobody-1", "paths": "nobody-1"}


def takes(words, option):
    return any(name["name"] == option for one in COMMANDS[words] for name in one.get("names", []))


def needed(words, folder):
    """Something for each argument that the command cannot do without; files are in a folder."""
    for one in COMMANDS[words]:
        if one["isOptional"] or one["kind"] == "flag":
            continue
        if one["kind"] == "option":
            yield "--" + one["valueName"]
        yield VALUES.get(one["valueName"], folder / "x" if one["valueName"] in ("file", "folder", "out") else "x")
    if words == ("refine",):
        yield "only 3"  # or it is changed by hand


def each(words_of):
    """Runs commands beside each other; (words, what came of it) of each."""
    with concurrent.futures.ThreadPoolExecutor(4) as threads:
        answers = {words: threads.submit(
            subprocess.run, [PROGRAM, *map(str, line)], cwd=CHECKOUT, capture_output=True, text=True, timeout=120,
            stdin=subprocess.DEVNULL) for words, line in words_of.items()}
        return [(words, answer.result()) for words, answer in answers.items()]


def test_every_command_says_what_it_is_for():
    assert len(COMMANDS) > 50
    for words, told in each({words: (*words, "--help") for words in COMMANDS}):
        assert told.returncode == 0 and told.stderr == "", (words, told.stderr)
        assert f"USAGE: dash {' '.join(words)}" in told.stdout and told.stdout.startswith("OVERVIEW: "), told.stdout
        wide = [line for line in told.stdout.splitlines() if len(line) > 80]
        assert not wide, (words, wide)


def test_every_command_refuses_what_it_does_not_know(tmp_path):
    for words, told in each({words: (*words, *needed(words, tmp_path), "--no-such-thing") for words in COMMANDS}):
        assert told.returncode == 64 and told.stdout == "", (words, told)
        assert "--no-such-thing" in told.stderr.splitlines()[0], (words, told.stderr)
    assert list(tmp_path.iterdir()) == []


def test_every_command_about_a_block_says_that_there_is_none(tmp_path):
    data = tmp_path / "data"
    assert dash("add", "a countdown to 24 December", data=data).returncode == 0
    about = [words for words, taken in COMMANDS.items() if any(
        one["kind"] == "positional" and VALUES.get(one["valueName"]) == "nobody-1" for one in taken)]
    assert len(about) > 20
    lines = {words: (*words, *needed(words, tmp_path), "--data", data)
             for words in about}
    for words, told in each(lines):
        assert told.returncode == 30, (words, told)
        assert "nobody-1" in told.stderr and is_one_sentence(told.stderr), (words, told.stderr)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_every_command_says_that_its_data_folder_is_none(tmp_path):
    (tmp_path / "file").write_text("mine")
    lines = {words: (*words, *needed(words, tmp_path), "--data", tmp_path / "file")
             for words in COMMANDS if takes(words, "data")}
    assert len(lines) > 40
    for words, told in each(lines):
        assert told.returncode not in (0, 64), (words, told)
        # The doctor tells it as one of its findings.
        assert is_one_sentence(told.stderr) or words == ("doctor",) and "✗" in told.stdout, (words, told.stderr)
    assert (tmp_path / "file").read_text() == "mine" and [path.name for path in tmp_path.iterdir()] == ["file"]


def test_completions_and_manual_know_every_command():
    for shell in ("bash", "zsh", "fish"):
        script = subprocess.run([PROGRAM, "--generate-completion-script", shell], capture_output=True, text=True, timeout=60)
        assert script.returncode == 0 and all(words[0] in script.stdout for words in COMMANDS), shell
        if shutil.which(shell):
            checked = subprocess.run([shell, "-n"], input=script.stdout, capture_output=True, text=True, timeout=60)
            assert checked.returncode == 0, checked.stderr
    manual = subprocess.run([PROGRAM, "manual"], capture_output=True, text=True, timeout=60)
    assert all(f".SS dash {words[0]}\n" in manual.stdout for words in COMMANDS)


# MARK: The life of a block


def test_a_block_lives_by_its_verbs(source, tmp_path):
    data = tmp_path / "data"
    source.show("/prices.json", [{"name": "Assam", "price": 19}, {"name": "Sencha", "price": 25}])

    def done(*words, code=0, data=data):
        told = dash(*words, data=data)
        assert told.returncode == code, (words, told.stdout, told.stderr)
        return told.stdout + told.stderr

    block = dash("add", f"prices from {source.url}/prices.json", "--grant", f"127.0.0.1:{source.port}",
                 data=data).stdout.strip()

    # What it showed, and an alert that is tried on it first.
    done("refresh", block)
    assert done("past", block).startswith("20")
    assert "Assam" in done("past", block, "2100-01-01")
    assert "is not a moment" in done("past", block, "soon", code=30)
    cheap = ("alert", "add", block, "cheap", "--each", "rows", "--when", "item.price < 20")
    assert "It holds now" in done(*cheap, "--dry-run") and "has no alerts" in done("alert", "list", block)
    assert "Added the alert “cheap”" in done(*cheap) and "“cheap” when" in done("alert", "list", block)
    assert "is not a condition" in done("alert", "add", block, "odd", "--when", "rows >", code=23)
    assert "The alert cannot be used" in done("alert", "add", block, "", "--when", "a > 1", code=23)
    assert "Removed the alert" in done("alert", "rm", block, "cheap")
    assert "has no alert “cheap”" in done("alert", "rm", block, "cheap", code=30)
    assert "There are no notices yet." in done("notices") and done("notices", "list", "--json").strip() == "[]"
    assert "keeps no series" in done("series", block)

    # Notices are sent to a program of this machine.
    note = tmp_path / "note"
    told = subprocess.run([PROGRAM, "notices", "add", "desk", "command", "--data", data, "--", "tee", note],
                          capture_output=True, text=True, timeout=60)
    assert told.returncode == 0, told.stderr
    assert "desk" in done("notices", "targets")
    assert "It arrived." in done("notices", "test", "desk") and note.read_text()
    assert "Notices no longer go to 'desk'." in done("notices", "rm", "desk")
    for words in (("rm", "desk"), ("test", "desk")):
        assert "There is no target 'desk'" in done("notices", *words, code=30)

    # Its source may change, and does.
    assert "There is no file" in done("add", "gone.dashblock", code=30)
    done("allow", block, "nonsense:x:y", code=30)
    assert re.search(rf"'{block}' survives \d+ of \d+: ", done("rehearse", block))
    done("rehearse", block, "--minimum", "1.1", code=64)
    assert "works as it is" in done("heal", block)
    source.show("/prices.json", [{"label": "Assam", "price": 19}, {"label": "Sencha", "price": 25}])
    dry = done("heal", block, "--dry-run")
    assert "'label'" in dry and "Nothing was changed" in dry, dry
    assert re.search(r"Version \d+ is live\.", done("heal", block))
    assert "Assam" in done("run-block", block)

    # A webhook ends; what models may do is limited.
    done("webhook", "new", block)
    assert "Removed the webhook" in done("webhook", "rm", block) and "has no webhook" in done("webhook", "rm", block, code=30)
    assert "12 calls" in done("models", "limit", "--calls", "12")
    done("models", "limit", "--calls=-1", code=64)
    assert "a million tokens" in done("models", "price", "mine", "--input", "1", "--output", "2")
    assert "No model" in done("models", "use", "builtin") and "12 calls" in done("models")
    assert "There is no model to test" in done("models", "test", code=30)

    # A backup brings everything back; an exported block is another's.
    backup, package = tmp_path / "all.tar.gz", tmp_path / "prices.dashblock"
    assert "1 block in" in done("backup", str(backup))
    assert "'" + block not in done("export", block, str(package), "--recordings", "with") and package.exists()
    assert "Nothing was erased" in done("forget", block, code=30)
    assert "Forgot the history" in done("forget", block, "--yes") and "kept" in done("past", block)
    assert "--replace" in done("restore", str(backup), code=30)
    assert "Brought back 1 block" in done("restore", str(backup), "--replace") and "Assam" in done("past", block, "2100-01-01")
    assert "Brought back 1 block" in done("restore", str(backup), data=tmp_path / "other")
    backup.write_bytes(backup.read_bytes()[:100])
    assert "cannot be used" in done("restore", str(backup), "--replace", code=30) and block in done("list")


def test_recorded_wishes_are_judged(tmp_path):
    world = [{"url": "https://teas.example/teas.json", "text": json.dumps([{"name": "Assam"}, {"name": "Sencha"}])}]
    for name, shown in (("good", "Assam"), ("bad", "Oolong")):
        (tmp_path / f"{name}.json").write_text(json.dumps(
            {"wish": "the teas from https://teas.example/teas.json", "world": world, "checks": {"contains": [shown]}}))
    told = dash("eval", str(tmp_path), "--json", data=tmp_path / "data")
    assert told.returncode == 0, told.stderr
    assert dash("eval", str(tmp_path), "--minimum", "0.5", data=tmp_path / "data").returncode == 0
    short = dash("eval", str(tmp_path), "--minimum", "0.6", data=tmp_path / "data")
    assert short.returncode == 1 and "“Oolong” is not shown" in short.stdout, short.stdout
    missing = dash("eval", str(tmp_path / "gone"), data=tmp_path / "data")
    assert missing.returncode == 30 and "cannot be read" in missing.stderr


# MARK: In the middle, and two at once


def test_a_command_that_is_interrupted_leaves_nothing_half_made(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        adding = subprocess.Popen([PROGRAM, "add", f"show http://127.0.0.1:{port}/x.json", "--grant", f"127.0.0.1:{port}",
                                   "--data", tmp_path / "data"], cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        # It has asked, and waits.
        silent.accept()
        adding.send_signal(signal.SIGINT)
        assert adding.wait(20) != 0
    assert dash("list", "--json", data=tmp_path / "data").stdout.strip() == "[]"
    assert dash("doctor", data=tmp_path / "data").returncode == 0


def test_two_at_once_both_come_true(tmp_path):
    sentences = [f"a countdown to {day} December" for day in (24, 25, 26, 31)]
    made = each({sentence: ("add", sentence, "--data", tmp_path / "data") for sentence in sentences})
    assert all(told.returncode == 0 for _, told in made), [told.stderr for _, told in made]
    listed = json.loads(dash("list", "--json", data=tmp_path / "data").stdout)
    assert {one["id"] for one in listed} == {told.stdout.strip() for _, told in made} and len(listed) == 4
