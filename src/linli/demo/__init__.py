"""演示: two synthetic places that tell a story, seeded through the same operations that people use."""
