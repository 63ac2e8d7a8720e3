"""Region coverage of each room, as a table; part of `make coverage`.

    python3 .ci/coverage.py wrap BUILD PROFILES    lets the workers of a build write profiles
    python3 .ci/coverage.py report BUILD PROFILES  prints the table; fails where a room is below the goal

The build counts in memory that is mapped from the profile (LLVM's continuous mode, `%c`), so what a program
did is counted however it ended: a forked worker that is killed at its deadline, too. What is counted is
Swift code in `Sources`, reached by the tests of the rooms, the comparisons and the browser tests. C is not,
and the benchmarks are nobody's to cover.
"""

import json
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
# Regions that are reached, of a hundred, in every room.
GOAL = 80
# Programs beside the bundle of all tests; those in WORKERS are started without the environment.
PROGRAMS = ("dash", "dash-lua", "dash-store-writer")
WORKERS = ("dash-worker", "dash-worker-probe")
LEFT_OUT = {"dash-bench"}


def counted(worker):
    """Where the program itself is when a script stands in its place."""
    return worker.with_name(worker.name + ".counted")


def wrap(build, profiles):
    """Puts a script before each worker: the host gives it no environment, so it would not know where to write."""
    for name in WORKERS:
        worker = build / name
        if worker.read_bytes()[:4] == b"\x7fELF":
            worker.replace(counted(worker))
        worker.write_text(f'#!/bin/sh\nLLVM_PROFILE_FILE="{pattern(profiles)}" exec "{counted(worker)}" "$@"\n')
        worker.chmod(0o755)


def pattern(profiles):
    """One file for each program, which all its processes add to."""
    return profiles / "%m%c.profraw"


def regions(build, profiles):
    """`{room: [all, reached]}`."""
    tools = pathlib.Path(shutil.which("swift")).resolve().parent
    merged = profiles / "all.profdata"
    subprocess.run(
        [tools / "llvm-profdata", "merge", "-sparse", *profiles.glob("*.profraw"), "-o", merged], check=True)
    objects = [build / name for name in PROGRAMS] + [counted(build / name) for name in WORKERS]
    exported = subprocess.run(
        [tools / "llvm-cov", "export", "-summary-only", "-instr-profile", merged,
         build / "dashPackageTests.xctest", *(f"-object={program}" for program in objects)],
        check=True, capture_output=True)
    return by_room(json.loads(exported.stdout)["data"][0]["files"])


def by_room(files, root=ROOT):
    """Sums the files of each folder of `Sources`."""
    rooms = {}
    for file in files:
        path = pathlib.Path(file["filename"])
        if path.suffix == ".swift" and path.is_relative_to(root / "Sources"):
            room = path.relative_to(root / "Sources").parts[0]
            sums = rooms.setdefault(room, [0, 0])
            sums[0] += file["summary"]["regions"]["count"]
            sums[1] += file["summary"]["regions"]["covered"]
    return {room: sums for room, sums in rooms.items() if room not in LEFT_OUT}


def report(rooms):
    """The lines of the table, and the rooms below the goal."""
    lines, low = [f"{'room':<16} {'regions':>8} {'covered':>8} {'%':>6}"], []
    for room, (count, covered) in sorted(rooms.items()):
        share = 100 * covered / count if count else 100
        lines.append(f"{room:<16} {count:>8} {covered:>8} {share:>6.1f}")
        if share < GOAL:
            low.append(room)
    return lines, low


def main(command, build, profiles):
    build, profiles = pathlib.Path(build).resolve(), pathlib.Path(profiles).resolve()
    if command == "wrap":
        profiles.mkdir(parents=True, exist_ok=True)
        wrap(build, profiles)
        return 0
    lines, low = report(regions(build, profiles))
    print("\n".join(lines))
    if low:
        print(f"below {GOAL} %: {', '.join(low)}", file=sys.stderr)
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
