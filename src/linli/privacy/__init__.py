"""What is known about a person, who looked, and the proof that no record was changed."""
