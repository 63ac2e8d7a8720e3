"""What both comparisons share: our readers as a process, and the file of judged disagreements."""

import json
import os
import pathlib
import subprocess

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = pathlib.Path(__file__).resolve().parent
PROGRAM = os.environ.get("DASH_LUA", str(CHECKOUT / ".build/debug/dash-lua"))


def lua(text):
    """A text as a Lua literal."""
    return '"' + "".join(
        chr(byte) if 32 <= byte < 127 and byte not in (34, 92) else f"\\{byte:03d}"
        for byte in text.encode()) + '"'


def run_scripts(scripts):
    """What each script returns with the stdlib of this checkout, or `{"failure": …}`."""
    answer = subprocess.run(
        [PROGRAM, str(CHECKOUT / "LuaStdlib")], input="".join(json.dumps(one) + "\n" for one in scripts),
        capture_output=True, text=True, check=True)
    results = [json.loads(line) for line in answer.stdout.splitlines()]
    assert len(results) == len(scripts)
    return [one["value"] if "value" in one else one for one in results]


def judged(name):
    """The judged disagreements: `{(case, difference): reason}` and `{reason: why ours is right}`.

    The file has lines `reason<TAB>why` under `# Reasons`, and `case<TAB>reason<TAB>difference` under
    `# Cases`."""
    cases, reasons, part = {}, {}, None
    for line in (FOLDER / f"{name}_judged.tsv").read_text().splitlines():
        if line.startswith("#"):
            part = line
        elif part == "# Reasons":
            reason, why = line.split("\t")
            reasons[reason] = why
        elif part == "# Cases":
            case, reason, difference = line.split("\t")
            assert reason in reasons, f"case {case} names the reason {reason}, which is not explained"
            cases[int(case), difference] = reason
    return cases, reasons


def assert_all_judged(name, found, inputs):
    """Fails for every disagreement that nobody judged, and for every judged one that is gone.

    `found` is a list of `(case, difference)`."""
    known, reasons = judged(name)
    new = [one for one in found if one not in known]
    gone = [one for one in known if one not in found]
    unused = set(reasons) - set(known.values())
    report = [f"{len(found)} disagreements, {len(new)} not judged, {len(gone)} judged ones are gone"]
    for case, difference in new[:10]:
        report.append(f"--- case {case}: {difference}\n{inputs[case]}")
    report += [f"gone: case {case}: {difference}" for case, difference in gone[:10]]
    report += [f"no case has the reason {reason}" for reason in sorted(unused)]
    if listing := os.environ.get("DASH_DISAGREEMENTS"):
        pathlib.Path(listing, f"{name}.tsv").write_text(
            "".join(f"{case}\t{known.get((case, difference), '?')}\t{difference}\n"
                    for case, difference in found))
    assert not new and not gone and not unused, "\n".join(report)
