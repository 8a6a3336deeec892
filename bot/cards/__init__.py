"""Cards: values in, Block Kit out; every card is drawn from its case alone."""
