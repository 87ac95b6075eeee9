"""Apply the catalogue's identities inside one document; takes observations, leaves the checks that could be made."""

from __future__ import annotations

from monitor.indicators import Catalogue
from storage.model import Check, Observation


def check_observations(text: str, observations: tuple[Observation, ...], catalogue: Catalogue) -> tuple[Check, ...]:
    """Return every check that the figures of one document allow."""
    return ()
