"""The family of errors that people are told; takes nothing, leaves the tree below.

WatchError
├── ConfigError      settings, source, catalogue or rule files: names file, key and remedy; exit code 2
├── StorageError     the store cannot be opened, is damaged or of another version
├── ArchiveError     archived bytes are missing or do not match their hash
└── LeaseHeldError   another round is under way; exit code 3
"""

from __future__ import annotations


class WatchError(Exception):
    """Anything that went wrong in a way a person can mend; the message says how."""


class ConfigError(WatchError):
    """A file that people write is wrong: the message names the file, the key and the remedy."""


class StorageError(WatchError):
    """The store cannot be opened, is damaged, or was made by another version."""


class ArchiveError(WatchError):
    """Archived bytes are missing, or do not match the hash that was noted when they were kept."""


class LeaseHeldError(WatchError):
    """Another process holds the lease that was asked for."""
