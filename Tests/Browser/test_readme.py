"""The block of the README, as somebody would copy it."""

import json
import re
import textwrap

from conftest import CHECKOUT
from test_bad_input import dash


def test_the_block_by_hand_works(tmp_path):
    text = (CHECKOUT / "README.md").read_text()
    chapter = text[text.index("## A block by hand"):text.index("## What a script can do")]
    folder = tmp_path / "rates"
    folder.mkdir()
    for name in ("block.json", "block.lua", "block.ui.json"):
        found = re.search(rf"`{name}`[^\n]*:\n\n((?:(?:    .*)?\n)+)", chapter)
        (folder / name).write_text(textwrap.dedent(found[1]))
    tape = tmp_path / "tape"
    tape.mkdir()
    (tape / "1.json").write_text(json.dumps({
        "method": "GET", "url": "https://api.frankfurter.dev/v1/latest*", "status": 200,
        "headers": {"content-type": "application/json"}, "body": "1.body"}))
    (tape / "1.body").write_text(json.dumps(
        {"base": "EUR", "date": "2026-11-20", "rates": {"USD": 1.0812, "GBP": 0.8345, "CHF": 0.9312}}))
    answer = dash("run-block", str(folder), "--replay", str(tape), data=tmp_path / "data")
    assert answer.returncode == 0, answer.stderr
    assert "EUR rates" in answer.stdout and "1.0812" in answer.stdout, answer.stdout
