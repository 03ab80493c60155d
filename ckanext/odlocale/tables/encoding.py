"""Which characters a text file is written in.

Counting French letters is more reliable on French files than general detectors, which give
cp1252 files a confidence near zero and then read them as something else.
"""

from __future__ import annotations

import codecs
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from .types import UnreadableError

BLOCK = 1 << 20
ASCII = bytes(range(128))
NOT_CONTROLS = b"\t\n\r\x0c" + bytes(range(32, 256))
FRENCH_LETTERS = "éèêëàâçîïôùûüœÉÈÊÀÂÇÎÔ°’«»€"
CANDIDATES = ("cp1252", "cp850", "mac_roman")
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Above one broken sequence in ten good ones a file is in another encoding, below it is a damaged UTF-8 file.
DAMAGE_RATIO = 10
REPLACEMENT = "\ufffd".encode()


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to decode a file, and what is wrong with its bytes.

    `codec` is what Python decodes with, `name` what people are told; `damaged`: some bytes fit no letter, or
    letters were lost before (U+FFFD); `zeros`: there are null characters.
    """

    codec: str
    name: str
    damaged: bool = False
    zeros: bool = False


@dataclass(slots=True)
class Scan:
    """What one reading of all the bytes tells."""

    is_utf8: bool = True
    replaced: bool = False
    zeros: bool = False


def detect_encoding(path: Path) -> Encoding:
    """Read the file once, block by block, and decide.

    Raises `UnreadableError` for a file that is no text, or has no end of line for a whole block.
    """
    with path.open("rb") as stream:
        head = stream.read(4096)
    if head.startswith(UTF16_MARKS):
        return Encoding("utf-16", "UTF-16")
    if (zeros := head.count(0)) and (wide := _utf16(head)):
        return wide
    if zeros * 50 > len(head) or len(head.translate(None, NOT_CONTROLS)) * 20 > len(head):
        raise UnreadableError("binary")
    return _eight_bits(path, head.startswith(codecs.BOM_UTF8))


def _utf16(head: bytes) -> Encoding | None:
    """UTF-16 without its mark: every other byte of a European text is zero."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 3 > len(head) // 2 and min(even, odd) * 8 < max(even, odd):
        return Encoding("utf-16-le" if odd > even else "utf-16-be", "UTF-16")
    return None


def _eight_bits(path: Path, marked: bool) -> Encoding:
    scan = _scan(path)
    codec, name = ("utf-8-sig", "UTF-8 BOM") if marked else ("utf-8", "UTF-8")
    if scan.is_utf8:
        return Encoding(codec, name, scan.replaced, scan.zeros)
    if _is_damaged_utf8(path):
        return Encoding(codec, name, True, scan.zeros)
    high = _high_bytes(path)
    best = max(CANDIDATES, key=lambda candidate: _french_score(high, candidate))
    return Encoding(best, best, _has_undefined(high, best), scan.zeros)


def _scan(path: Path) -> Scan:
    scan, decoder = Scan(), codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            if len(block) == BLOCK and b"\n" not in block and b"\r" not in block:
                raise UnreadableError("no-line-end", limit=BLOCK >> 20)
            scan.replaced = scan.replaced or REPLACEMENT in block
            scan.zeros = scan.zeros or b"\x00" in block
            scan.is_utf8 = scan.is_utf8 and _decodes(decoder, block)
    scan.is_utf8 = scan.is_utf8 and _decodes(decoder, b"", final=True)
    return scan


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _high_bytes(path: Path, blocks: int = 64) -> Counter[int]:
    """Bytes above 127 in the first blocks: enough to tell three alphabets apart."""
    counts: Counter[int] = Counter()
    with path.open("rb") as stream:
        for _ in range(blocks):
            if not (block := stream.read(BLOCK)):
                break
            counts.update(block.translate(None, ASCII))
    return counts


def _is_damaged_utf8(path: Path) -> bool:
    with path.open("rb") as stream:
        text = stream.read(8 * BLOCK).decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    good = sum(1 for character in text if ord(character) > 127) - broken
    return broken > 0 and good > broken * DAMAGE_RATIO


def _french_score(high: Counter[int], candidate: str) -> int:
    return sum(
        high[letter.encode(candidate, "replace")[0]]
        for letter in FRENCH_LETTERS
        if letter.encode(candidate, "ignore")
    )


def _has_undefined(high: Counter[int], codec: str) -> bool:
    return any(bytes([byte]).decode(codec, "replace") == "\ufffd" for byte in high)
