"""The rules of the trade as functions over frozen values; policy and the moment come in as arguments."""
