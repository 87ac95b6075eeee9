"""Bytes become text here: takes a body and its Content-Type, leaves a string without control signs and surrogates."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML_DECLARED = re.compile(r"""<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE)

# Servers write the first Chinese standard and send the newest: 镕 and 㐀 stand in GB18030 only.
_WIDENED = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "hz": "gb18030", "big5": "big5hkscs"}

# These decode any bytes at all, so their success proves nothing; web servers put latin-1 there as their own default.
_PROVE_NOTHING = {"iso8859-1", "cp1252", "ascii", "latin-1"}

# Under this many bytes a GBK text can be valid UTF-8 by chance (联通 is the well-known one): the declaration decides.
_CHANCE = 8

_ASCII = bytes(range(0x80))
_UNFIT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|\x0c|\x85|\u2028|\u2029")


def decode(body: bytes, content_type: str = "") -> str:
    r"""Return the text of a body, whatever the header and the page claim about its encoding.

    Order: byte order mark; UTF-8, strictly or with one loss in twenty signs (GBK prose is never valid UTF-8, so this
    also finds out UTF-8 under a GBK label, and GB18030 would take a damaged UTF-8 page for mojibake); the declared
    encoding if it decodes strictly, widened to GB18030; GB18030. A body that fits nothing is read with the encoding
    that loses fewest signs, each loss marked U+FFFD. Line ends become `\n`.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return sanitise(body[len(mark) :].decode(encoding, "replace"))
    declared = _declared_encodings(body, content_type)
    high = len(body[:4096].translate(None, _ASCII))
    short = high < _CHANCE and len(body) <= 4096
    if not short and (mostly := _mostly_utf8(body)):
        return sanitise(mostly)
    order = [*declared, "utf-8"] if short else declared
    for encoding in [*order, "gb18030"]:
        try:
            return sanitise(body.decode(encoding))
        except UnicodeDecodeError:
            continue
    candidates = [body.decode(encoding, "replace") for encoding in dict.fromkeys([*order, "utf-8", "gb18030"])]
    return sanitise(min(candidates, key=lambda text: text.count("\ufffd")))


def sanitise(text: str) -> str:
    """Return the text with one kind of line end, without control signs, lone surrogates and non-characters.

    Scripts of the gkmlpt and jpaas platforms hold such signs in their titles; a store or a mail refuses them later.
    """
    return _UNFIT.sub("", _LINE_ENDS.sub("\n", text))


def _mostly_utf8(body: bytes) -> str | None:
    text = body.decode("utf-8", "replace")
    lost = text.count("\ufffd") - body.count("\ufffd".encode())
    if lost <= 0:
        return text
    return text if lost * 20 <= sum(sign > "\x7f" for sign in text) - lost else None


def _declared_encodings(body: bytes, content_type: str) -> list[str]:
    head = body[:4096].decode("latin-1")
    found = [match[1] for text in (content_type, head) for match in _DECLARED.finditer(text)]
    found += [match[1] for match in _XML_DECLARED.finditer(head)]
    names = (_python_name(name) for name in found)
    return list(dict.fromkeys(name for name in names if name))


def _python_name(label: str) -> str | None:
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    if name in _PROVE_NOTHING or not _is_text_encoding(name):
        return None
    return _WIDENED.get(name, name)


def _is_text_encoding(name: str) -> bool:
    """Tell whether a codec turns bytes into text: a hostile `charset=hex` must not be run."""
    try:
        b"a".decode(name)
    except (LookupError, UnicodeDecodeError):
        return name.startswith(("utf-16", "utf-32"))
    return name not in {"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined"}
