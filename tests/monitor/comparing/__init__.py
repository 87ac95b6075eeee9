"""Tests of the room monitor/comparing."""
