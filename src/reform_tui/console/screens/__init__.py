"""The screens, a module each, and the words and lines that only they show."""
