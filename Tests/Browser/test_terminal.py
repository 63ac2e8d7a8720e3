"""A session in a terminal, typed as the README says: from nothing to a block that is watched, checked, tested, added,
exported, and imported by another dashboard. What stood on the screen is kept beside the test's other pictures."""

import os
import re
import subprocess
import time
import uuid

import pytest

from conftest import CHECKOUT, PROGRAM

# Debian's shell is called dash, too: ours is found first.
PROMPT = "ready> "


class Terminal:
    """A shell in tmux, 80 columns wide: keys go in, the screen comes out."""

    def __init__(self, folder):
        self.socket = f"dash-test-{uuid.uuid4()}"
        programs = folder / "bin"
        programs.mkdir()
        (programs / "dash").symlink_to(PROGRAM)
        environment = {
            "PATH": f"{programs}:/usr/bin:/bin", "HOME": str(folder), "TERM": "screen", "LANG": "C.UTF-8",
            "DASH_SHARE": str(CHECKOUT), "DASH_WORKER": os.path.join(os.path.dirname(os.path.realpath(PROGRAM)), "dash-worker"),
            "PS1": PROMPT, "DASH_AI_PROVIDER": "builtin"}
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "50", "-c", str(folder),
                  "env", "-i", *(f"{name}={value}" for name, value in environment.items()),
                  "bash", "--norc", "--noprofile", environment=environment)
        self.tmux("set-option", "-g", "history-limit", "10000")
        self.until(PROMPT)

    def tmux(self, *words, environment=None):
        done = subprocess.run(["tmux", "-L", self.socket, *words], capture_output=True, text=True, timeout=60,
                              env={**os.environ, **(environment or {})})
        assert done.returncode == 0, done.stderr
        return done.stdout

    def screen(self):
        """All that was ever shown, long lines whole."""
        return self.tmux("capture-pane", "-p", "-J", "-S", "-")

    def until(self, pattern, since=0):
        """Waits until the screen shows something after its first so many characters."""
        end = time.monotonic() + 60
        while True:
            text = self.screen().rstrip("\n ")
            if re.search(pattern, text[since:], re.MULTILINE):
                return text
            assert time.monotonic() < end, f"{pattern} did not come:\n{text}"
            time.sleep(0.05)

    def type(self, line):
        self.tmux("send-keys", "-l", line)
        self.tmux("send-keys", "Enter")

    def run(self, line):
        """Types a command and returns what stood on the screen until the next prompt, without colours."""
        before = len(self.screen().rstrip("\n "))
        # The shell says when it is done; what it says is not what was typed.
        mark = uuid.uuid4().hex[:8]
        self.type(f"{line}; echo en''d $? {mark}")
        text = self.until(rf"^end \d+ {mark}$", since=before)
        ended = re.search(rf"^end (\d+) {mark}$", text, re.MULTILINE)
        return int(ended[1]), text[before:ended.start()]

    def close(self):
        subprocess.run(["tmux", "-L", self.socket, "kill-server"], capture_output=True)


@pytest.fixture
def terminal(tmp_path):
    terminal = Terminal(tmp_path)
    yield terminal
    terminal.close()


def test_from_nothing_to_a_block_in_another_dashboard(terminal, tmp_path, pictures):
    code, said = terminal.run("dash new euro-rates")
    assert code == 0 and "Next: dash dev euro-rates" in said, said

    # While `dash dev` watches, an editor saves: first a mistake, then a better script.
    terminal.type("dash dev euro-rates")
    terminal.until(r"drawn in \d+ ms; waiting for the next save")
    script = tmp_path / "euro-rates/block.lua"
    text = script.read_text()
    script.write_text(text.replace("greeting = ctx.params.greeting", "greeting = ctx.params.greting"))
    terminal.until(r"greting")
    script.write_text(text.replace("return { greeting", "log.info('saved')\n  return { greeting").replace(
        'local store', 'local log = require "log"\nlocal store'))
    terminal.until(r"\[info\] saved")
    terminal.tmux("send-keys", "C-c")
    terminal.type("echo back")
    terminal.until(r"^back$")

    for line, words in [
        ("dash check euro-rates", "no problems"),
        ("dash fmt euro-rates --check", "0 of 4 files would change"),
        ("dash test euro-rates", "ok 1 - greets, and counts its first run"),
    ]:
        code, said = terminal.run(line)
        assert code == 0 and words in said, said

    code, said = terminal.run("dash add euro-rates --yes | tee id")
    assert code == 0, said
    block = (tmp_path / "id").read_text().strip()
    code, said = terminal.run(f"dash run-block {block}")
    assert code == 0 and "Hello" in said, said
    code, said = terminal.run(f"dash export {block} rates.dashblock")
    assert code == 0 and (tmp_path / "rates.dashblock").exists(), said
    code, said = terminal.run("dash add rates.dashblock --yes --data elsewhere | tee other")
    assert code == 0, said
    other = (tmp_path / "other").read_text().strip().splitlines()[-1]
    code, said = terminal.run(f"dash run-block {other} --data elsewhere")
    assert code == 0 and "Hello" in said, said

    (pictures / "terminal.txt").write_text(terminal.screen())
    wide = [line for line in terminal.tmux("capture-pane", "-p", "-S", "-").splitlines() if len(line) > 80]
    assert not wide, wide


def test_a_mistyped_verb_and_a_closed_pipe_end_by_themselves(terminal):
    code, said = terminal.run("dash serv")
    assert code == 64 and "Did you mean 'serve'?" in said, said
    code, said = terminal.run("dash list | head -0")
    assert code == 0, said
