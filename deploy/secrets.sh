#!/usr/bin/env bash
# Makes the secrets that docker-compose.yml mounts, where they are missing. Readable by the containers' users, kept out of git.
set -euo pipefail
cd "$(dirname "$0")/secrets"
umask 022
[ -s postgres_password ] || head -c 24 /dev/urandom | base64 | tr -d '/+=\n' > postgres_password
[ -e slack_url ] || printf 'https://hooks.slack.com/services/PUT/YOURS/HERE\n' > slack_url
echo "deploy/secrets: $(ls | tr '\n' ' ')"
