"""The small window to the outside: health, metrics and the way out of a subscription, over HTTP."""
