"""The board: for residents to read, for staff to post."""
