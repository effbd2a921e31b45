"""What happens to messages."""

from django.utils.translation import gettext_lazy as _

from audit.registry import Event

MAIL_SENT = Event("mail.sent", _("{actor} mengirim {count} surel; {failed} tidak terkirim."))
