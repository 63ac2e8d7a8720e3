"""The check of the floors finds every way a lower floor can name a higher one.

A package of a few files is made in a temporary folder and built, once with every mistake and once
without, so that the index that is read is the compiler's own.

    python3 -m unittest discover -s Tests/Floors
"""

import contextlib
import importlib
import os
import pathlib
import subprocess
import sys
import tempfile
import textwrap
import unittest

TOOL = pathlib.Path(__file__).resolve().parents[2] / ".ci/floors"
sys.path.insert(0, str(TOOL))
floors = importlib.import_module("floors")
index_store = importlib.import_module("index_store")
package = importlib.import_module("package")

MANIFEST = """
    // swift-tools-version: 6.0
    import PackageDescription
    let package = Package(
      name: "house",
      targets: [
        .target(name: "Base"),
        .target(name: "Spare"),
        .target(name: "House", dependencies: [{house}]),
        .executableTarget(name: "bell", dependencies: ["Base"]),
        .testTarget(name: "HouseTests", dependencies: [{tests}]),
      ]
    )
    """
README = """
    # House

    ## The rooms

    | floor | room | one idea |
    | --- | --- | --- |
    | 1 | `Base` `Spare` | below |
    | {house} | `House` | above |
    | 3 | `bell` | a program |

    ## More

    | 9 | `Nothing` | another table |
    """
PAGE = """
    # House

    ## Folders

    1. `Low` — below
    2. `High` — above
    """

CLEAN = {
    "Sources/Base/Base.swift": "public struct Base { public init() {} }",
    "Sources/Base/Base.docc/Base.md": "# Base",
    "Sources/Spare/Spare.swift": "public struct Spare {}",
    "Sources/Spare/Spare.docc/Spare.md": "# Spare",
    "Sources/bell/main.swift": "import Base\nprint(Base())",
    "Sources/bell/bell.docc/bell.md": "# bell",
    "Sources/House/House.docc/House.md": PAGE,
    "Sources/House/Low/Thing.swift": """
        import Base

        struct Thing { var base = Base(); var size = 1 }

        protocol Drawn { func draw() -> Int }

        extension Thing: Drawn { func draw() -> Int { size } }
        """,
    "Sources/House/High/Tower.swift": """
        struct Tower: Drawn {
          var things: [Thing] = []
          func draw() -> Int { things.reduce(0) { $0 + $1.draw() } }
        }

        extension Thing {
          var height: Int { size * 2 }
          static func << (a: Thing, b: Int) -> Int { a.size << b }
        }

        func raise(_ thing: Thing) -> Int { thing.height }

        protocol Tall { func grow() -> Int }

        extension Int { var asTall: Self { self } }

        infix operator ≫

        func ≫ (a: Int, b: Int) -> Int { a >> b }
        """,
    "Sources/House/House.swift": """
        // The face names all folders.
        struct Face { var tower = Tower(); var thing = Thing() }
        """,
    "Tests/HouseTests/HouseTests.swift": """
        import Base
        @testable import House

        func made() -> (Base, Thing) { (Base(), Thing()) }
        // import Spare
        let text = "import Spare"
        let long = \"\"\"
          import Spare
          \"\"\"
        let program = "bell"
        """,
}
CLEAN_DEPENDENCIES = {"house": '"Base"', "tests": '"Base", "House", "bell"'}

MISTAKES = {
    "Type": "func height(of tower: Tower?) -> Int { 0 }",
    "Inferred": "func inferred() -> Int { makeTower().draw() }",
    "Member": "func tall(_ thing: Thing) -> Int { thing.height }",
    "Function": "func lift(_ thing: Thing) -> Int { raise(thing) }",
    "StaticOperator": "func shift(_ thing: Thing) -> Int { thing << 2 }",
    "Operator": "func shift(_ number: Int) -> Int { number ≫ 2 }",
    "Requirement": "func grown(_ tall: some Tall) -> Int { tall.grow() }",
    "ForeignMember": "func same(_ number: Int) -> Int { number.asTall }",
    "Face": "func face() -> Face { Face() }",
    "Initialiser": "func built() -> Any { Tower.init(things: []) }",
    "KeyPath": r"func path() -> KeyPath<Thing, Int> { \.height }",
}
NAMED = {
    "Type": "Tower",
    "Inferred": "makeTower()",
    "Member": "height",
    "Function": "raise(_:)",
    "StaticOperator": "<<(_:_:)",
    "Operator": "≫(_:_:)",
    "Requirement": "grow()",
    "ForeignMember": "asTall",
    "Face": "Face",
    "Initialiser": "init(things:)",
    "KeyPath": "height",
}


