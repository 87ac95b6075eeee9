"""Tests of the room monitor/judging."""
