"""A key in an address becomes a secret of the block: it is sent to its source and stands nowhere else."""

import json
import subprocess

import pytest

from conftest import CHECKOUT, PROGRAM, Source

KEY = "9f8e7d6c5b4a39281706"
CITIES = {"cities": [{"city": "Porto", "people": 231962}, {"city": "Braga", "people": 193324}]}


@pytest.fixture
def source():
    """Answers with cities to whoever has the key."""
    source = Source()
    source.show(f"/c.json?units=metric&appid={KEY}", CITIES)
    yield source
    source.server.shutdown()


def dash(*words, data):
    return subprocess.run([PROGRAM, *words, "--data", str(data)], cwd=CHECKOUT, capture_output=True,
                          text=True, timeout=60)


def stands_in(folder, text):
    """The files of a folder that hold a text."""
    return [file for file in folder.rglob("*")
            if file.is_file() and text.encode() in file.read_bytes()]


def test_a_key_in_an_address_is_kept_as_a_secret(source, tmp_path):
    place = f"127.0.0.1:{source.port}"
    made = dash("add", f"cities from {source.url}/c.json?units=metric&appid={KEY}",
                "--grant", place, "--json", data=tmp_path)
    assert made.returncode == 0, made.stdout + made.stderr
    answer = json.loads(made.stdout)
    assert "APPID" in answer["explanation"]
    assert KEY not in made.stdout + made.stderr
    assert any(KEY in path for path, _ in source.seen)
    assert stands_in(tmp_path, KEY) == []

    before = len(source.seen)
    ran = dash("run-block", answer["id"], data=tmp_path)
    assert ran.returncode == 0 and "Porto" in ran.stdout, ran.stdout + ran.stderr
    assert len(source.seen) > before
    assert KEY not in ran.stdout + ran.stderr


def test_a_key_of_a_block_that_is_not_made_is_forgotten(source, tmp_path):
    made = dash("add", f"cities from {source.url}/c.json?appid=1234567890abcdef",
                "--grant", f"127.0.0.1:{source.port}", data=tmp_path)
    assert made.returncode != 0
    assert "1234567890abcdef" not in made.stdout + made.stderr
    assert "APPID" not in dash("secret", "list", data=tmp_path).stdout
