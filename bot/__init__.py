"""The mind and the face of the review desk: values, rules and cards; no database, no network, no clock."""