def write(root, files):
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n") + "\n", encoding="utf-8")


def manifest(house, tests):
    return MANIFEST.replace("{house}", house).replace("{tests}", tests)


def build(root):
    result = subprocess.run(
        ["swift", "build", "--build-tests"], cwd=root, capture_output=True, text=True
    )
    if result.returncode:
        raise AssertionError(result.stdout + result.stderr)


class Floors(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.root = pathlib.Path(os.path.realpath(folder))
        write(cls.root, CLEAN)
        write(cls.root, {"README.md": README.format(house=2)})
        write(cls.root, {"Package.swift": manifest('"Base", "Spare"', CLEAN_DEPENDENCIES["tests"])})
        idle = {"Sources/House/Idle.swift": "import Spare"}
        mistakes = {f"Sources/House/Low/{name}.swift": code for name, code in MISTAKES.items()}
        write(cls.root, mistakes | idle)
        write(cls.root, {"Sources/House/High/Making.swift": "func makeTower() -> Tower { Tower() }"})
        build(cls.root)
        cls.dirty = floors.problems(str(cls.root))
        for name in mistakes | idle:
            (cls.root / name).unlink()
        write(cls.root, {"Package.swift": manifest(**CLEAN_DEPENDENCIES)})
        build(cls.root)

    def problems(self):
        return floors.problems(str(self.root))

    @contextlib.contextmanager
    def changed(self, name, text):
        """A file with another content, put back with the time it had."""
        path = self.root / name
        old, times = path.read_text(encoding="utf-8"), path.stat()
        write(self.root, {name: text})
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        try:
            yield
        finally:
            path.write_text(old, encoding="utf-8")
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    def test_a_clean_package_passes(self):
        self.assertEqual(self.problems(), [])

    def test_every_way_to_name_a_folder_above_is_found(self):
        for mistake, name in NAMED.items():
            with self.subTest(mistake):
                place = f"Sources/House/Low/{mistake}.swift:1: "
                found = [one for one in self.dirty if one.startswith(place)]
                self.assertEqual(len(found), 1, self.dirty)
                above = "the room's root" if mistake == "Face" else "High/"
                self.assertIn(f"of {above}, which is above Low/", found[0])
                self.assertIn(name, found[0])

    def test_nothing_else_is_found(self):
        others = [one for one in self.dirty if not one.startswith("Sources/House/Low/")]
        self.assertEqual(
            others, ["Sources/House/Idle.swift:1: House imports Spare and names nothing of it"]
        )

    def test_a_folder_that_the_page_does_not_list_is_found(self):
        with self.changed("Sources/House/House.docc/House.md", PAGE.replace("2. `High`", "`High`")):
            self.assertIn(
                "Sources/House/House.docc/House.md does not list the folder High under Folders",
                self.problems(),
            )

    def test_a_folder_that_is_not_there_is_found(self):
        page = PAGE.replace("2. `High`", "2. `No` — nowhere\n    3. `High`")
        with self.changed("Sources/House/House.docc/House.md", page):
            self.assertIn(
                "Sources/House/House.docc/House.md lists No, which Sources/House does not have",
                self.problems(),
            )

    def test_the_order_is_the_one_of_the_page(self):
        page = PAGE.replace("`Low`", "`x`").replace("`High`", "`Low`").replace("`x`", "`High`")
        with self.changed("Sources/House/House.docc/House.md", page):
            [problem] = self.problems()
            self.assertRegex(problem, r"^Sources/House/High/Tower.swift:\d+: names .*Thing.* of Low/")

    def test_a_room_without_a_page_is_found(self):
        page = self.root / "Sources/Spare/Spare.docc"
        page.rename(self.root / "Sources/Spare/other")
        try:
            self.assertIn(
                "Sources/Spare/Spare.docc/Spare.md is missing: each room has a page",
                self.problems(),
            )
        finally:
            (self.root / "Sources/Spare/other").rename(page)

    def test_an_unused_dependency_is_found(self):
        with self.changed("Package.swift", manifest('"Base", "Spare"', CLEAN_DEPENDENCIES["tests"])):
            self.assertIn(
                "Package.swift: House declares Spare and does not import it", self.problems()
            )

    def test_a_dependency_of_which_nothing_is_named_is_found(self):
        self.assertIn(
            "Sources/House/Idle.swift:1: House imports Spare and names nothing of it", self.dirty
        )

    def test_an_undeclared_dependency_is_found(self):
        with self.changed("Package.swift", manifest('"Base"', '"House", "bell"')):
            self.assertEqual(
                self.problems(),
                [
                    "Tests/HouseTests/HouseTests.swift:1: HouseTests imports Base, "
                    "which Package.swift does not declare for it"
                ],
            )

    def test_a_testable_import_counts(self):
        with self.changed("Package.swift", manifest('"Base"', '"Base", "bell"')):
            [problem] = self.problems()
            self.assertTrue(problem.startswith("Tests/HouseTests/HouseTests.swift:2: HouseTests imports House,"))

    def test_a_program_that_a_test_starts_counts_as_used_and_another_does_not(self):
        with self.changed("Tests/HouseTests/HouseTests.swift",
                          "import Base\n@testable import House\nlet program = \"ball\""):
            self.assertEqual(
                self.problems(), ["Package.swift: HouseTests declares bell and does not import it"]
            )

    def test_a_room_that_depends_on_its_own_floor_is_found(self):
        with self.changed("README.md", README.format(house=1)):
            [problem] = self.problems()
            self.assertTrue(problem.startswith("Package.swift: House (floor 1) depends on Base (floor 1)"))

    def test_c_on_the_ground_may_name_its_own_floor(self):
        ground = README.replace("| 1 | `Base`", "| 0 | `Base`").format(house=0)
        with self.changed("README.md", ground):
            self.assertEqual(self.problems(), [])

    def test_the_table_lists_the_rooms_that_are_there(self):
        with self.changed("README.md", README.format(house=2).replace("`Spare`", "`Gone`")):
            self.assertEqual(
                self.problems(),
                [
                    "README.md: the table of rooms does not list Spare",
                    "README.md: the table of rooms lists Gone, which Package.swift does not have",
                ],
            )

    def test_a_stale_index_is_refused(self):
        path = self.root / "Sources/House/Low/Thing.swift"
        times = path.stat()
        os.utime(path)
        try:
            with self.assertRaisesRegex(index_store.IndexMissing, "older than Sources/House/Low/Thing"):
                self.problems()
        finally:
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    def test_a_file_that_was_not_built_is_refused(self):
        path = self.root / "Sources/House/Low/New.swift"
        path.write_text("struct New {}\n", encoding="utf-8")
        try:
            with self.assertRaisesRegex(index_store.IndexMissing, "does not know Sources/House/Low/New"):
                self.problems()
        finally:
            path.unlink()

    def test_a_missing_index_is_told_with_what_to_do(self):
        store = self.root / ".build/debug/index"
        store.rename(self.root / ".build/elsewhere")
        try:
            result = subprocess.run(
                [sys.executable, str(TOOL), str(self.root)], capture_output=True, text=True
            )
        finally:
            (self.root / ".build/elsewhere").rename(store)
        self.assertEqual(result.returncode, 2)
        self.assertIn("run `swift build --build-tests` and try again", result.stderr)


class Imports(unittest.TestCase):
    """What counts as an import."""

    def test_each_form(self):
        for line in [
            "import Base", "public import Base", "internal import Base", "@testable import Base",
            "@preconcurrency import Base", "@_spi(X) import Base", "import struct Base.Thing",
            "  import Base // why", "@testable @preconcurrency public import Base",
        ]:
            with self.subTest(line):
                self.assertEqual(package.IMPORT.findall(package.code_only(line)), ["Base"])

    def test_none_in_comments_and_texts(self):
        for text in [
            "// import Base", "/* \nimport Base\n*/", 'let a = """\nimport Base\n"""',
            'let a = #"import Base"#', "let important = 1",
        ]:
            with self.subTest(text):
                self.assertEqual(package.IMPORT.findall(package.code_only(text)), [])


if __name__ == "__main__":
    unittest.main()
