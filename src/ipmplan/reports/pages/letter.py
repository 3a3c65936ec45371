"""The manager's own words on a client's page: `letter-P0.md`, else `letter.md`, beside the tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ipmplan.errors import InputError, Issue

_CONTACT = re.compile(r"^(?:contact|kontakt):\s*(.*)$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message, and how to reach who wrote it (the line that begins with ``Contact:``)."""

    message: str = ""
    contact: str = ""


def parse_letter(text: str) -> Letter:
    r"""Read a letter.

    Examples
    --------
    >>> parse_letter("We had a good week.\n\nContact: Lena Hoffmann, lena@northlight.example")
    Letter(message='We had a good week.', contact='Lena Hoffmann, lena@northlight.example')
    """
    contact = _CONTACT.search(text)
    return Letter(_CONTACT.sub("", text).strip(), contact[1].strip() if contact is not None else "")


def letter_beside(folder: Path, project: str) -> Letter:
    """Read the letter for a project; nothing where none was written.

    Raises
    ------
    InputError
        When it cannot be read.
    """
    for path in (folder / f"letter-{project}.md", folder / "letter.md"):
        if path.is_file():
            try:
                return parse_letter(path.read_text(encoding="utf-8-sig"))
            except (OSError, UnicodeDecodeError) as error:
                raise InputError(Issue(f"the letter cannot be read: {error}", str(path))) from error
    return Letter()
