"""When a source is visited, and how it is."""
