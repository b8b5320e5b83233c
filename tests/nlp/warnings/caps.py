"""CAP messages to try readers on."""

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def an_info(
    headline: str = "Cảnh báo lũ quét tại Bát Xát",
    area: str = "<areaDesc>tỉnh Lào Cai</areaDesc>",
    event: str = "Lũ quét",
    more: str = "<expires>2026-11-26T12:00:00+07:00</expires>",
    severity: str = "Severe",
    urgency: str = "Expected",
    language: str = "<language>vi-VN</language>",
    response: str = "",
) -> str:
    return (
        f"<info>{language}<category>Met</category><event>{event}</event>{response}<urgency>{urgency}</urgency>"
        f"<severity>{severity}</severity><certainty>Likely</certainty>{more}<headline>{headline}</headline>"
        f"<description>Mưa to ở vùng cao.</description><area>{area}</area></info>"
    )


def an_alert(
    *infos: str,
    identifier: str = "T-1",
    sent: str = "2026-11-25T05:00:00+07:00",
    msg_type: str = "Alert",
    status: str = "Actual",
    references: str = "",
    head: str = HEAD,
) -> str:
    stated = f"<references>{references}</references>" if references else ""
    return (
        f'{head}<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>{identifier}</identifier>'
        f"<sender>dai@kttv.example.vn</sender><sent>{sent}</sent><status>{status}</status><msgType>{msg_type}</msgType>"
        f"<scope>Public</scope>{stated}{''.join(infos)}</alert>"
    )
