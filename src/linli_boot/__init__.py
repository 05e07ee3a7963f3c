"""What `./linli` does before there is an environment: standard library only, so that python3 alone can start the project."""
