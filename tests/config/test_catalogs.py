"""Texts are collected from code and templates, checked and compiled without gettext's binaries."""

import gettext
import multiprocessing

import pytest
from babel.messages.catalog import Catalog
from django.core.management import call_command

from config import catalogs

TEMPLATE = """
<p>It's {% translate "Buka hasil" %} {% translate "Buka" context "kata kerja" %}</p>
  {% blocktranslate trimmed count n=days %}
    Satu hari lagi
  {% plural %}
    {{ n }} hari lagi
  {% endblocktranslate %}
{{ _("Simpan") }}
"""


@pytest.fixture
def project(tmp_path, settings):
    """A project of one room and one template."""
    settings.BASE_DIR, settings.ROOMS, settings.LOCALE_PATHS = tmp_path, ["room"], [tmp_path / "locale"]
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "rules.py").write_text('raise RuleBroken(_("Isi %(field)s.") % facts)\n')
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    return tmp_path


def test_texts_are_found_in_code_and_templates(project):
    found = {(message.id, message.context) for message in catalogs.collect() if message.id}
    assert found == {
        ("Isi %(field)s.", None),
        ("Buka hasil", None),
        ("Buka", "kata kerja"),
        (("Satu hari lagi", "%(n)s hari lagi"), None),
        ("Simpan", None),
    }


def test_a_translation_is_begun_then_brought_up_to_date(project, capsys):
    call_command("collect_locale")
    assert "en: 5 texts, 5 to translate." in capsys.readouterr().out
    (project / "templates" / "page.html").unlink()
    call_command("collect_locale")
    assert "en: 1 texts, 1 to translate." in capsys.readouterr().out


def test_what_a_translation_lacks_or_gets_wrong_is_named():
    texts = Catalog()
    for text in ("Buka", "Isi %(field)s.", "Simpan"):
        texts.add(text)
    translation = Catalog(locale="en")
    translation.add("Isi %(field)s.", "Fill in %(name)s.")
    translation.add("Simpan", "Save")
    translation.add("Lama", "Old")
    flaws = list(catalogs.flaws(translation, texts))
    assert "not translated: 'Buka'" in flaws
    assert "no longer used: 'Lama'" in flaws
    assert any("Isi %(field)s." in flaw for flaw in flaws)
    assert len(flaws) == 3


def test_a_translation_is_compiled_when_it_changed(project):
    path = project / "locale" / "en" / "LC_MESSAGES" / "django.po"
    translation = Catalog(locale="en")
    translation.add("Buka", "Open")
    catalogs.write(translation, path)
    with catalogs.compile_catalog(path).open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Buka") == "Open"
    assert catalogs.compile_catalog(path) is None


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # Python 3.12 and later
def test_processes_that_compile_at_once_do_not_disturb_each_other(project, monkeypatch):
    path = project / "locale" / "en" / "LC_MESSAGES" / "django.po"
    catalogs.write(Catalog(locale="en"), path)
    write_mo = catalogs.write_mo

    def compiled_by_another_meanwhile(file, catalog):
        write_mo(file, catalog)
        monkeypatch.setattr(catalogs, "write_mo", write_mo)
        other = multiprocessing.get_context("fork").Process(target=catalogs.compile_catalog, args=[path])
        other.start()
        other.join()
        assert other.exitcode == 0

    monkeypatch.setattr(catalogs, "write_mo", compiled_by_another_meanwhile)
    assert catalogs.compile_catalog(path).exists()
    assert [found.name for found in path.parent.glob("*.mo")] == ["django.mo"]
