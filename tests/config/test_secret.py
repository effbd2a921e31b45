"""The key of a machine on which nobody has set one."""

from multiprocessing.pool import ThreadPool

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.secret import kept_secret


def test_a_key_is_made_once_and_for_its_owner_only(tmp_path):
    path = tmp_path / "var" / "secret-key"
    made = kept_secret(path)
    assert len(made) >= 50
    assert kept_secret(path) == made
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_all_who_start_together_read_the_same_key(tmp_path):
    with ThreadPool(8) as pool:
        assert len(set(pool.map(kept_secret, [tmp_path / "secret-key"] * 8))) == 1


def test_where_none_can_be_kept_it_says_what_to_set(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        kept_secret(tmp_path / "file" / "secret-key")
