"""What is written for people about the order of rooms and of folders, and is held to here.

The floors stand in the table of README.md under "The rooms"; the folders of a room in its own page,
Sources/<Room>/<Room>.docc/<Room>.md, as a numbered list under "Folders", from the ground up.
"""

import os
import re

ROW = re.compile(r"^\|[ \t]*(\d+)[ \t]*\|([^|\n]*)\|", re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")
ITEM = re.compile(r"^\d+\.[ \t]+`([^`\n]+?)/?`", re.MULTILINE)


def section(text, title):
    """The part of a Markdown text under a second-level heading."""
    match = re.search(rf"^## {title}[ \t]*$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return match[1] if match else ""


def floors(readme):
    """The floor of each room of README's table, by name."""
    with open(readme, encoding="utf-8") as file:
        table = section(file.read(), "The rooms")
    return {name: int(row[1]) for row in ROW.finditer(table) for name in CODE.findall(row[2])}


def page(room_folder):
    name = os.path.basename(room_folder)
    return os.path.join(room_folder, name + ".docc", name + ".md")


def folders(page):
    """The folders a room's page lists, from the ground up."""
    with open(page, encoding="utf-8") as file:
        return ITEM.findall(section(file.read(), "Folders"))
