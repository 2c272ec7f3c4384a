"""Notices by webhook and by mail. Off unless configured; one that doesn't get through is logged and stops nothing."""

from __future__ import annotations

import logging
import smtplib
import ssl
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from typing import TYPE_CHECKING

from pipelines import given

if TYPE_CHECKING:
    from pipelines.settings import Settings

LOG = logging.getLogger("schedario.notices")
PATIENCE = 10
"""Seconds for a server to answer."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What somebody should know in the morning, in Italian.

    Attributes:
        event: notte_fallita or fonti_silenziose.
        text: one line.
        details: one line each.
        moment: ISO, UTC.
        report: where the reports of the nights are.
    """

    event: str
    text: str
    details: list[str]
    moment: str
    report: str


def send(notice: Notice) -> None:
    """Send it to whoever is configured. Never raises."""
    if not given.are_given():
        return
    for way in (_post, _mail):
        try:
            # imported late: a night without settings doesn't wait for their reader
            from pipelines.settings import current

            way(current(), notice)
        except Exception as error:
            LOG.warning("notice %s not sent: %s", notice.event, " ".join(str(error).split()))


def _post(settings: Settings, notice: Notice) -> None:
    if settings.webhook:
        import httpx

        httpx.post(str(settings.webhook), json=asdict(notice), timeout=PATIENCE).raise_for_status()


def _mail(settings: Settings, notice: Notice) -> None:
    if not settings.mail_to:
        return
    with smtplib.SMTP(settings.mail_host, settings.mail_port, timeout=PATIENCE) as server:
        if settings.mail_tls:
            server.starttls(context=ssl.create_default_context())
        if settings.mail_user:
            server.login(settings.mail_user, settings.mail_password.get_secret_value())
        server.send_message(_message(settings, notice))


def _message(settings: Settings, notice: Notice) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = settings.mail_from, settings.mail_to
    message["Subject"] = f"schedario: {notice.text}"
    message.set_content("\n".join([notice.text, "", *notice.details, "", f"{notice.moment} UTC", notice.report]))
    return message
