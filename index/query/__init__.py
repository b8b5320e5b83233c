"""What a reader typed, as a plan that any engine can run."""
