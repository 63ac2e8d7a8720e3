"""The login of a dashboard that others can reach, as `dash serve` is started."""

import http.client
import pathlib
import subprocess

from conftest import PROGRAM, Dashboard

TOKEN = "correct horse battery"
OTHER = "another horse battery"


def ask(dashboard, path, method="GET", body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", dashboard.port, timeout=60)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    answer.text = answer.read().decode()
    return answer


def serve(folder, *options, environment=None):
    return Dashboard(folder, "--no-starters", "--host", "0.0.0.0", *options, environment=environment)


def arguments(dashboard):
    return pathlib.Path(f"/proc/{dashboard.process.pid}/cmdline").read_text()


def log_in(dashboard, token):
    csrf = ask(dashboard, "/login").text.split('name="csrf" value="')[1].split('"')[0]
    answer = ask(
        dashboard, "/login", "POST", f"csrf={csrf}&token={token.replace(' ', '+')}",
        **{"Content-Type": "application/x-www-form-urlencoded"})
    return answer.status, (answer.getheader("Set-Cookie") or "").split(";")[0]


def test_a_session_ends_when_the_token_changes(tmp_path):
    place = tmp_path / "token"
    place.write_text(TOKEN + "\n")
    dashboard = serve(tmp_path, "--token-file", str(place))
    assert "horse" not in arguments(dashboard)
    assert ask(dashboard, "/").status == 303
    status, cookie = log_in(dashboard, TOKEN)
    assert status == 303 and ask(dashboard, "/", Cookie=cookie).status == 200
    dashboard.close()

    # The same token lets the session go on, another one does not.
    dashboard = serve(tmp_path, environment={"DASH_TOKEN": TOKEN})
    assert ask(dashboard, "/", Cookie=cookie).status == 200
    dashboard.close()
    dashboard = serve(tmp_path, environment={"DASH_TOKEN": OTHER})
    assert ask(dashboard, "/", Cookie=cookie).status == 303
    assert log_in(dashboard, TOKEN)[0] == 401
    assert log_in(dashboard, OTHER)[0] == 303
    dashboard.close()


def refusal(folder, *options):
    """What `dash serve` says instead of starting."""
    answer = subprocess.run(
        [PROGRAM, "serve", "--data", str(folder), "--port", "0", "--no-starters", *options],
        capture_output=True, text=True, timeout=120)
    assert answer.returncode != 0, options
    return answer.stderr


def test_what_protects_nobody_is_refused(tmp_path):
    assert "--token-file" in refusal(tmp_path, "--host", "0.0.0.0")
    # A name of the system for the same.
    assert "0.0.0.0" in refusal(tmp_path, "--host", "0")
    assert "16 characters" in refusal(tmp_path, "--host", "0.0.0.0", "--token", "x")
    empty = tmp_path / "empty"
    empty.write_text("\n")
    assert "is empty" in refusal(tmp_path, "--token-file", str(empty))
    assert "cannot be read" in refusal(tmp_path, "--token-file", str(tmp_path / "nothing"))
    assert "cannot be used together" in refusal(tmp_path, "--token", TOKEN, "--token-file", str(empty))
    assert "--name takes one name" in refusal(tmp_path, "--name", "https://dash.home.test/page")


def test_a_name_is_taken_as_people_write_it(tmp_path):
    dashboard = Dashboard(tmp_path, "--no-starters", "--name", "https://Dash.Home.Test:8443/")
    assert ask(dashboard, "/", Host="dash.home.test:8443").status == 200
    assert ask(dashboard, "/", Host="other.home.test").status == 421
    dashboard.close()
