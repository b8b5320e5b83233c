"""What the desk did in a month or week, for whoever reports it."""
