"""The whole cloud on a laptop: emulators, sample data, an offline model, the demo."""
