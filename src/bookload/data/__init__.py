"""Data in and out: contracts of the tables, documents, snapshots, ingest, and the engine."""
