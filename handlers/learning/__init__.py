"""Learning: the model is fitted to labelled reviews, its labels are people's corrections too."""
