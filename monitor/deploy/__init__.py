"""What starts the service elsewhere: files for systemd, cron, Docker and Compose, filled in by `fazhi deploy`."""
