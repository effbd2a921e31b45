"""What happens to messages."""

from django.utils.translation import gettext_lazy as _

from audit.registry import Event

NOTICES_CHOSEN = Event("notices.chosen", _("{actor} memilih pemberitahuan mana yang dikirim kepadanya."))
DEVICE_ADDED = Event("notices.device_added", _("{actor} menyalakan pemberitahuan di satu perangkat."))
DEVICE_REMOVED = Event("notices.device_removed", _("{actor} mematikan pemberitahuan di satu perangkat."))
MAIL_SENT = Event("mail.sent", _("{actor} mengirim {count} surel; {failed} tidak terkirim."))
MAIL_REMOVED = Event("mail.removed", _("{actor} menghapus {count} surel yang disimpan lebih dari {days} hari."))
