"""What the desk tells its own channels of. `kinds.py` is the list; `alerts/` sends."""
