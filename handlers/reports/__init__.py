"""Reports of a week or a month: counted, written as files, sent to the managers' channel."""
