"""Reads the index that the Swift compiler writes beside a debug build.

The index has one unit for each compiled file and, for each unit, a record: every symbol that the
file declares or names, under its USR, which is unique in the whole program. So members of
extensions, free functions and operators are told apart as exactly as types are.

libIndexStore.so is part of the toolchain (its C API: usr/local/include/indexstore/indexstore.h).
"""

import ctypes
import os
import shutil
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, byref, c_bool, c_char_p, c_int64, c_size_t, c_uint
from ctypes import c_uint64, c_void_p
from dataclasses import dataclass

DEFINITION = 1 << 1
REFERENCE = 1 << 2
MODULE_KIND = 1
RECORD_DEPENDENCY = 2


class IndexMissing(Exception):
    """There is no index, or no library to read it with."""


class StringRef(ctypes.Structure):
    _fields_ = [("data", c_void_p), ("length", c_size_t)]

    def __str__(self):
        return ctypes.string_at(self.data, self.length).decode() if self.length else ""


@dataclass(frozen=True)
class Unit:
    """One compiled file."""

    module: str
    # Absolute.
    file: str
    # The name of what the compiler recorded of the file; `None` when it holds no symbol.
    record: str | None
    # Nanoseconds since 1970.
    written: int


@dataclass(frozen=True)
class Symbol:
    usr: str
    name: str
    is_defined: bool
    is_used: bool


UNIT_CALLBACK = CFUNCTYPE(c_bool, c_void_p, StringRef)
HANDLE_CALLBACK = CFUNCTYPE(c_bool, c_void_p, c_void_p)

FUNCTIONS = {
    "store_create": (c_void_p, [c_char_p, POINTER(c_void_p)]),
    "store_dispose": (None, [c_void_p]),
    "store_units_apply_f": (c_bool, [c_void_p, c_uint, c_void_p, UNIT_CALLBACK]),
    "store_get_unit_modification_time": (
        c_bool,
        [c_void_p, c_char_p, POINTER(c_int64), POINTER(c_int64), POINTER(c_void_p)],
    ),
    "unit_reader_create": (c_void_p, [c_void_p, c_char_p, POINTER(c_void_p)]),
    "unit_reader_dispose": (None, [c_void_p]),
    "unit_reader_get_main_file": (StringRef, [c_void_p]),
    "unit_reader_get_module_name": (StringRef, [c_void_p]),
    "unit_reader_get_working_dir": (StringRef, [c_void_p]),
    "unit_reader_is_system_unit": (c_bool, [c_void_p]),
    "unit_reader_dependencies_apply_f": (c_bool, [c_void_p, c_void_p, HANDLE_CALLBACK]),
    "unit_dependency_get_kind": (c_uint, [c_void_p]),
    "unit_dependency_get_filepath": (StringRef, [c_void_p]),
    "unit_dependency_get_name": (StringRef, [c_void_p]),
    "record_reader_create": (c_void_p, [c_void_p, c_char_p, POINTER(c_void_p)]),
    "record_reader_dispose": (None, [c_void_p]),
    "record_reader_symbols_apply_f": (c_bool, [c_void_p, c_bool, c_void_p, HANDLE_CALLBACK]),
    "record_reader_occurrences_apply_f": (c_bool, [c_void_p, c_void_p, HANDLE_CALLBACK]),
    "symbol_get_usr": (StringRef, [c_void_p]),
    "symbol_get_name": (StringRef, [c_void_p]),
    "symbol_get_kind": (c_uint, [c_void_p]),
    "symbol_get_roles": (c_uint64, [c_void_p]),
    "occurrence_get_symbol": (c_void_p, [c_void_p]),
    "occurrence_get_roles": (c_uint64, [c_void_p]),
    "occurrence_get_line_col": (None, [c_void_p, POINTER(c_uint), POINTER(c_uint)]),
}


def library_path():
    """libIndexStore.so of the toolchain whose `swift` is called."""
    swift = shutil.which("swift")
    if not swift:
        raise IndexMissing("swift is not in PATH")
    path = os.path.join(os.path.dirname(os.path.realpath(swift)), "../lib/libIndexStore.so")
    if not os.path.exists(path):
        raise IndexMissing(f"the toolchain of {swift} has no lib/libIndexStore.so")
    return os.path.normpath(path)


