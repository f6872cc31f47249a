"""A database on the PostgreSQL server that CI starts, for one test."""

import os
import uuid

import pytest


def server_url() -> str:
    """Return the address of the server; skip, or fail on CI, when there is none."""
    url = os.environ.get("TEST_POSTGRESQL_URL", "")
    if not url:
        if os.environ.get("CI") == "true":
            pytest.fail("TEST_POSTGRESQL_URL is not set")
        pytest.skip("TEST_POSTGRESQL_URL is not set")
    return url.rstrip("/")


def database_url(request: pytest.FixtureRequest) -> str:
    """Return the address of a new, empty database that goes away after the test."""
    import psycopg

    server, name = server_url(), f"rehber_{uuid.uuid4().hex}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')

    def drop() -> None:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    request.addfinalizer(drop)
    return f"{server}/{name}"
