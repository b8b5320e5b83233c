"""The sum that orders the queue, and what editors taught it."""
