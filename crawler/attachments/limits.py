"""What one file may cost: takes nothing, leaves the bounds that every reader of attachments keeps to.

A yearly report has 5 to 40 pages and 3,000 to 40,000 characters; each bound is ten times that and more, so that only a
file made to harm, or no report, meets it. A file past a bound is refused whole: half a report read as a whole one would
tell false figures.
"""

from __future__ import annotations

MOST_PAGES = 400
MOST_CHARACTERS = 1_000_000
# One file unpacked from a ZIP, OFD or DOCX, and all of them together; deflate reaches 1,032 : 1.
MOST_BYTES_OF_ENTRY = 40 * 1024 * 1024
MOST_BYTES_UNPACKED = 100 * 1024 * 1024
MOST_ENTRIES = 2_000
MOST_FILES_IN_ZIP = 60
DEEPEST_ZIP = 2
# The child process: its address space, its processor time and, seen from outside, its whole life.
MOST_MEMORY = 512 * 1024 * 1024
PROCESSOR_SECONDS = 40
WHOLE_SECONDS = 60
MOST_ANSWER = 16 * 1024 * 1024
