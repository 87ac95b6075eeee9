"""The reading room: prose to figures with their evidence; pure code, takes a Document, leaves a Reading."""
