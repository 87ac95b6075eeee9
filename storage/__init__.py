"""The words and the shelves: what every room speaks in, and where it is kept; imports no other room."""
