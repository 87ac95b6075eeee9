"""Tests of the room monitor/telling."""
