"""Lines of a JSON text: where in a file a path such as `assignments[3].start` lies."""

from __future__ import annotations

import json
import re


class Lines:
    r"""The lines of one file, found when they are asked for.

    Examples
    --------
    >>> Lines('{\n "tasks": [\n  {"id": "A"},\n  {"id": "B"}\n ]\n}', "plan.json").where("tasks[1].id")
    'plan.json:4'
    """

    def __init__(self, text: str, place: str) -> None:
        self._text = text
        self._place = place
        self._lines: dict[str, list[int]] = {}

    def where(self, path: str) -> str:
        """Place with the line of the item, such as ``assignments[3]``, that the path lies in."""
        top, _, rest = path.partition("[")
        key = top.partition(".")[0]
        if key not in self._lines:
            self._lines[key] = self._find(key)
        lines = self._lines[key]
        number = int(rest.partition("]")[0]) + 1 if rest else 0
        return f"{self._place}:{lines[number]}" if number < len(lines) else self._place

    def _find(self, key: str) -> list[int]:
        """Line of a key, then of each object in its list, found by reading the text once more."""
        found = re.search(rf'"{re.escape(key)}"\s*:\s*', self._text)
        if found is None:
            return []
        line, position = self._text.count("\n", 0, found.start()) + 1, found.start()
        lines = [line]
        decoder = json.JSONDecoder()
        after = found.end()
        if self._text[after : after + 1] != "[":
            return lines
        after = self._skip(after + 1)
        while self._text[after : after + 1] not in ("", "]"):
            line += self._text.count("\n", position, after)
            position = after
            lines.append(line)
            after = self._skip(decoder.raw_decode(self._text, after)[1])
        return lines

    def _skip(self, position: int) -> int:
        while position < len(self._text) and self._text[position] in " \t\r\n,":
            position += 1
        return position
