"""Page: figures to the HTML that managers read in a browser; no script is needed to read it."""
