"""Two communities; what the one keeps is looked for by everybody who works or lives in the other (design §6)."""
