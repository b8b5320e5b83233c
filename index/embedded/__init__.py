"""Search inside the process (tantivy)."""
