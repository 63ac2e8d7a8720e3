"""`make install` and `make uninstall`, with the debug build: what they put where, and what they leave alone."""

import gzip
import os
import subprocess

import pytest

from conftest import CHECKOUT, PROGRAM

SCRIPTS = CHECKOUT / "Sources/dash/Installation"
BUILT = os.path.dirname(os.path.realpath(PROGRAM))


def run(script, *arguments, path="/usr/bin:/bin", **environment):
    return subprocess.run(
        [SCRIPTS / script, *map(str, arguments)], capture_output=True, text=True, timeout=120,
        env={"PATH": path, "HOME": os.environ.get("HOME", "/"), "STRIP": "", **environment})


def install(prefix, *name, **more):
    done = run("install", BUILT, prefix, *name, **more)
    assert done.returncode == 0, done.stderr
    return done.stdout


def below(folder):
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if not one.is_dir())


def test_an_installed_dash_needs_no_checkout(tmp_path):
    prefix = tmp_path / "usr"
    install(prefix)
    files = below(prefix)
    for wanted in ("bin/dash", "libexec/dash-worker", "share/dash/LuaStdlib/http.lua",
                   "share/dash/WebAssets/css/tokens.css", "share/dash/luals/http.lua",
                   "share/man/man1/dash.1.gz", "share/bash-completion/completions/dash",
                   "share/zsh/vendor-completions/_dash", "share/fish/vendor_completions.d/dash.fish",
                   "share/systemd/user/dash.service"):
        assert wanted in files, files
    unit = (prefix / "share/systemd/user/dash.service").read_text()
    assert f"ExecStart={prefix}/bin/dash serve" in unit
    manual = gzip.decompress((prefix / "share/man/man1/dash.1.gz").read_bytes()).decode()
    assert manual.startswith(".TH DASH 1") and "run-block" in manual
    folder = tmp_path / "mine"
    for words in (["new", folder], ["check", folder], ["run-block", folder]):
        done = subprocess.run(
            [prefix / "bin/dash", *words], capture_output=True, text=True, timeout=60, cwd="/",
            env={"PATH": "/usr/bin:/bin", "DASH_DATA": str(tmp_path / "data")})
        assert done.returncode == 0, done.stderr
    settings = (folder / ".luarc.json").read_text()
    assert str(prefix / "share/dash/luals") in settings.replace("\\/", "/")


def test_it_is_called_dashboard_where_it_would_hide_the_shell(tmp_path):
    prefix = tmp_path / "local"
    said = install(prefix, path=f"{prefix}/bin:/usr/bin:/bin")
    assert "installed as 'dashboard'" in said, said
    assert (prefix / "bin/dashboard").exists() and not (prefix / "bin/dash").exists()
    completions = (prefix / "share/bash-completion/completions/dashboard").read_text()
    assert "complete -o filenames -F _dashboard dashboard" in completions
    listed = subprocess.run(
        [prefix / "bin/dashboard", "list", "--data", tmp_path / "none"], capture_output=True, text=True)
    assert "`dash " not in listed.stderr, listed.stderr


@pytest.mark.parametrize("path", ["/usr/bin:/bin", "/usr/bin:/bin:{prefix}/bin"])
def test_behind_the_shell_it_keeps_its_name(tmp_path, path):
    prefix = tmp_path / "home"
    install(prefix, path=path.format(prefix=prefix))
    assert (prefix / "bin/dash").exists()


def test_a_program_of_that_name_is_never_replaced(tmp_path):
    prefix = tmp_path / "usr"
    (prefix / "bin").mkdir(parents=True)
    (prefix / "bin/dash").write_text("a shell")
    said = install(prefix)
    assert "installed as 'dashboard'" in said and (prefix / "bin/dash").read_text() == "a shell"
    refused = run("install", BUILT, prefix, "dash")
    assert refused.returncode == 1 and "is another program" in refused.stderr
    assert (prefix / "bin/dash").read_text() == "a shell" and (prefix / "bin/dashboard").exists()


def test_uninstalling_leaves_nothing_of_ours_and_everything_else(tmp_path):
    prefix = tmp_path / "usr"
    (prefix / "share/man/man1").mkdir(parents=True)
    (prefix / "share/man/man1/other.1.gz").write_text("another page")
    install(prefix)
    # What an older version had is gone after a newer one is installed over it.
    stale = prefix / "share/dash/WebAssets/stale.js"
    stale.write_text("")
    with open(prefix / "share/dash/installed", "a") as listing:
        listing.write("share/dash/WebAssets/stale.js\n../outside\n/etc/outside\n")
    (tmp_path / "outside").write_text("not ours")
    install(prefix)
    assert not stale.exists() and (tmp_path / "outside").exists()
    (prefix / "bin/mine").write_text("a program of the person")
    done = run("uninstall", prefix)
    assert done.returncode == 0, done.stderr
    assert below(prefix) == ["bin/mine", "share/man/man1/other.1.gz"]
    assert not (prefix / "share/dash").exists() and not (prefix / "libexec").exists()
    again = run("uninstall", prefix)
    assert again.returncode == 0, again.stderr


def test_a_package_is_put_together_below_destdir(tmp_path):
    install("/usr", "dashboard", DESTDIR=str(tmp_path / "tree"), UNITS="lib/systemd/user")
    unit = tmp_path / "tree/usr/lib/systemd/user/dashboard.service"
    assert "ExecStart=/usr/bin/dashboard serve" in unit.read_text()
    assert "bin/dash" not in below(tmp_path / "tree/usr")
