"""Administrative units in text, by their dated official codes."""
