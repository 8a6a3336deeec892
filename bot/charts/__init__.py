"""Charts: values in, a PNG out, and the words that say the same; pure, and the only door to matplotlib."""
