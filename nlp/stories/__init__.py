"""Articles about one event, grouped; copies and origins."""
