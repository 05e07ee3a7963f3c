"""A made-up city of real size: what the measurements run on. Nobody in it exists, and no row of any real list is used."""
