"""The rules of the house, each as a list of sentences about what breaks it."""

import os

import pages
from index_store import IndexMissing


def floors(targets, order, root):
    """A room depends only on rooms of lower floors. Tests stand outside, and C is all on floor 0."""
    rooms = {name: target for name, target in targets.items() if is_room(target, root)}
    for name in sorted(rooms.keys() - order.keys()):
        yield f"README.md: the table of rooms does not list {name}"
    for name in sorted(order.keys() - rooms.keys()):
        yield f"README.md: the table of rooms lists {name}, which Package.swift does not have"
    for name, target in rooms.items():
        for other in target.dependencies:
            if name in order and other in order and order[other] >= order[name] > 0:
                yield (
                    f"Package.swift: {name} (floor {order[name]}) depends on {other} "
                    f"(floor {order[other]}); a room depends only on rooms of lower floors"
                )


def is_room(target, root):
    return target.folder.startswith(os.path.join(root, "Sources") + os.sep)


def dependencies(targets, modules, root):
    """Package.swift declares what is imported, and nothing else.

    `modules` are the modules that packages bring: other imports are of the toolchain.
    """
    known = {target.module: name for name, target in targets.items()}
    known.update({module: module for module in modules if module not in known})
    for name, target in targets.items():
        used = {known[module]: place for module, place in target.imports().items() if module in known}
        used.pop(name, None)
        includes = target.includes()
        for other in target.dependencies:
            if other not in used and not uses_otherwise(target, targets.get(other), includes):
                yield f"Package.swift: {name} declares {other} and does not import it"
        for other in sorted(used.keys() - set(target.dependencies)):
            place = os.path.relpath(used[other], root)
            yield f"{place}: {name} imports {other}, which Package.swift does not declare for it"
        for other in targets.values():
            shares = other.name != name and includes & other.headers()
            if shares and other.name not in target.dependencies:
                yield (
                    f"Package.swift: {name} includes {sorted(shares)[0]} of {other.name} "
                    "and does not declare it"
                )


def unused(targets, units, store, root):
    """A target names something of each room that it depends on: an import alone is no use."""
    home, named = {}, {name: set() for name in targets}
    for name, target in targets.items():
        for file in target.swift_files:
            for one in symbols_of(file, units, store, root):
                if one.is_defined:
                    home[one.usr] = name
                if one.is_used:
                    named[name].add(one.usr)
    for name, target in targets.items():
        used = {home[usr] for usr in named[name] if usr in home}
        imported = target.imports()
        for other in (targets[one] for one in target.dependencies if one in targets):
            # Programs are started, and of C the index knows only what Swift names.
            is_room_of_swift = other.swift_files and other.type != "executable"
            if is_room_of_swift and other.module in imported and other.name not in used:
                place = os.path.relpath(imported[other.module], root)
                yield f"{place}: {name} imports {other.name} and names nothing of it"


def uses_otherwise(target, other, includes):
    """C includes a header of it, or a test calls the program by its name."""
    if other is None:
        return False
    return bool(includes & other.headers()) or (
        other.type == "executable" and target.mentions(other.name)
    )


def room_folders(target, units, store, root):
    """The folders of a room name only what stands below them.

    The root of a room is its face: it may name all folders, and they may not name it.
    """
    room = os.path.relpath(target.folder, root)
    page = pages.page(target.folder)
    if not os.path.exists(page):
        yield f"{os.path.relpath(page, root)} is missing: each room has a page"
        return
    listed = pages.folders(page)
    standing = {folder(target, file) for file in target.swift_files} - {""}
    for name in sorted(standing - set(listed)):
        yield f"{os.path.relpath(page, root)} does not list the folder {name} under Folders"
    for name in listed:
        if name not in standing:
            yield f"{os.path.relpath(page, root)} lists {name}, which {room} does not have"
    height = {name: index for index, name in enumerate(listed)}
    height[""] = len(listed)

    symbols = {file: symbols_of(file, units, store, root) for file in target.swift_files}
    home = {one.usr: file for file in target.swift_files for one in symbols[file] if one.is_defined}
    for file in target.swift_files:
        own = folder(target, file)
        above = {}
        for one in symbols[file]:
            other = folder(target, home[one.usr]) if one.usr in home else own
            if one.is_used and height.get(other, -1) > height.get(own, len(listed)):
                above.setdefault(other, {})[one.usr] = one.name.removeprefix("getter:")
        for other, found in sorted(above.items()):
            lines = store.first_lines(units[file].record, found)
            line = min(lines.values(), default=1)
            names = ", ".join(sorted({name.removeprefix("setter:") for name in found.values()}))
            place = other + "/" if other else "the room's root"
            yield (
                f"{os.path.relpath(file, root)}:{line}: names {names} of {place}, "
                f"which is above {own}/"
            )


def symbols_of(file, units, store, root):
    """What the index knows of a file; refuses an index that is older than the file."""
    unit = units.get(file)
    path = os.path.relpath(file, root)
    if unit is None:
        raise IndexMissing(f"the index does not know {path}")
    if os.stat(file).st_mtime_ns > unit.written:
        raise IndexMissing(f"the index is older than {path}")
    return store.symbols(unit.record) if unit.record else []


def folder(target, file):
    """The folder of a room that a file stands in; "" for the root."""
    parts = os.path.relpath(file, target.folder).split(os.sep)
    return parts[0] if len(parts) > 1 else ""
