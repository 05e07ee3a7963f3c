"""Commands of 事情."""
