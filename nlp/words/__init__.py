"""Words, sentences and what must not be cut."""
