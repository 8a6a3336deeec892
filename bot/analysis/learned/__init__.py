"""Learned: weights that were fitted to labelled reviews, beside the rules that people wrote."""
