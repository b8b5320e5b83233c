"""Official warnings: bulletins and CAP."""
