"""What has begun and has not ended: polls, fetches, and the places that both take."""
