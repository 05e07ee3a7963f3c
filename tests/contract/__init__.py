"""What the API promises in its own description."""
