"""From clean text to an alert: reads figures, compares years, judges, tells; imports storage only."""
