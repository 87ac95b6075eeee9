"""From an alert to a person: the words of the message, and the ways by which it is brought."""
