"""From two readings to a comparison: pairs of figures, contradictions, copied text; pure."""
