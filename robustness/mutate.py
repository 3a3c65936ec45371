"""Mutations of bytes: small slips, and what people with bad intentions write."""

from __future__ import annotations

import io
import zipfile
from random import Random

LONGEST = 200_000
NASTY = [
    *(
        b"=1+1",
        b'=HYPERLINK("http://x")',
        b"<script>alert(1)</script>",
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\x1b[31m",
    ),
    *(
        b"99999999999999999999",
        b"-1",
        b"1e999",
        b"NaN",
        b"Infinity",
        b"0x10",
        b"1/0",
        b"\xd9\xa3",
        b"1.234.567,89",
        b"0",
    ),
    *(b"2026-02-30", b"0000-00-00", b"9999-12-31", b"31/12/2026 25:61", b"2026-01-05T24:00", b"1.1.70"),
    *(b'"', b"'", b";", b",", b"\t", b"\n", b"\r", b"|", b"+", b"@", b"%", b"{", b"[[", b"}", b"&c;", b"]]>", b"<!--"),
    *(
        b"../../etc/passwd",
        b"A" * 40_000,
        b"[" * 5_000,
        b"{" * 5_000,
        b"<a>" * 500,
        b"wait -1h",
        b"x0-0",
        b"T1; " * 500,
    ),
    b'<!DOCTYPE a [<!ENTITY c "x">]>',
    b"\xe2\x80\xae",
    "\u00a0\u2011".encode(),
]


def mutated(seed: bytes, random: Random, *, zipped: bool = False) -> bytes:
    """A file with a few mistakes in it.

    Parameters
    ----------
    seed
        A good one.
    random
        Where mistakes come from.
    zipped
        Whether it is an archive: then mostly its members are changed.
    """
    if zipped and random.random() < 0.9:
        return _in_archive(seed, random)
    data = bytearray(seed)
    for _ in range(random.choice((1, 1, 1, 2, 3, 8))):
        _once(data, random)
    return bytes(data[:LONGEST])


def _once(data: bytearray, random: Random) -> None:
    at = random.randrange(len(data) + 1)
    kind = random.randrange(8)
    if kind == 0 and data:
        data[at % len(data)] = random.randrange(256)
    elif kind == 1:
        del data[at : at + random.choice((1, 1, 2, 10, 100, 1000))]
    elif kind == 2:
        length = random.choice((1, 5, 50, 500))
        data[at:at] = data[at : at + length] * random.choice((1, 2, 20))
    elif kind == 3:
        _swap_lines(data, random)
    elif kind == 4:
        _replace_field(data, random)
    elif kind == 5:
        del data[at:]
    else:
        data[at:at] = random.choice(NASTY)


def _swap_lines(data: bytearray, random: Random) -> None:
    lines = bytes(data).splitlines(keepends=True)
    if len(lines) > 1:
        one, other = random.sample(range(len(lines)), 2)
        lines[one], lines[other] = lines[other], lines[one]
        data[:] = b"".join(lines)


def _replace_field(data: bytearray, random: Random) -> None:
    """Put something nasty, or what another field says, in the place of a field."""
    marks = b',;\n<>"=:'
    edges = [number for number, byte in enumerate(data) if byte in marks]
    if len(edges) < 4:
        return
    one = random.randrange(len(edges) - 1)
    other = random.randrange(len(edges) - 1)
    new = random.choice((random.choice(NASTY), bytes(data[edges[other] + 1 : edges[other + 1]]), b""))
    data[edges[one] + 1 : edges[one + 1]] = new


def _in_archive(seed: bytes, random: Random) -> bytes:
    """Change one member of an archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(seed)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = random.choice(names)
        for name in names:
            data = old.read(name)
            if name == chosen:
                if random.random() < 0.05:
                    continue
                data = mutated(data, random)
            new.writestr(name, data)
    return stream.getvalue()
