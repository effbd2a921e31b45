"""Delivery reports as mail servers write them: Postfix gives back the letter, Exchange its headers only."""

POSTFIX = """\
From MAILER-DAEMON Mon Nov  2 10:00:00 2026
Return-Path: <>
From: MAILER-DAEMON@mail.kota.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: timbang@kota.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="4CqV5x1.1604286000/mail.kota.example"
Message-Id: <20261102030000.4CqV5x1@mail.kota.example>

This is a MIME-encapsulated message.

--4CqV5x1.1604286000/mail.kota.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--4CqV5x1.1604286000/mail.kota.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.kota.example
Arrival-Date: Mon,  2 Nov 2026 10:00:00 +0700 (WIB)

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.kota.example
Diagnostic-Code: smtp; 550 5.1.1 <{to}>: Recipient address rejected: User
    unknown in virtual mailbox table

--4CqV5x1.1604286000/mail.kota.example
Content-Description: Undelivered Message
Content-Type: message/rfc822

Received: from timbang.kota.example by mail.kota.example; Mon,  2 Nov 2026 10:00:00 +0700
Subject: Kabar
From: timbang@kota.example
To: {to}
Message-ID: {message_id}
Content-Type: text/plain

Buka.

--4CqV5x1.1604286000/mail.kota.example--
"""
EXCHANGE = """\
From: <postmaster@kota.example>
To: <timbang@kota.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type="Delivery-Status"; boundary="x"
Subject: Undeliverable: Kabar

--x
Content-Type: multipart/alternative; boundary="y"

--y
Content-Type: text/plain

Your message couldn't be delivered.
--y--
--x
Content-Type: message/delivery-status

Reporting-MTA: dns;ex.kota.example

Final-Recipient: rfc822;{to}
Action: {action}
Status: {status}
--x
Content-Type: text/rfc822-headers
Content-Transfer-Encoding: 7bit

From: timbang@kota.example
To: {to}
Subject: Kabar
Message-ID:
 {message_id}
--x--
"""


def report(message_id, *, form=POSTFIX, to="employee@kota.example", action="failed", status="5.1.1"):
    return form.format(message_id=message_id, to=to, action=action, status=status).encode()
