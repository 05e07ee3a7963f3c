"""Long exercises with real processes."""
