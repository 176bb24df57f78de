"""Firestore as a test looks at it: by the client that the vendor wrote by hand."""

import os
from functools import cache

from google.cloud import firestore

from shared.core import ids
from shared.settings import Settings
from shared.wiring import Services


def database(services: Services) -> firestore.Client:
    """Return a client of the database that these services use."""
    return database_of(services.settings)


def database_of(settings: Settings) -> firestore.Client:
    """Return a client of the database that these settings name."""
    host = os.environ["FIRESTORE_EMULATOR_HOST"]
    return _client(host, settings.google_cloud_project, settings.firestore_database)


def job_reference(services: Services, job_id: str) -> firestore.DocumentReference:
    """Return where a job document lies."""
    return database(services).document("users", ids.parse_job_id(job_id).uid, "jobs", job_id)


@cache
def _client(host: str, project: str, name: str) -> firestore.Client:
    """Return the client for an emulator: it looks in the environment where that is."""
    assert host == os.environ["FIRESTORE_EMULATOR_HOST"]
    return firestore.Client(project=project, database=name)
