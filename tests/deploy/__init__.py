"""Deploy: what can be checked of the files for containers and systemd without either."""
