"""Reduces an address to what identifies the page, without parameters that only track visitors."""

import re
from urllib.parse import unquote_plus

# Set by the networks on which a link is passed around, or by senders of newsletters and advertisements.
_NAMES = (
    "fbclid fb_action_ids fb_action_types fb_source fb_ref mibextid sfnsn sfnsw rdid hc_ref fref "
    "__tn__ __cft__ __xts__ "
    "igsh igshid igsid ig_rid ig_mid twclid ttclid sclid sccid epik li_fat_id rdt_cid "
    "gclid gclsrc dclid wbraid gbraid gad_source gad_campaignid srsltid _ga _gl _gac "
    "msclkid yclid ysclid ymclid _openstat zarsrc zanpid zclid gidzl gid_zl "
    "mc_cid mc_eid mkt_tok _hsenc _hsmi __hstc __hssc __hsfp hsctatracking vero_id vero_conv oly_enc_id oly_anon_id "
    "_branch_match_id _branch_referrer s_cid s_kwcid ef_id wickedid rb_clickid dm_i irclickid "
    "ml_subscriber ml_subscriber_hash _ke _kx _bta_tid _bta_c trk_contact trk_msg trk_module trk_sid "
    "spm ncid cmpid"
)
_TRACKING = frozenset(_NAMES.split())
_TRACKING_BEGINS = ("utm_", "mtm_", "matomo_", "pk_", "piwik_", "hsa_", "itm_", "stm_")
_UNWRITABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_AMPERSAND = re.compile(r"&(?:amp|#0{0,4}38|#x0{0,4}26);", re.I)


def is_writable(url: str) -> bool:
    """False for an address with control characters or half a surrogate pair: nobody can keep or send it."""
    return not _UNWRITABLE.search(url)


def unescaped_address(url: str) -> str:
    """The address with plain `&`, where it was escaped once too often. No other entity is decoded inside an address."""
    return _AMPERSAND.sub("&", url) if "&" in url else url


def plain_address(url: str) -> str:
    """The address without fragment and tracking parameters; what is left of it is the same, byte for byte."""
    before, mark, query = url.partition("#")[0].partition("?")
    kept = _untracked(query) if mark else ""
    return f"{before}?{kept}" if kept.strip("&;") else before


def _untracked(query: str) -> str:
    pieces = (_without_tracking(piece) for piece in query.split("&"))
    return "&".join(piece for piece in pieces if piece is not None)


def _without_tracking(piece: str) -> str | None:
    """The piece without tracking parameters. Old servers separate by `;`; elsewhere `;` belongs to the value."""
    parts = piece.split(";")
    if not any(_is_tracking(part) for part in parts):
        return piece
    if _is_tracking(parts[0]) and not any("=" in part for part in parts[1:]):
        return None
    kept = ";".join(part for part in parts if not _is_tracking(part))
    return None if kept in ("", "amp") else kept  # "&amp;utm_source=": escaped once too often


def _is_tracking(parameter: str) -> bool:
    name = unquote_plus(parameter.partition("=")[0]).strip().lower().partition("[")[0]
    return name in _TRACKING or name.startswith(_TRACKING_BEGINS)
