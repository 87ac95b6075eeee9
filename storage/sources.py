"""The watched columns: takes the package's and the user's TOML files and `[[source]]` blocks, leaves checked sources.

The files themselves belong to the crawler (`crawler/sources/`); they are read here because both upper floors list them
and neither may import the other. A file holds one source; its name is the source's slug unless it says otherwise.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from storage.errors import ConfigError
from storage.model import Source
from storage.settings import Settings
from storage.vocabulary import Level

PLATFORMS = (
    "static_list",
    "trs_wcm",
    "hanweb_jpage",
    "hanweb_unit",
    "hanweb_xxgk",
    "gkmlpt",
    "nfcms",
    "ucap",
    "lonsun",
    "epoint_ewb",
    "shanghai_hex",
    "vsb",
)
# certificate: it is not checked; legacy: TLS 1.0 and ciphers that nobody should use any more are spoken too.
TLS_EXCEPTIONS = ("certificate", "legacy")
BUILTIN = "builtin"
SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
# Where a source was declared is found out, not written.
KEYS = tuple(one.name for one in fields(Source) if one.name != "origin")
TEXTS = ("name", "agency", "region", "evidence")


def load_sources(
    entries: Sequence[str], blocks: Sequence[Mapping[str, Any]], folder: Path, file: str
) -> tuple[Source, ...]:
    """Return every watched source: those of `[crawl] sources`, then the `[[source]]` blocks.

    `entries` are "builtin" or folders (relative ones from `folder`); `file` names the settings file in errors. Raises
    ConfigError for an unknown key, platform or level, a missing slug or url, a slug given twice, an unreadable folder.
    """
    sources = [source for entry in entries for source in _load_entry(entry, folder, file)]
    sources += [read_source(block, f"{file}: [[source]] block {number}") for number, block in enumerate(blocks, 1)]
    origins: dict[str, str] = {}
    for source in sources:
        if source.slug in origins:
            raise ConfigError(
                f"{source.origin}: slug {source.slug!r} is taken by {origins[source.slug]}; give each source its own"
            )
        origins[source.slug] = source.origin
    return tuple(sources)


def read_source(values: Mapping[str, Any], origin: str, slug: str = "") -> Source:
    """Return one declared source; raise ConfigError naming `origin`, the key and the remedy."""
    for key in values:
        if key not in KEYS:
            raise ConfigError(f"{origin}: unknown key {key}; {_nearest(key, KEYS)}")
    known = {"slug": slug, **values} if slug else dict(values)
    for key in ("slug", "url"):
        if not known.get(key):
            raise ConfigError(f"{origin}: {key} is missing; add {key} = {_EXAMPLES[key]}")
    if not isinstance(known["slug"], str) or not SLUG.fullmatch(known["slug"]):
        raise ConfigError(f"{origin}: slug {known['slug']!r}: write small letters, digits, - and _ only")
    return Source(
        **known | {"slug": known["slug"], "url": _url(known["url"], origin), "origin": origin} | _checked(known, origin)
    )


def own_folder(settings: Settings) -> Path:
    """Return the first of the user's own source folders; raise ConfigError where `[crawl] sources` names none."""
    own = [entry for entry in settings.crawl.sources if entry != BUILTIN]
    if not own:
        entries = ", ".join(f'"{entry}"' for entry in (*settings.crawl.sources, "my-sources/"))
        raise ConfigError(
            f"{settings.file or 'settings'}: [crawl] sources names no folder of your own; make one and write "
            f"sources = [{entries}]"
        )
    return settings.folder / own[0]


def save_source(folder: Path, text: str) -> Path:
    """Write a source file, named after its slug, and return its path; a file that is there already is never touched.

    Raises ConfigError for a block that no round could use, and for a folder that cannot be written.
    """
    values = tomllib.loads(text)
    source = read_source(values, "the new source")
    file = folder / f"{source.slug}.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as opened:
            opened.write(text)
    except FileExistsError as error:
        raise ConfigError(f"{file}: is there already; give another --slug") from error
    except OSError as error:
        raise ConfigError(f"{file}: cannot be written: {error.strerror}; mend the folder's permissions") from error
    return file


_EXAMPLES = {"slug": '"tianzhu"', "url": '"https://…/", the address of the list page'}


