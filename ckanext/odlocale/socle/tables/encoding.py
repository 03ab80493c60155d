"""Which characters a text file is written in.

Counting French letters is more reliable on French files than general detectors, which give
cp1252 files a confidence near zero and then read them as something else.
"""

from __future__ import annotations

import codecs
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

BLOCK = 1 << 20
ASCII = bytes(range(128))
FRENCH_LETTERS = "éèêëàâçîïôùûüœÉÈÊÀÂÇÎÔ°’«»€"
CANDIDATES = ("cp1252", "cp850", "mac_roman")
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Above one broken sequence in ten good ones a file is in another encoding, below it is a damaged UTF-8 file.
DAMAGE_RATIO = 10


@dataclass(frozen=True, slots=True)
class Encoding:
    """`codec` is what Python decodes with, `name` what people are told; `damaged` when some bytes fit no letter."""

    codec: str
    name: str
    damaged: bool = False
    binary: bool = False


def detect_encoding(path: Path) -> Encoding:
    """Read the file once, block by block, and decide."""
    with path.open("rb") as stream:
        head = stream.read(4096)
        if head.startswith(codecs.BOM_UTF8):
            return _checked_utf8(path, "utf-8-sig", "UTF-8 BOM")
        if head.startswith(UTF16_MARKS):
            return Encoding("utf-16", "UTF-16")
        if zeros := head.count(0):
            return _with_zero_bytes(head, zeros, path)
    return _checked_utf8(path, "utf-8", "UTF-8")


def _with_zero_bytes(head: bytes, zeros: int, path: Path) -> Encoding:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 3 > len(head) // 2 and min(even, odd) * 8 < max(even, odd):
        return Encoding("utf-16-le" if odd > even else "utf-16-be", "UTF-16")
    if zeros * 50 > len(head):
        return Encoding("latin-1", "binary", binary=True)
    return _checked_utf8(path, "utf-8", "UTF-8")


def _checked_utf8(path: Path, codec: str, name: str) -> Encoding:
    if _is_utf8(path):
        return Encoding(codec, name)
    high = _high_bytes(path)
    if _is_damaged_utf8(path):
        return Encoding(codec, name, damaged=True)
    best = max(CANDIDATES, key=lambda candidate: _french_score(high, candidate))
    return Encoding(best, best, damaged=_has_undefined(high, best))


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as stream:
            while block := stream.read(BLOCK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
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
    return sum(high[letter.encode(candidate, "replace")[0]] for letter in FRENCH_LETTERS
               if letter.encode(candidate, "ignore"))


def _has_undefined(high: Counter[int], codec: str) -> bool:
    return any(bytes([byte]).decode(codec, "replace") == "\ufffd" for byte in high)
