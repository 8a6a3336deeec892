"""Charts: values in, a PNG out, and the words that say the same; pure, and the only door to matplotlib.

Drawing takes a tenth of a second, the first time one or two: call it off the event loop and outside write transactions.
"""