def _load_entry(entry: str, folder: Path, file: str) -> Iterator[Source]:
    if entry == BUILTIN:
        packaged = (one for one in (files("crawler") / "sources").iterdir() if one.name.endswith(".toml"))
        for one in sorted(packaged, key=lambda resource: resource.name):
            yield _read_file(one.read_bytes(), f"builtin {one.name}", one.name.removesuffix(".toml"))
        return
    path = folder / entry
    if not path.is_dir():
        raise ConfigError(
            f'{file}: [crawl] sources: {entry!r} is neither "builtin" nor a folder ({path}); make it, or take it out'
        )
    for found in sorted(path.glob("*.toml")):
        try:
            data = found.read_bytes()
        except OSError as error:
            raise ConfigError(f"{found}: cannot be read: {error.strerror}; mend its permissions") from error
        yield _read_file(data, str(found), found.stem)


def _read_file(data: bytes, origin: str, slug: str) -> Source:
    try:
        return read_source(tomllib.loads(data.decode("utf-8")), origin, slug)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{origin}: is not TOML: {error}") from error


def _checked(values: Mapping[str, Any], origin: str) -> dict[str, Any]:
    """Return the optional values in their types, those that are given."""
    made: dict[str, Any] = {}
    for key in TEXTS:
        if key in values and not isinstance(values[key], str):
            raise ConfigError(f"{origin}: {key}: write it in quotes")
    if "platform" in values:
        made["platform"] = _one_of(values["platform"], PLATFORMS, "platform", origin)
    if "level" in values:
        made["level"] = Level(_one_of(values["level"], tuple(Level), "level", origin))
    for key in ("seen_live", "mirror"):
        if not isinstance(values.get(key, False), bool):
            raise ConfigError(f"{origin}: {key}: write true or false")
    if "tls_exceptions" in values:
        listed = values["tls_exceptions"]
        if not isinstance(listed, list | tuple) or not listed:
            raise ConfigError(f'{origin}: tls_exceptions = {listed!r}: write a list, such as ["certificate"]')
        made["tls_exceptions"] = tuple(_one_of(one, TLS_EXCEPTIONS, "tls_exceptions", origin) for one in listed)
    if (region := values.get("region")) and not re.fullmatch(r"\d{6}(?:\d{3}|\d{6})?", region):
        raise ConfigError(f"{origin}: region {region!r}: write the code of GB/T 2260, six digits")
    return made | _numbers(values, origin)


def _numbers(values: Mapping[str, Any], origin: str) -> dict[str, Any]:
    for key, least in (("minimum_items", 0), ("max_list_pages", 1)):
        value = values.get(key, least)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise ConfigError(f"{origin}: {key} = {value!r}: write a whole number, {least} or more")
    if "years" in values:
        years = values["years"]
        if not isinstance(years, list | tuple) or not all(
            isinstance(one, int) and 1990 <= one <= 2200 for one in years
        ):
            raise ConfigError(f"{origin}: years = {years!r}: write a list of years, such as [2023, 2024]")
        return {"years": tuple(years)} | _season(values, origin)
    return _season(values, origin)


def _season(values: Mapping[str, Any], origin: str) -> dict[str, Any]:
    for key in ("days_in_season", "days_off_season"):
        value = values.get(key, 1)
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 366:
            raise ConfigError(f"{origin}: {key} = {value!r}: write a whole number of days, 1 to 366")
    if "season" not in values:
        return {}
    months = values["season"]
    if not isinstance(months, list | tuple) or not all(type(one) is int and 1 <= one <= 12 for one in months):
        raise ConfigError(f"{origin}: season = {months!r}: write a list of months, such as [1, 2, 3, 4]")
    return {"season": tuple(months)}


def _url(value: object, origin: str) -> str:
    try:
        parts = urlsplit(value) if isinstance(value, str) else None
        good = (
            parts is not None and parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
        )
    except ValueError:
        good = False
    if not good:
        raise ConfigError(f"{origin}: url {value!r} is no web address; write http:// or https://, host and path")
    return str(value)


def _one_of(value: object, known: Iterable[str], key: str, origin: str) -> str:
    if isinstance(value, str) and value in known:
        return value
    raise ConfigError(f"{origin}: unknown {key} {value!r}; {_nearest(str(value), known)}")


def _nearest(word: str, known: Iterable[str]) -> str:
    names = [str(one) for one in known]
    near = difflib.get_close_matches(word, names, n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else f"known: {', '.join(names)}"
