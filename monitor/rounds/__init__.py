"""A round from end to end: crawl, read, judge, deliver; each stage asks the store what awaits it."""
