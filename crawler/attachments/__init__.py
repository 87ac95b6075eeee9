"""Files that carry a report: takes their bytes, leaves paragraphs, or why nothing can be read in them."""
