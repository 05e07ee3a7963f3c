"""What must stay true of the code as a whole; each test iterates over what exists."""
