"""Benchmarks: how fast the desk is, as ratios against named baselines measured in the same run."""
