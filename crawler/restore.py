"""Mangled copies become readable here: takes text, leaves it without pinyin glosses, in simplified signs, damage told.

Copies of reports on hijacked domains are written in traditional characters with a pinyin gloss behind many of them
(鎮(zhèn)), to look new to search engines. Some signs were lost on the way and left Latin residue behind: such places
are told as offsets and never filled by guessing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

from storage.model import Restoration

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿê"
_GLOSS = re.compile(rf"([{_HAN}]) ?[(（]([a-zü{_TONED}]{{1,8}})[)）]")
_HAN_SIGN = re.compile(f"[{_HAN}]")

# A page has dense glosses when it has ten and more than one for two hundred characters: then also the toneless ones
# (们(men), or a copy without tone marks) are glosses. Alone, 阿(a)姨 and 文件(a) stay as they are.
_DENSE_COUNT = 10
_DENSE_SHARE = 1 / 200

# What a lost sign leaves: U+FFFD, or Latin letters with a tone mark beside `?`, `@` or half a bracket. A word is taken
# whole or not at all, where one begins: else a page of letters without end costs the square of its length.
_WORD = rf"(?=[a-zü]*[{_TONED}])[a-zü{_TONED}]*+"
_RESIDUE = re.compile(
    "\ufffd+"
    rf"|[?？][,，]?[A-Za-z@]?[(（]{_WORD}[)）]@?"
    rf"|(?:[?？]|(?<![a-zü{_TONED}])){_WORD}[)）]?@"
    rf"|[?？]{_WORD}[)）]?"
    "|锟斤拷|烫烫烫|[?？][,，](?=[A-Za-z@])|[?？]@"
)

# OpenCC 1.4 leaves these two: 甚麼 becomes 甚么, and 著 as a particle stays (沿著). In these words it is 著 for good.
_WORDS_WITH_ZHU = "著(?=[名作称述书录者])|(?<=[显卓土编论名原专巨昭遗译合所拙较])著"
_PARTICLE = re.compile(rf"({_WORDS_WITH_ZHU})|著")

_ZERO_WIDTH = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\u180e]")
_ODD_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]")


def restore(text: str) -> tuple[str, Restoration]:
    """Return the readable text, and what was done: its script, the glosses taken out, the places that stay damaged.

    A bracket goes only when it is a reading, with its tone mark, of the character right before it (toneless readings
    only in a page that is dense with glosses); every other bracket stays, so brackets may nest. Offsets of damage are
    those of the returned text. Digits, punctuation and their widths stay as they are.
    """
    text = plain_spaces(text)
    text, glosses = _without_glosses(text)
    script = "traditional" if _is_traditional(text) else "simplified"
    if script == "traditional":
        text = _simplify(text)
    return text, Restoration(script=script, glosses=glosses, damaged=find_damage(text))


def plain_spaces(text: str) -> str:
    """Return the text without signs of no width, and with an ordinary space for every other kind of blank."""
    return _ODD_SPACES.sub(" ", _ZERO_WIDTH.sub("", text))


def find_damage(text: str) -> tuple[tuple[int, int], ...]:
    """Return the places (start, end) where signs were lost, in the order of the text."""
    return tuple(match.span() for match in _RESIDUE.finditer(text))


def _without_glosses(text: str) -> tuple[str, int]:
    """Take the glosses out; a second look finds what stood behind another gloss."""
    matched = [_reading_kind(match[1], match[2]) for match in _GLOSS.finditer(text)]
    found = sum(kind is not None for kind in matched)
    if not found:
        return text, 0
    characters = len(_HAN_SIGN.findall(text))
    dense = found >= _DENSE_COUNT and found > characters * _DENSE_SHARE
    accepted = {"toned", "toneless"} if dense else {"toned"}
    removed = 0

    def strip(match: re.Match[str]) -> str:
        nonlocal removed
        if _reading_kind(match[1], match[2]) not in accepted:
            return match[0]
        removed += 1
        return match[1]

    return _GLOSS.sub(strip, text), removed


@lru_cache(maxsize=8192)
def _reading_kind(sign: str, gloss: str) -> str | None:
    """Tell whether a gloss is a reading of the sign with its tone mark, one without, or none."""
    readings = _readings(sign)
    if gloss in readings:
        return "toned" if re.search(f"[{_TONED}]", gloss) else "toneless"
    return "toneless" if gloss in {_bare(reading) for reading in readings} else None


@lru_cache(maxsize=8192)
def _readings(sign: str) -> frozenset[str]:
    from pypinyin import Style, pinyin  # noqa: PLC0415 - its dictionary costs a quarter of a second; few pages have glosses

    return frozenset(pinyin(sign, style=Style.TONE, heteronym=True)[0])


def _bare(reading: str) -> str:
    kept = (
        part for part in unicodedata.normalize("NFD", reading) if part == "\u0308" or not unicodedata.combining(part)
    )
    return unicodedata.normalize("NFC", "".join(kept))


@lru_cache(maxsize=2)
def _converter(direction: str) -> Any:
    import opencc  # noqa: PLC0415 - loads its dictionaries

    return opencc.OpenCC(direction)


def _is_traditional(text: str) -> bool:
    """Tell whether more signs would change towards simplified than towards traditional (a sample is enough)."""
    sample = "".join(_HAN_SIGN.findall(text[:6000]))
    towards_simplified = _changed(sample, _converter("t2s").convert(sample))
    if towards_simplified <= len(sample) // 50:
        return False
    return towards_simplified > _changed(sample, _converter("s2t").convert(sample))


def _changed(before: str, after: str) -> int:
    return sum(old != new for old, new in zip(before, after, strict=False))


def _simplify(text: str) -> str:
    simplified = _converter("t2s").convert(text).replace("甚么", "什么")
    return _PARTICLE.sub(lambda match: match[1] or "着", simplified)
