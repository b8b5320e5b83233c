"""One article off a publisher's page."""
