"""What the local cloud's settings name in place of Gemini and BigQuery."""

from pathlib import Path

from infra.local.stand_ins.offline_model import OfflineModel
from infra.local.stand_ins.warehouse import DuckDbWarehouse
from infra.local.stand_ins.warehouse import open_warehouse as open_duckdb
from shared.handler.named_texts import JOB_TYPES
from shared.settings import Settings


def open_warehouse(settings: Settings) -> DuckDbWarehouse:
    """Open the sample data, or the file that is named in its place, in DuckDB."""
    return open_duckdb(Path(settings.warehouse_file), JOB_TYPES)


def open_text_model(_: Settings) -> OfflineModel:
    """Return the model that needs no key: it writes from the facts, by rules."""
    return OfflineModel()
