"""What the program knows of fonts: the bundled set, the ones a person names, and what they cover."""
