"""A person at a terminal does what the README says: from nothing to a block that is watched, checked, tested, added,
changed, exported, and imported by another dashboard. The screen is kept beside the pictures of the other tests."""

import os
import re
import subprocess
import time
import uuid

import pytest

from conftest import CHECKOUT, PROGRAM

PROMPT = "ready> "


class Terminal:
    """A shell in tmux, 80 columns wide: keys go in, the screen comes out. Our `dash` is found before the shell of
    that name."""

    def __init__(self, folder):
        self.socket = f"dash-{uuid.uuid4().hex[:8]}"
        self.folder = folder
        programs = folder / "bin"
        programs.mkdir()
        (programs / "dash").symlink_to(PROGRAM)
        environment = {
            "PATH": f"{programs}:/usr/bin:/bin", "HOME": str(folder), "TERM": "screen", "LANG": "C.UTF-8", "PS1": PROMPT,
            "DASH_SHARE": str(CHECKOUT), "DASH_WORKER": str(os.path.realpath(PROGRAM)) + "-worker",
            "DASH_DATA": str(folder / "data"), "DASH_AI_PROVIDER": "builtin"}
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "50", "-c", str(folder),
                  "env", "-i", *(f"{name}={value}" for name, value in environment.items()),
                  "bash", "--norc", "--noprofile")
        self.until(f"^{PROMPT.strip()}")

    def tmux(self, *words):
        done = subprocess.run(["tmux", "-u", "-L", self.socket, *words], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def screen(self):
        """All that was ever shown, with lines that the terminal broke put together again."""
        return self.tmux("capture-pane", "-p", "-J", "-S", "-").rstrip()

    def until(self, pattern, since=0):
        """Waits until something stands on the screen behind its first so many characters."""
        end = time.monotonic() + 60
        while True:
            text = self.screen()
            if re.search(pattern, text[since:], re.MULTILINE):
                return text
            assert time.monotonic() < end, f"{pattern} did not come:\n{text}"
            time.sleep(0.05)

    def type(self, line):
        self.tmux("send-keys", "-l", "--", line)
        self.tmux("send-keys", "Enter")

    def press(self, key):
        self.tmux("send-keys", key)

    def run(self, line, answers=()):
        """Types a command, and for each (question, answer) the answer when it is asked for. Returns the exit code, and
        what stood there until the next prompt."""
        before = len(self.screen())
        # The shell says when it is done, in other words than those that were typed.
        mark = uuid.uuid4().hex[:8]
        self.type(f"{line}; echo en''d $? {mark}")
        for question, answer in answers:
            self.until(re.escape(question), since=before)
            self.type(answer)
        text = self.until(rf"^end \d+ {mark}", since=before)
        end = re.search(rf"^end (\d+) {mark}", text, re.MULTILINE)
        return int(end[1]), text[before:end.start()]

    def close(self):
        subprocess.run(["tmux", "-L", self.socket, "kill-server"], capture_output=True, timeout=60)


@pytest.fixture
def terminal(tmp_path, pictures, request):
    terminal = Terminal(tmp_path)
    yield terminal
    (pictures / f"{request.node.name}.txt").write_text(terminal.screen())
    terminal.close()


def commands_of_the_readme():
    """The commands of “A block by hand”, without what is said of them."""
    text = (CHECKOUT / "README.md").read_text()
    chapter = text[text.index("## A block by hand"):]
    block = re.search(r"\n\n((?:    dash .*\n)+)", chapter)[1]
    return [line.split("#")[0].strip() for line in block.splitlines()]


def test_from_nothing_to_a_block_of_another_dashboard(terminal, tmp_path):
    commands = commands_of_the_readme()
    script = tmp_path / "euro-rates/block.lua"

    def watched():
        """While `dash dev` watches, an editor saves: a mistake, and then a better script."""
        terminal.until(r"drawn in \d+ ms; waiting for the next save")
        text = script.read_text()
        script.write_text(text.replace("ctx.params.greeting", "ctx.params.greting"))
        terminal.until(r"block\.lua:\d+:\d+: .*greting.*so this is always nil; did you mean 'greeting'\?")
        script.write_text(text.replace("ctx.params.greeting", 'ctx.params.greeting .. "!"'))
        terminal.until(r"Hello!: run \d+")
        terminal.press("C-c")

    steps = {
        "dash new euro-rates": "Next: dash dev euro-rates",
        "dash dev euro-rates": watched,
        "dash check euro-rates --fix": "no problems",
        "dash fmt euro-rates": "0 of 4 files changed",
        "dash test euro-rates": 'expected \\"Moin\\", got \\"Moin!\\"',
        "dash add euro-rates": "Add it? [y/N]",
    }
    block = None
    for command in commands:
        step = steps.pop(command, None)
        if command == "dash dev euro-rates":
            terminal.type(command)
            step()
            # The prompt is back, and the shell works.
            assert terminal.run("echo here")[1].endswith("here\n")
            continue
        if command.startswith("dash diff"):
            break
        assert step, f"the README has a command that is not tried: {command}"
        code, said = terminal.run(command, [(step, "y")] if "[y/N]" in step else ())
        assert step in said, said
        # The test of the new folder is about the greeting before it was edited: it fails, is mended, and passes.
        if command.startswith("dash test"):
            assert code == 1
            test = script.with_name("block_test.lua")
            test.write_text(test.read_text().replace('to_equal("Moin")', 'to_equal("Moin!")'))
            code, said = terminal.run(command)
            assert "ok 1 - greets, and counts its first run" in said, said
        assert code == 0, said
        if command.startswith("dash add"):
            block = said.split()[-1]
    assert not steps, f"the README no longer has {list(steps)}"

    code, said = terminal.run(f"dash run-block {block}")
    assert code == 0 and "Hello!" in said, said
    code, said = terminal.run(f"dash refine {block} 'every 2 hours'", [("Keep this change? [y/N]", "y")])
    assert code == 0 and "Version 2 is live." in said, said
    code, said = terminal.run(f"dash diff {block} 1 2")
    assert code == 0 and re.search(r'^\+.*"2h"', said, re.MULTILINE), said
    code, said = terminal.run(f"dash revert {block} 1")
    assert code == 0 and "it is version 1 again" in said, said

    code, said = terminal.run(f"dash export {block} rates.dashblock")
    assert code == 0 and "Elsewhere: dash add rates.dashblock" in said, said
    terminal.type("export DASH_DATA=$HOME/elsewhere")
    code, said = terminal.run("dash add rates.dashblock", [("Add it? [y/N]", "y")])
    assert code == 0, said
    code, said = terminal.run(f"dash run-block {said.split()[-1]}")
    assert code == 0 and "Hello!" in said, said


def test_a_server_ends_at_ctrl_c_and_has_its_folder_alone(terminal):
    terminal.type("dash serve --no-starters --port 0 &")
    terminal.until(r"Dash is at http://127\.0\.0\.1:\d+")
    code, said = terminal.run("dash serve --no-starters --port 0")
    assert code == 30 and re.search(r"Another `dash serve` \(process \d+\) (is using|uses)", said), said
    # Whoever only reads or adds is let in beside it.
    code, said = terminal.run("dash add 'a countdown to 24 December'")
    assert code == 0 and said.split()[-1] in terminal.run("dash list")[1], said
    before = len(terminal.screen())
    terminal.type("fg")
    terminal.until("^dash serve", since=before)
    terminal.press("C-c")
    code, said = terminal.run("echo here")
    assert said.endswith("here\n"), said
    # Its folder is free again.
    terminal.type("dash serve --no-starters --port 0 &")
    terminal.until(r"Dash is at http", since=len(terminal.screen()) - 10)
    assert terminal.run("kill %1; wait %1")[0] == 0


def test_mistyped_words_and_pipes_that_close_end_by_themselves(terminal):
    code, said = terminal.run("dash serv")
    assert code == 64 and "There is no command 'serv'. Did you mean 'serve'?" in said, said
    code, said = terminal.run("set -o pipefail; dash docs ui | head -n 1")
    assert code == 0, said
