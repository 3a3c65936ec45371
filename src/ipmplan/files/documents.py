"""JSON documents: each described once, and read and written from that description.

A description gives, for each class of facts, its fields in the order in which they are written, each with a `Key`.
Reading tells every wrong place at once, with its path in the file and its line.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from ipmplan.core.words import quoted
from ipmplan.errors import InputError, Issue
from ipmplan.files import kinds
from ipmplan.files.kinds import Wrong
from ipmplan.files.lines import Lines

if TYPE_CHECKING:
    from cattrs import Converter

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Key:
    """How a field stands in a file.

    Parameters
    ----------
    name
        Its key; empty = the field's own name.
    read
        Reads its value where the type alone does not say enough; raises `Wrong`.
    write
        Writes its value where the type alone does not say how.
    omit
        Whether it is left out while it has its default.
    """

    name: str = ""
    read: Callable[[object], object] | None = None
    write: Callable[[Any], object] | None = None
    omit: bool = False


Description = Mapping[type, Mapping[str, Key]]


class Document:
    """What a kind of document holds.

    Parameters
    ----------
    format
        What its `format` says.
    noun
        What messages call it.
    description
        Its classes.

    Examples
    --------
    >>> @dataclass(frozen=True)
    ... class Menu:
    ...     milestone: str
    ...     days: int = 0
    >>> menus = Document("ipmplan-menu/1", "menu", {Menu: {"milestone": Key(), "days": Key("working_days", omit=True)}})
    >>> menus.write(Menu("BETA", 3))
    {'format': 'ipmplan-menu/1', 'milestone': 'BETA', 'working_days': 3}
    >>> text = menus.print(Menu("BETA"))
    >>> menus.read(Menu, menus.load(text, "menu.json"), text, "menu.json")
    Menu(milestone='BETA', days=0)
    """

    def __init__(self, format: str, noun: str, description: Description) -> None:  # noqa: A002 - the key's own name
        self.format = format
        self._noun = noun
        self._description = description
        self._converter: Converter | None = None

    def load(self, text: str, place: str) -> dict[str, object]:
        """Read the JSON of a document.

        Raises
        ------
        InputError
            When it is not JSON, or not of this format.
        """
        noun = self._noun
        try:
            document = json.loads(text, parse_constant=_no_constant)
        except json.JSONDecodeError as error:
            raise InputError(Issue(f"the {noun} is not JSON: {error.msg}", f"{place}:{error.lineno}")) from None
        except RecursionError:
            raise InputError(Issue(f"the {noun} is nested too deeply", place)) from None
        except ValueError as error:
            raise InputError(Issue(f"the {noun} is not JSON: {str(error)[:200]}", place)) from None
        if not isinstance(document, dict):
            raise InputError(Issue(f"the {noun} is not a JSON object", place, 'Maybe it should begin with "{"?'))
        if document.get("format") != self.format:
            shown = quoted(str(document.get("format"))[:100])
            message = f"the format is {shown}, only {quoted(self.format)} can be read"
            raise InputError(Issue(message, place, f"Maybe this is not a {noun} of ipmplan?"))
        return document

    def read(self, kind: type[T], document: Mapping[str, object], text: str, place: str) -> T:
        """Turn a document into facts.

        Parameters
        ----------
        kind
            The class of the whole document.
        document
            Parsed JSON.
        text
            What the document was read from, to tell lines.
        place
            Name of the file, for messages.

        Raises
        ------
        InputError
            With every place that is wrong.
        """
        from cattrs import BaseValidationError

        try:
            return self._made().structure(document, kind)
        except (BaseValidationError, Wrong) as error:
            lines = Lines(text, place)
            found = self._problems(error, "")
            raise InputError(
                [Issue(f"{path} {message}".strip(), lines.where(path)) for path, message in found]
            ) from None

    def write(self, facts: object) -> dict[str, object]:
        """Turn facts into the document that holds them."""
        return {"format": self.format} | cast("dict[str, object]", self._made().unstructure(facts))

    def print(self, facts: object, extra: Mapping[str, object] | None = None) -> str:
        """Write facts as JSON, one item of a list a line, so that versions can be compared.

        Parameters
        ----------
        facts
            An object of the described class.
        extra
            More keys for the end of the document.
        """
        lines = []
        for key, value in (self.write(facts) | dict(extra or {})).items():
            if isinstance(value, list) and value and isinstance(value[0], dict):
                items = ",\n".join(f"  {_json(item)}" for item in value)
                lines.append(f" {_json(key)}: [\n{items}\n ]")
            else:
                lines.append(f" {_json(key)}: {_json(value)}")
        return "{\n" + ",\n".join(lines) + "\n}\n"

    def keys(self, kind: type) -> set[str]:
        """All keys that the description gives an object of a class."""
        return {"format"} | {key.name or name for name, key in self._description[kind].items()}

    def _made(self) -> Converter:
        if self._converter is None:
            self._converter = _converter(self._description)
        return self._converter

    def _problems(self, error: BaseException, path: str) -> Iterator[tuple[str, str]]:
        """Path and message of everything wrong, in the order of the file."""
        from cattrs import BaseValidationError, ClassValidationError
        from cattrs.errors import AttributeValidationNote, IterableValidationNote

        if isinstance(error, Wrong):
            yield path, str(error)
            return
        if isinstance(error, KeyError):
            yield path, "is missing"
            return
        if not isinstance(error, BaseValidationError):
            raise error
        names = self._description.get(error.cl, {}) if isinstance(error, ClassValidationError) else {}
        for inner in error.exceptions:
            below = path
            for note in getattr(inner, "__notes__", ()):
                if isinstance(note, AttributeValidationNote):
                    key = names.get(note.name, Key())
                    below = f"{path}.{key.name or note.name}".lstrip(".")
                elif isinstance(note, IterableValidationNote):
                    below = f"{path}[{note.index}]"
            yield from self._problems(inner, below)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _converter(description: Description) -> Converter:
    """Make the converter of a description: cattrs writes the code that goes through classes."""
    from cattrs import Converter

    converter = Converter(detailed_validation=True)
    for kind, read in kinds.READERS.items():
        converter.register_structure_hook(kind, partial(_typed, read))
    converter.register_structure_hook_factory(_is_moment, _moment)
    converter.register_structure_hook_factory(_is_literal, _literal)
    converter.register_structure_hook_factory(_is_tuple, partial(_several, converter))
    converter.register_unstructure_hook(datetime, kinds.print_moment)
    converter.register_unstructure_hook(date, kinds.print_moment)
    converter.register_unstructure_hook_func(_is_moment, _optional(kinds.print_moment))
    converter.register_unstructure_hook(Decimal, kinds.print_money)
    for kind in reversed(list(description)):
        _register(converter, kind, description[kind])
    return converter


def _register(converter: Converter, kind: type, keys: Mapping[str, Key]) -> None:
    from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

    defaults = {
        spec.name for spec in fields(kind) if spec.default is not MISSING or spec.default_factory is not MISSING
    }
    unknown = {spec.name for spec in fields(kind)} ^ set(keys)
    if unknown:
        raise TypeError(f"fields of {kind.__name__} and of its description differ: {', '.join(sorted(unknown))}")
    overrides = {
        name: override(
            rename=key.name or name,
            omit_if_default=key.omit and name in defaults,
            struct_hook=None if key.read is None else partial(_typed, key.read),
            unstruct_hook=key.write,
        )
        for name, key in keys.items()
    }
    hints = get_type_hints(kind)
    nothing = {
        key.name or name: None
        for name, key in keys.items()
        if name not in defaults and type(None) in get_args(hints[name])
    }
    structure: Any = make_dict_structure_fn(kind, converter, **overrides)  # type: ignore[arg-type]
    unstructure: Any = make_dict_unstructure_fn(kind, converter, **overrides)  # type: ignore[arg-type]
    order = [key.name or name for name, key in keys.items()]

    def read(value: object, _: object) -> object:
        if not isinstance(value, dict):
            raise Wrong("is not an object")
        # Null counts as not given.
        return structure(nothing | {key: one for key, one in value.items() if one is not None}, kind)

    def write(facts: object) -> dict[str, object]:
        written: dict[str, object] = unstructure(facts)
        return {key: written[key] for key in order if key in written}

    converter.register_structure_hook(kind, read)
    converter.register_unstructure_hook(kind, write)


def _typed(read: Callable[[object], object], value: object, _: object = None) -> object:
    """Read a value, None being one where the type allows it."""
    try:
        return read(value)
    except Wrong as error:
        shown = quoted(value if isinstance(value, str) else json.dumps(value)[:100])
        raise Wrong(f"{shown} is not {error}") from None


def _optional(write: Callable[[Any], object]) -> Callable[[Any], object]:
    return lambda value: None if value is None else write(value)


def _is_moment(kind: object) -> bool:
    return get_origin(kind) in (Union, types.UnionType) and set(get_args(kind)) - {type(None)} == {date, datetime}


def _moment(kind: object) -> Callable[[object, object], object]:
    nothing = type(None) in get_args(kind)
    return lambda value, _: None if value is None and nothing else _typed(kinds.moment, value)


def _is_literal(kind: object) -> bool:
    return get_origin(kind) is Literal


def _literal(kind: object) -> Callable[[object, object], object]:
    return partial(_typed, kinds.one_of(*get_args(kind)))


def _is_tuple(kind: object) -> bool:
    arguments = get_args(kind)
    return get_origin(kind) is tuple and len(arguments) == 2 and arguments[1] is Ellipsis


def _several(converter: Converter, kind: object) -> Callable[[object, object], object]:
    """Make a reader of lists that tells every item that is wrong."""
    from cattrs.errors import IterableValidationError, IterableValidationNote

    (item, _) = get_args(kind)
    if item is str:
        return partial(_typed, kinds.texts)
    one = converter.get_structure_hook(item)

    def read(value: object, _: object) -> object:
        if not isinstance(value, list):
            raise Wrong("is not a list")
        found, wrong = [], []
        for number, part in enumerate(value):
            try:
                found.append(one(part, item))
            except Exception as error:  # noqa: BLE001 - told together below
                note = IterableValidationNote(f"item {number}", number, item)
                error.__notes__ = [*getattr(error, "__notes__", []), note]
                wrong.append(error)
        if wrong:
            raise IterableValidationError("items", wrong, tuple)
        return tuple(found)

    return read
