"""What Package.swift declares of each target, and what the target's sources import."""

import json
import os
import re
import subprocess
from dataclasses import dataclass, field

IMPORT = re.compile(
    r"^[ \t]*(?:@\w+(?:\([^)\n]*\))?[ \t]+)*(?:(?:public|package|internal|fileprivate|private)[ \t]+)?"
    r"import[ \t]+(?:(?:struct|class|enum|protocol|typealias|func|let|var)[ \t]+)?(\w+)",
    re.MULTILINE,
)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"\n]+)[>"]', re.MULTILINE)
HEADER = re.compile(r'\bheader[ \t]+"([^"]+)"')
COMMENT_OR_TEXT = re.compile(
    r'//[^\n]*|/\*.*?\*/|(#*)""".*?"""\1|(#*)"(?:\\.|[^"\\\n])*"\2', re.DOTALL
)
C_SUFFIXES = (".c", ".cc", ".cpp", ".cxx", ".h", ".hpp")


@dataclass
class Target:
    name: str
    # "regular", "executable", "test" or "system".
    type: str
    # Absolute.
    folder: str
    # Names of targets and of products.
    dependencies: list
    swift_files: list = field(default_factory=list)
    c_files: list = field(default_factory=list)

    @property
    def module(self):
        """The name it is imported by."""
        return re.sub(r"\W", "_", self.name)

    def imports(self):
        """The modules that its Swift files import: name → the first place, as file:line."""
        places = {}
        for path in self.swift_files:
            text = code_only(read(path))
            for match in IMPORT.finditer(text):
                line = text.count("\n", 0, match.start(1)) + 1
                places.setdefault(match[1], f"{path}:{line}")
        return places

    def includes(self):
        """The headers that its C and C++ files include."""
        return {name for path in self.c_files for name in INCLUDE.findall(read(path))}

    def headers(self):
        """The headers it gives to others: of its module map and those that they include."""
        headers = set()
        for directory, _, files in os.walk(self.folder):
            for name in files:
                path = os.path.join(directory, name)
                if name.endswith(".modulemap"):
                    headers.update(map(os.path.basename, HEADER.findall(read(path))))
                if name.endswith(".h"):
                    headers.add(name)
                    if self.type == "system":
                        headers.update(INCLUDE.findall(read(path)))
        return headers

    def mentions(self, name):
        """Does a text in its Swift files say this name? So tests call a program."""
        return any(f'"{name}"' in read(path) for path in self.swift_files)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def code_only(text):
    """Swift without comments and texts; lines stay where they are."""
    return COMMENT_OR_TEXT.sub(lambda match: "\n" * match[0].count("\n"), text)


def targets(root):
    """The targets of the package in `root`, by name."""
    dump = subprocess.run(
        ["swift", "package", "dump-package"], cwd=root, check=True, capture_output=True, text=True
    )
    return {t["name"]: target(root, t) for t in json.loads(dump.stdout)["targets"]}


def target(root, described):
    standard = "Tests" if described["type"] == "test" else "Sources"
    path = described.get("path") or os.path.join(standard, described["name"])
    made = Target(
        described["name"],
        described["type"],
        os.path.join(root, path),
        [(one.get("byName") or one.get("target") or one["product"])[0]
         for one in described["dependencies"]],
    )
    excluded = {os.path.join(made.folder, one) for one in described["exclude"]}
    for directory, folders, files in os.walk(made.folder):
        folders[:] = sorted(
            one for one in folders
            if not one.endswith(".docc") and os.path.join(directory, one) not in excluded
        )
        for name in sorted(files):
            file = os.path.join(directory, name)
            if file in excluded:
                continue
            if name.endswith(".swift"):
                made.swift_files.append(file)
            elif name.endswith(C_SUFFIXES):
                made.c_files.append(file)
    return made
