"""Forward steps of the schema, one file each in `versions/`, in the order of their numbers."""
