"""The floors of the house.

1. Rooms (targets) depend only on rooms of lower floors, as README's table of rooms has them.
2. Package.swift declares exactly what each target imports, and of each room that a target imports it
   names something.
3. Folders of a room name only folders below them, as the room's page lists them.
"""

import os

import checks
import package
import pages
from index_store import IndexStore


def problems(root):
    """Every sentence about what breaks a rule, in order.

    Raises IndexMissing when there is no index, or one that is older than a source file.
    """
    targets = package.targets(root)
    store = IndexStore(os.path.join(root, ".build/debug/index/store"))
    units = newest(store.units())
    checkouts = os.path.join(root, ".build/checkouts") + os.sep
    modules = {unit.module for unit in units.values() if unit.file.startswith(checkouts)}
    found = list(checks.floors(targets, pages.floors(os.path.join(root, "README.md")), root))
    found += checks.dependencies(targets, modules, root)
    found += checks.unused(targets, units, store, root)
    for target in targets.values():
        if target.swift_files and checks.is_room(target, root):
            found += checks.room_folders(target, units, store, root)
    store.close()
    return found


def newest(units):
    """The newest unit of each file: what was built before may lie beside it."""
    return {unit.file: unit for unit in sorted(units, key=lambda unit: unit.written)}
