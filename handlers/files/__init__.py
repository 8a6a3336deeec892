"""Files: what people carry in by hand: exports of the platforms, and the report of what was refused."""