def whole(is_whole):
    """A callback that raised has stopped the walk: what was not seen must not count as good."""
    if not is_whole:
        raise IndexMissing("the index cannot be read to its end")


class IndexStore:
    def __init__(self, path):
        library = ctypes.CDLL(library_path())
        for name, (result, arguments) in FUNCTIONS.items():
            function = getattr(library, "indexstore_" + name)
            function.restype, function.argtypes = result, arguments
            setattr(self, "_" + name, function)
        if not os.path.isdir(path):
            raise IndexMissing(f"there is no index in {path}")
        self._store = self._store_create(path.encode(), None)
        if not self._store:
            raise IndexMissing(f"the index in {path} cannot be read")

    def close(self):
        self._store_dispose(self._store)

    def units(self):
        """Every unit of a source file, stale ones among them."""
        names = []
        callback = UNIT_CALLBACK(lambda _, name: names.append(str(name)) or True)
        whole(self._store_units_apply_f(self._store, 0, None, callback))
        return [unit for unit in map(self._unit, names) if unit]

    def _unit(self, name):
        reader = self._unit_reader_create(self._store, name.encode(), None)
        if not reader:
            return None
        try:
            main = str(self._unit_reader_get_main_file(reader))
            if self._unit_reader_is_system_unit(reader) or not main:
                return None
            directory = str(self._unit_reader_get_working_dir(reader))
            records = []

            def dependency(_, handle):
                if self._unit_dependency_get_kind(handle) == RECORD_DEPENDENCY:
                    if str(self._unit_dependency_get_filepath(handle)) == main:
                        records.append(str(self._unit_dependency_get_name(handle)))
                return True

            callback = HANDLE_CALLBACK(dependency)
            whole(self._unit_reader_dependencies_apply_f(reader, None, callback))
            return Unit(
                str(self._unit_reader_get_module_name(reader)),
                os.path.normpath(os.path.join(directory, main)),
                records[0] if records else None,
                self._written(name),
            )
        finally:
            self._unit_reader_dispose(reader)

    def _written(self, name):
        seconds, nanoseconds = c_int64(), c_int64()
        self._store_get_unit_modification_time(
            self._store, name.encode(), byref(seconds), byref(nanoseconds), None
        )
        return seconds.value * 1_000_000_000 + nanoseconds.value

    def symbols(self, record):
        """The symbols that a file declares or names, modules left out."""
        found = []

        def symbol(_, handle):
            roles = self._symbol_get_roles(handle)
            if roles & (DEFINITION | REFERENCE) and self._symbol_get_kind(handle) != MODULE_KIND:
                usr = str(self._symbol_get_usr(handle))
                name = str(self._symbol_get_name(handle))
                found.append(Symbol(usr, name, bool(roles & DEFINITION), bool(roles & REFERENCE)))
            return True

        with self._record(record) as reader:
            callback = HANDLE_CALLBACK(symbol)
            whole(self._record_reader_symbols_apply_f(reader, True, None, callback))
        return found

    def first_lines(self, record, usrs):
        """The line where a file first names each of these symbols."""
        lines = {}

        def occurrence(_, handle):
            if self._occurrence_get_roles(handle) & REFERENCE:
                usr = str(self._symbol_get_usr(self._occurrence_get_symbol(handle)))
                if usr in usrs:
                    line, column = c_uint(), c_uint()
                    self._occurrence_get_line_col(handle, byref(line), byref(column))
                    lines[usr] = min(line.value, lines.get(usr, line.value))
            return True

        with self._record(record) as reader:
            callback = HANDLE_CALLBACK(occurrence)
            whole(self._record_reader_occurrences_apply_f(reader, None, callback))
        return lines

    @contextmanager
    def _record(self, name):
        reader = self._record_reader_create(self._store, name.encode(), None)
        if not reader:
            raise IndexMissing(f"the record {name} of the index cannot be read")
        try:
            yield reader
        finally:
            self._record_reader_dispose(reader)
