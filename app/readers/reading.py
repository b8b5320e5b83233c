"""What a reader does with a page. It imports no more than that takes: no database, no index, no web."""

from crawlers.extract.article import PageExtractor
from desk.steps import Read, reader
from domain.ports import Analyzer, Extractor
from nlp.analyzer import VietnameseAnalyzer
from nlp.warnings.bulletins import CapExtractor

_WARM_UP = (
    "Trung tâm Kiểm soát bệnh tật tỉnh Lào Cai cho biết chiến dịch tiêm kéo dài ba tuần. Trạm y tế xã mở cửa từ 7 giờ."
)


def make_extractor() -> Extractor:
    return CapExtractor(PageExtractor())


def make_analyzer() -> Analyzer:
    return VietnameseAnalyzer()


def prepare() -> Read:
    """With its models loaded: the first page's deadline is its own, and libraries may still write their files."""
    analyzer = make_analyzer()
    analyzer.understand(title="Lào Cai tiêm vắc xin sởi cho trẻ", text=_WARM_UP)
    return reader(make_extractor(), analyzer)
