"""The API beside its own document: schemathesis asks every operation what the document allows, and what it does not."""

import pathlib
import subprocess
import sys

from conftest import Dashboard
from test_bad_input import dash

TOKEN = "a token of thirty characters, so"
CHECKS = ("not_a_server_error", "status_code_conformance", "content_type_conformance",
          "response_headers_conformance", "response_schema_conformance", "ignored_auth")


def test_no_operation_answers_otherwise_than_the_document_says(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (tmp_path / "token").write_text(TOKEN + "\n")
    for _ in range(2):
        added = dash("add", "a countdown to 24 December", data=data)
        assert added.returncode == 0, added.stderr
    dashboard = Dashboard(data, "--no-starters", "--token-file", str(tmp_path / "token"))
    try:
        program = pathlib.Path(sys.executable).with_name("schemathesis")
        done = subprocess.run(
            [program, "run", dashboard.url + "/api/v1/openapi.json",
             "--header", f"Authorization: Bearer {TOKEN}", "--checks", ",".join(CHECKS),
             "--phases", "examples,coverage,fuzzing", "--max-examples", "20", "--seed", "15",
             "--request-timeout", "60", "--suppress-health-check", "all", "--no-color"],
            capture_output=True, text=True, timeout=900, cwd=tmp_path)
        assert done.returncode == 0, (done.stdout + done.stderr)[-6000:]
        assert dashboard.process.poll() is None, "the dashboard is gone"
    finally:
        dashboard.close()
    log = pathlib.Path(dashboard.log.name).read_text()
    assert "request failed" not in log, log
