"""What a block may, from the shell: listed, allowed, taken back; and its keys."""

import json
import subprocess
import time

from conftest import CHECKOUT, PROGRAM, Dashboard
from test_bad_input import dash

SECRETS = [{"name": "MY_KEY", "origins": ["https://a.invalid"]}]


def make(source, folder):
    source.show("/names.json", [{"name": "Ajax", "points": 31}, {"name": "Benfica", "points": 29}])
    made = dash("add", f"show {source.url}/names.json", "--grant", f"127.0.0.1:{source.port}", "--json",
                data=folder)
    return json.loads(made.stdout)["id"]


def permissions(block, folder):
    answer = json.loads(dash("permissions", block, "--json", data=folder).stdout)
    return {grant["what"]: grant["by"] for grant in answer["allowed"]}, [ask["what"] for ask in answer["asks"]]


def test_what_a_block_may_is_listed_and_taken_back(source, tmp_path):
    block = make(source, tmp_path)
    place = f"private 127.0.0.1:{source.port}"
    allowed, asks = permissions(block, tmp_path)
    assert allowed[place] == "person" and place not in asks
    assert f"{place}  person  " in dash("permissions", block, data=tmp_path).stdout
    assert dash("run-block", block, data=tmp_path).returncode == 0

    gone = dash("revoke", block, f"127.0.0.1:{source.port}", data=tmp_path)
    assert gone.returncode == 0, gone.stderr
    allowed, asks = permissions(block, tmp_path)
    assert place not in allowed and place in asks
    assert dash("run-block", block, data=tmp_path).returncode == 14
    again = dash("revoke", block, place, data=tmp_path)
    assert again.returncode == 30 and "was not allowed" in again.stderr

    assert dash("allow", block, *place.split(), data=tmp_path).returncode == 0
    assert permissions(block, tmp_path)[0][place] == "dash allow"
    assert dash("run-block", block, data=tmp_path).returncode == 0


def test_what_cannot_be_allowed_is_refused_in_one_sentence(source, tmp_path):
    block = make(source, tmp_path)
    for words, told in [
        (["host", "*"], "not something that can be allowed"),
        (["certificate", "nas.local:443", "ab"], "not something that can be allowed"),
        (["secret", "MY_KEY", "https://a.invalid"], "has no value"),
    ]:
        answer = dash("allow", block, *words, data=tmp_path)
        assert answer.returncode != 0 and told in answer.stderr, answer.stderr
    assert "is not a block id" in dash("permissions", "no/id", data=tmp_path).stderr


def test_a_key_is_given_listed_and_removed(source, tmp_path):
    def set_key(block, value):
        return subprocess.run([PROGRAM, "secret", "set", "MY_KEY", block, "--data", str(tmp_path)],
                              cwd=CHECKOUT, input=value, capture_output=True, text=True, timeout=120)

    block = make(source, tmp_path)
    refused = set_key(block, "planted-value")
    assert refused.returncode == 12 and "asks for no key 'MY_KEY'" in refused.stderr

    # An edit brings the key; the block asks for it.
    manifest = tmp_path / "blocks" / block / "block.json"
    edited = json.loads(manifest.read_text())
    edited["permissions"]["secrets"] = SECRETS
    manifest.write_text(json.dumps(edited))
    dashboard = Dashboard(tmp_path, "--no-starters")
    try:
        end = time.monotonic() + 60
        while "secret https://a.invalid MY_KEY" not in permissions(block, tmp_path)[1]:
            assert time.monotonic() < end, "the edit was not taken"
    finally:
        dashboard.close()

    given = set_key(block, "planted-value\n")
    assert given.returncode == 0 and "https://a.invalid and nowhere else" in given.stderr, given.stderr
    listed = dash("secret", "list", data=tmp_path).stdout
    assert listed == f"MY_KEY  {block}  https://a.invalid\n"
    assert permissions(block, tmp_path)[0]["secret https://a.invalid MY_KEY"] == "person"
    everything = listed + dash("permissions", block, data=tmp_path).stdout + dash("log", block, data=tmp_path).stdout
    assert "planted" not in everything

    assert dash("secret", "rm", "MY_KEY", data=tmp_path).returncode == 0
    assert dash("secret", "list", data=tmp_path).stdout == ""
    assert "secret https://a.invalid MY_KEY" not in permissions(block, tmp_path)[0]
    assert dash("secret", "rm", "MY_KEY", data=tmp_path).returncode == 30
