"""Redis and S3 by environment variables, against servers on the loopback address."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tests.requirements import needs

ROOT = Path(__file__).resolve().parent.parent.parent
KEYS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "eu-central-1",
}


def in_a_site(code: str, **environment: str) -> str:
    """Run ``code`` in a site of its own with these variables; return what it prints."""
    variables = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        **environment,
    }
    done = subprocess.run(  # noqa: S603 - our own Python
        [sys.executable, "-c", f"import django; django.setup(); {code}"],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


# ---- S3


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Return the address of an S3 server with the bucket ``rehber``."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    boto3.client("s3", endpoint_url=address).create_bucket(
        Bucket="rehber",
        CreateBucketConfiguration={"LocationConstraint": "eu-central-1"},
    )
    yield address
    server.stop()


def stored(address: str) -> list[str]:
    listing = boto3.client("s3", endpoint_url=address).list_objects_v2(Bucket="rehber")
    return [each["Key"] for each in listing.get("Contents", [])]


def test_pictures_are_kept_in_a_bucket(s3: str) -> None:
    save = (
        "from django.core.files.base import ContentFile as File; "
        "from django.core.files.storage import default_storage as storage; "
        "names = [storage.save('resim.png', File(b'png')) for _ in range(2)]; "
        "print(len(set(names)), storage.url('resim.png'))"
    )
    written = in_a_site(
        save,
        AWS_STORAGE_BUCKET_NAME="rehber",
        AWS_ENDPOINT_URL=s3,
        AWS_LOCATION="media",
        AWS_S3_CUSTOM_DOMAIN="media.example.org",
    )

    # Two names, for a file never takes the place of another; an address without an end.
    assert written == "2 https://media.example.org/media/resim.png"
    assert len(stored(s3)) == 2
    assert "media/resim.png" in stored(s3)


def test_without_a_bucket_they_are_kept_in_a_folder(tmp_path: Path) -> None:
    kind = "from django.core.files.storage import default_storage as storage; "
    where = in_a_site(kind + "print(storage.path('a.png'))", MEDIA_ROOT=str(tmp_path))

    assert where == str(tmp_path / "a.png")


# ---- Redis


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[str]:
    """Return the address of a Redis server."""
    program = needs("redis-server")
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = probe.getsockname()[1]
    process = subprocess.Popen(  # noqa: S603 - the server that was found
        [program, "--port", str(port), "--bind", "127.0.0.1", "--save", ""],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    for _ in range(200):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("the Redis server did not start")


def test_two_processes_share_a_cache_in_redis(redis: str) -> None:
    cache = "from django.core.cache import cache; "

    in_a_site(cache + "cache.set('dil', 'Türkçe')", REDIS_URL=redis)
    found = in_a_site(cache + "print(cache.get('dil'))", REDIS_URL=redis)

    assert found == "Türkçe"


def test_without_redis_each_process_has_its_own() -> None:
    cache = "from django.core.cache import cache; "

    in_a_site(cache + "cache.set('dil', 'Türkçe')")

    assert in_a_site(cache + "print(cache.get('dil'))") == "None"
