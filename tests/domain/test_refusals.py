"""People's places are refused however they are written; publishers pass."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import not_publishers
from domain.errors import RefusedSource
from domain.message import Message
from domain.problems import Refusal
from domain.refusals import refusal, refuse

FEEDS = Path(__file__).resolve().parents[3] / "shared/data/feeds/feeds.txt"

REFUSED = """
https://facebook.com/
https://www.facebook.com/baolaocai
https://m.facebook.com/groups/123
https://vi-vn.facebook.com/tuoitre
https://mbasic.facebook.com/x
HTTPS://WWW.FACEBOOK.COM/X
https://facebook.com./x
https://facebook.com:8443/x
facebook.com/baolaocai
//facebook.com/baolaocai
https://vnexpress.net@facebook.com/
https://vnexpress.net:80@facebook.com/tin
https://facebook.com@vnexpress.net/
https://vnexpress.net%40facebook.com/
https://%66acebook.com/x
https://face%2562ook.com/x
https://facebook%2ecom/x
https:\\\\facebook.com\\x
ht\ttps://face\tbook.com/x
https://ｆａｃｅｂｏｏｋ.com/x
https://facebook。com/x
https://fаcebook.com/x
https://fácebook.com/x
https://xn--fcebook-2fg.com/
https://xn--facebok-y0a.com/
https://faceb00k.com/x
https://facebook.com.vn/x
https://l.facebook.com/l.php?u=https%3A%2F%2Fvnexpress.net
https://fb.watch/abc
https://fb.me/x
https://m.me/baolaocai
https://x.com/a/status/1
https://mobile.twitter.com/a
https://nitter.privacy.example/@a
https://www.instagram.com/p/1
https://www.threads.net/@a
https://www.tiktok.com/@a/video/1
https://vt.tiktok.com/ZS1/
https://www.linkedin.com/company/x
https://www.pinterest.co.uk/pin/1
https://vk.com/wall
https://bsky.app/profile/a
https://mastodon.social/@a
https://hoc.social/@a
https://zalo.me/g/abc
https://oa.zalo.me/123
https://t.me/s/baochi
https://telegram.me/x
https://chat.whatsapp.com/abc
https://discord.gg/abc
tg://resolve?domain=x
https://www.youtube.com/watch?v=1
https://youtu.be/1
https://m.youtube.com/channel/1
https://www.dailymotion.com/video/1
https://baolaocai.disqus.com/
https://bit.ly/3abc
https://t.co/abc
https://goo.gl/abc
https://tinyurl.com/abc
https://cutt.ly/abc
https://voz.vn/t/chu-de.1/
https://www.otofun.net/threads/1/
https://webtretho.com/f/1
https://tinhte.vn/thread/1
https://www.lamchame.com/forum/
https://f319.com/threads/1
https://www.vn-zoom.org/x
https://www.reddit.com/r/vietnam
https://old.reddit.com/r/vietnam
https://vi.quora.com/x
https://forum.example.vn/
https://diendan.example.vn/tin
https://dien-dan.example.com.vn/
https://example.vn/threads/tin.12/
https://example.vn/forum/
https://example.vn/forums/chu-de/
https://example.vn/diendan/showthread.php?t=1
https://example.vn/bb/viewtopic.php?f=1&t=2
https://example.vn/%66orum/1
https://example.vn/@nguoidung
https://example.vn/user/abc
https://example.vn/u/abc
https://example.vn/members/abc.1/
https://example.vn/profile.php?id=1
https://abc.blogspot.com/2026/01/x.html
https://abc.blogspot.vn/
https://abc.blogspot.com.br/
https://abc.wordpress.com/
https://medium.com/@a/x
https://abc.medium.com/x
https://abc.substack.com/p/x
https://abc.wixsite.com/trang
https://abc.weebly.com/
https://abc.github.io/
https://sites.google.com/view/abc
https://abc.notion.site/x
https://linktr.ee/abc
https://abc.carrd.co/
https://spiderum.com/bai-dang/x
https://www-facebook-com.translate.goog/x
https://translate.google.com.vn/translate?u=https://facebook.com/x
https://webcache.googleusercontent.com/search?q=cache:facebook.com
https://www.google.com/url?q=https://facebook.com/x
https://www.google.com.vn/amp/s/facebook.com/x
https://facebook-com.cdn.ampproject.org/c/s/facebook.com/x
https://web.archive.org/web/2020/https://facebook.com/x
https://vnexpress.net/chuyen?url=https%3A%2F%2Fwww.facebook.com%2Fx
https://vnexpress.net/chuyen/https://facebook.com/x
https://vnexpress.net/chuyen?url=facebook.com/x
https://vnexpress.net/chuyen?u=www.youtube.com%2Fwatch
https://rsshub.app/telegram/channel/x
https://out.example.vn/?target=https%253A%252F%252Ft.me%252Fx&redirect=//zalo.me/x
""".strip("\n").split("\n")

ACCEPTED = """
https://tuoitre.vn/
https://tuoitre.vn/lich-tiem-chung-thang-8-20260801101010.htm
https://vnexpress.net/lao-cai-mua-lon-4812345.html
https://amp.vnexpress.net/lao-cai-mua-lon-4812345.html
https://m.vnexpress.net/
https://vnexpress.net/tac-gia/van-a-123.html
https://baolaocai.vn/
https://baolaocai.vn/facebook-canh-bao-lua-dao-post1.html
https://laocai.gov.vn/tin-tuc?p=1
https://nchmf.gov.vn/kttv/vi-VN/1/index.html
https://www.nchmf.gov.vn/kttv/vi-VN/1/index.html
https://ttxvn.org.vn/
https://news.ttxvn.vn/
https://www.vietnamplus.vn/tiktok-bi-phat-post1.vnp
https://baotintuc.vn/phap-luat.rss
https://thanhnien.vn/rss/home.rss
https://dantri.com.vn/xa-hoi/nguoi-dung-zalo-2026.htm
https://vietnamnet.vn/youtube-thay-doi-1.html
https://laodong.vn/moi-truong/x-1.ldo
https://nld.com.vn/x.htm?utm_source=facebook&utm_medium=social
https://nhandan.vn/dien-dan/
https://daidoanket.vn/dien-dan-nhan-dan/x.html
https://diendandoanhnghiep.vn/x.html
https://forumsukien.vn/
https://vneconomy.vn/dien-dan.htm
https://tapchicongsan.org.vn/web/guest/tin/-/2018/1/x.aspx
https://moh.gov.vn/tin-tong-hop/-/asset_publisher/k206Q9qkZOqn/content/x
https://suckhoedoisong.vn/
https://benhvien108.vn/
https://cand.com.vn/x-i1
https://www.qdnd.vn/x
https://tingia.gov.vn/
https://vtv.vn/trong-nuoc.rss
https://vov.vn/rss/vov.rss
https://kenh14.vn/x.chn
https://24h.com.vn/x.html
https://zingnews.vn/x.html
https://znews.vn/x-post1.html
https://genk.vn/twitter-doi-ten.chn
https://baochinhphu.vn/Rss/xa-hoi.rss
https://chinhphu.vn/
https://www.who.int/vietnam/vi
https://chuthapdo.org.vn/
https://fb.laocai.example.gov.vn/
https://xaydungmedium.com.vn/
https://netflix.com.vn/
https://bao.vn:8443/x
https://tuoitre.vn./x
https://TUOITRE.VN/X
https://tuoitre.vn/tim-kiem?q=facebook.com
https://tuoitre.vn/x.htm?url=tin-moi.htm&next=/rss
https://tuoitre.vn/chuyen?url=https%3A%2F%2Fvnexpress.net%2Fx
https://tuoitre.vn/tim-kiem.htm?keywords=https://facebook.com
https://tuoitre.vn/x.htm?ref=https://www.facebook.com/
https://xn--bo-lo-cai-j4a.vn/
https://baomoi.com/x/c/1.epi
https://nguoidothi.net.vn/x.html
http://127.0.0.1:8000/feed.xml
""".strip("\n").split("\n")


@pytest.mark.parametrize("url", REFUSED)
def test_a_place_where_people_talk_is_refused_with_a_reason(url: str) -> None:
    with pytest.raises(RefusedSource) as refused:
        refuse(url)
    assert refused.value.why
    assert refused.value.message.params["url"] == url


@pytest.mark.parametrize("url", ACCEPTED)
def test_a_publisher_passes(url: str) -> None:
    assert refusal(url) is None


def test_every_publisher_on_the_shipped_list_passes() -> None:
    if not FEEDS.exists():
        pytest.skip("../shared/data/feeds/feeds.txt is absent")
    urls = [line.split()[0] for line in FEEDS.read_text("utf-8").splitlines() if line.startswith("http")]
    assert len(urls) > 40
    assert [(url, why) for url in urls if (why := refusal(url))] == []


def test_the_reason_names_the_kind_of_place() -> None:
    kinds = {
        "https://m.facebook.com/x": Refusal.SOCIAL,
        "https://zalo.me/x": Refusal.MESSENGER,
        "https://voz.vn/x": Refusal.FORUM,
        "https://youtu.be/x": Refusal.VIDEO,
        "https://a.blogspot.com": Refusal.PERSONAL,
        "https://bit.ly/x": Refusal.SHORTENER,
        "https://a.translate.goog": Refusal.PROXY,
        "https://tin.vn/@a": Refusal.PROFILE_PATH,
    }
    found = {url: refusal(url) for url in kinds}
    assert {url: why.code for url, why in found.items() if why} == kinds


@pytest.mark.parametrize("kind", ["SOCIAL", "MESSENGER", "FORUM", "VIDEO", "PERSONAL", "SHORTENER", "PROXY"])
def test_the_lists_are_sorted_and_lower_case(kind: str) -> None:
    names = list(getattr(not_publishers, kind))
    assert names == sorted({name.lower() for name in names})


@pytest.mark.parametrize("odd", ["", "   ", "https://", "http://[::1", "%%%", "https://a..b/", "\x00", "xn--" * 40])
def test_odd_text_never_breaks_the_check(odd: str) -> None:
    assert refusal(odd) is None or isinstance(refusal(odd), Message)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["", "https://", "https://tin.vn/", "https://tin.vn/?url="]))
def test_no_text_breaks_the_check(text: str, start: str) -> None:
    assert refusal(start + text) is None or refusal(start + text)


@given(
    st.sampled_from(["facebook.com", "zalo.me", "voz.vn", "bit.ly"]), st.from_regex(r"[a-z0-9]{1,12}", fullmatch=True)
)
def test_any_name_below_a_refused_one_is_refused(site: str, name: str) -> None:
    assert refusal(f"http://{name}.{site}/{name}")
