"""What stands in for a service on a laptop: offline model, sample data, local warehouse.

Google's own emulators are started by `infra.local.cloud`.
"""
