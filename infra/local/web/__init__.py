"""The web app as Firebase serves it, on a laptop: Hosting, the way to the API, and sign-in."""
