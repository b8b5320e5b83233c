# ruff: noqa: E501 - a page is one row of its table
"""Pages that servers give in place of an article, and articles that only speak about such pages. All written by us."""

from datetime import UTC, datetime

import pytest

from crawlers.extract.article import PageExtractor
from domain.errors import NotExtractable
from domain.page import Extraction, FetchedPage
from domain.problems import Unreadable

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
MENU = "".join(
    f"<a href='/{n}'>{n}</a> " for n in ("Trang chủ", "Thời sự", "Kinh tế", "Văn hóa", "Thể thao", "Liên hệ")
)
NEWS = "".join(
    f"<li><a href='/tin/{n}.html'>Xã vùng cao thứ {n} có đường bê tông mới trước mùa mưa năm nay</a></li>"
    for n in range(1, 9)
)


def page(title: str, body: str, head: str = "") -> str:
    return f"<!doctype html><html lang='vi'><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>{body}</body></html>"


def framed(title: str, body: str) -> str:
    """In the site's own layout, with its menu, its newest headlines and its imprint."""
    return page(
        f"{title} - Báo Ví Dụ",
        f"<header><nav>{MENU}</nav></header><main>{body}</main><div class='tin-moi'><ul>{NEWS}</ul></div>"
        "<footer>Cơ quan chủ quản: UBND tỉnh. Giấy phép số 12/GP-BTTTT. © Báo Ví Dụ</footer>",
    )


CHALLENGE, SIGN_IN, MAINTENANCE = Unreadable.PAGE_CHALLENGE, Unreadable.PAGE_SIGN_IN, Unreadable.PAGE_MAINTENANCE
NOT_FOUND, SERVER_ERROR, CONSENT = Unreadable.PAGE_NOT_FOUND, Unreadable.PAGE_SERVER_ERROR, Unreadable.PAGE_CONSENT
REDIRECT, SCRIPT = Unreadable.PAGE_REDIRECT, Unreadable.PAGE_NEEDS_SCRIPT

STAND_INS = [
    (CHALLENGE, page("Just a moment...", "<h1>bao.example.vn</h1><h2>Verifying you are human. This may take a few seconds.</h2><p>bao.example.vn needs to review the security of your connection before proceeding.</p><p>Ray ID: 8a1</p>")),
    (CHALLENGE, page("Attention Required! | Cloudflare", "<h1>Sorry, you have been blocked</h1><p>You are unable to access bao.example.vn. This website is using a security service to protect itself from online attacks.</p><p>Cloudflare Ray ID: 77 • Performance &amp; security by Cloudflare</p>")),
    (CHALLENGE, page("Đang kiểm tra trình duyệt của bạn", "<h1>Đang kiểm tra trình duyệt của bạn trước khi truy cập bao.example.vn</h1><p>Quá trình này diễn ra tự động. Trình duyệt sẽ sớm chuyển bạn đến nội dung yêu cầu. Vui lòng chờ trong 5 giây…</p>")),
    (CHALLENGE, page("Xác minh bạn là con người", "<div class='box'><p>Vui lòng hoàn tất bước xác minh dưới đây để tiếp tục vào trang. Việc này giúp chúng tôi chống truy cập tự động.</p><div class='g-recaptcha'></div></div>")),
    (CHALLENGE, page("Báo Ví Dụ", "<h1>Truy cập bị tạm chặn</h1><p>Địa chỉ IP 203.0.113.9 đã bị chặn do có quá nhiều yêu cầu trong thời gian ngắn. Nếu là người đọc thật, mời bạn nhập các ký tự trong hình.</p><p>Mã sự cố: 4F-20</p>")),
    (CHALLENGE, page("403 Forbidden", "<h1>Từ chối truy cập</h1><p>Bạn không có quyền truy cập vào trang này. Yêu cầu của bạn bị tường lửa ứng dụng web từ chối vì có dấu hiệu bất thường.</p>")),
    (CHALLENGE, page("Robot Check", "<h1>Bạn có phải là người máy?</h1><p>Chúng tôi nhận thấy hoạt động bất thường từ mạng của bạn. Hãy kéo thanh trượt để ghép hình và tiếp tục.</p>")),
    (CHALLENGE, page("bao.example.vn", "<p>Mời bạn chờ một chút.</p><script>document.cookie='k='+f();location.reload(true);</script>")),
    (CHALLENGE, page("", "<script src='/aes.js'></script><script>document.cookie=\"__test=\"+toHex(slowAES.decrypt(c,2,a,b));location.href='/?i=1';</script><noscript>This site requires Javascript to work, please enable Javascript in your browser</noscript>")),
    (CHALLENGE, framed("Kiểm tra bảo mật", "<h1>Kiểm tra bảo mật</h1><p>Nhập mã xác nhận hiển thị trong hình để tiếp tục đọc báo. Mã có hiệu lực trong 2 phút.</p>")),
    (CHALLENGE, page("Access Denied", "<h1>Access Denied</h1><p>You don't have permission to access \"http://bao.example.vn/\" on this server.</p><p>Reference #18.5c</p>")),
    (SIGN_IN, framed("Đăng nhập", "<h1>Đăng nhập thành viên</h1><form><label>Tên đăng nhập</label><input><label>Mật khẩu</label><input type='password'></form><p>Quên mật khẩu?</p>")),
    (SIGN_IN, page("Báo Ví Dụ", "<h1>Nội dung dành cho thành viên</h1><p>Bạn đã đọc hết 5 bài miễn phí trong tháng. Vui lòng đăng nhập hoặc đăng ký gói bạn đọc để tiếp tục đọc các bài viết của tòa soạn.</p>")),
    (SIGN_IN, page("Sign in to continue", "<h1>Sign in</h1><p>Please sign in to continue to the portal. Not a member? Create an account. Forgot your password?</p>")),
    (SIGN_IN, page("Cổng thông tin điện tử xã", "<h2>Phiên làm việc đã hết hạn</h2><p>Phiên làm việc của bạn đã hết hạn do không thao tác trong 30 phút. Vui lòng đăng nhập lại để tiếp tục sử dụng hệ thống.</p>")),
    (SIGN_IN, page("Hệ thống xác thực tập trung", "<p>Quý khách vui lòng đăng nhập bằng tài khoản định danh điện tử để tiếp tục truy cập cổng thông tin. Nếu chưa có tài khoản, hãy đăng ký tại bộ phận một cửa.</p>")),
    (MAINTENANCE, page("Website đang bảo trì", "<h1>Chúng tôi sẽ sớm trở lại</h1><p>Website hiện đang được nâng cấp để phục vụ bạn đọc tốt hơn. Mời quý độc giả quay lại sau ít phút nữa.</p>")),
    (MAINTENANCE, page("503 Service Unavailable", "<h1>Service Temporarily Unavailable</h1><p>The server is temporarily unable to service your request due to maintenance downtime. Please try again later.</p>")),
    (MAINTENANCE, page("Cổng thông tin điện tử tạm dừng hoạt động", "<h1>Thông báo tạm dừng</h1><p>Cổng thông tin hiện đang tạm ngừng phục vụ để bảo dưỡng máy chủ. Vui lòng truy cập lại sau 18 giờ. Xin lỗi quý độc giả vì sự bất tiện này.</p>")),
    (MAINTENANCE, framed("Trang đang xây dựng", "<h1>Trang đang được xây dựng</h1><p>Trang này hiện đang trong quá trình xây dựng, mời bạn quay lại sau.</p>")),
    (MAINTENANCE, page("Hệ thống quá tải", "<p>Hệ thống hiện đang quá tải do có nhiều người truy cập cùng lúc. Vui lòng thử lại sau ít phút.</p>")),
    (NOT_FOUND, framed("404", "<h1>404</h1><p>Rất tiếc, bài viết bạn tìm không còn tồn tại hoặc đường dẫn đã thay đổi. Bạn có thể quay về trang chủ hoặc tìm tin khác.</p>")),
    (NOT_FOUND, framed("Không tìm thấy bài viết", "<h1>Không tìm thấy bài viết</h1><p>Xin lỗi, nội dung này đã bị gỡ hoặc chưa được xuất bản.</p>")),
    (NOT_FOUND, page("Báo Ví Dụ", "<h2>Ôi! Đường dẫn này không tồn tại</h2><p>Liên kết bạn vừa truy cập đã hết hạn hoặc không đúng. Vui lòng kiểm tra lại địa chỉ hoặc trở về trang chủ.</p>")),
    (NOT_FOUND, page("Page not found", "<h1>Oops! That page can't be found.</h1><p>It looks like nothing was found at this location. Maybe try a search?</p>")),
    (NOT_FOUND, framed("Thông báo", "<div class='content'><p>Không tìm thấy dữ liệu theo yêu cầu. Trang quý khách cần xem không có hoặc đã bị xóa khỏi hệ thống.</p></div>")),
    (SERVER_ERROR, page("Database Error", "<h1>Error establishing a database connection</h1>")),
    (SERVER_ERROR, page("Lỗi", "<h1>Lỗi kết nối cơ sở dữ liệu</h1><p>Không thể kết nối đến máy chủ cơ sở dữ liệu. Vui lòng liên hệ quản trị viên hoặc thử lại sau ít phút nữa.</p>")),
    (SERVER_ERROR, page("Báo Ví Dụ", "<b>Fatal error</b>: Uncaught PDOException: SQLSTATE[HY000] [2002] Connection refused in /var/www/html/db.php on line 12<br>Stack trace: #0 /var/www/html/index.php(3)")),
    (SERVER_ERROR, page("Runtime Error", "<h1>Server Error in '/' Application.</h1><p>An application error occurred on the server. The current custom error settings prevent the details from being viewed.</p>")),
    (SERVER_ERROR, page("502 Bad Gateway", "<center><h1>502 Bad Gateway</h1></center><hr><center>nginx/1.18.0</center>")),
    (SERVER_ERROR, framed("Có lỗi xảy ra", "<h1>Đã có lỗi xảy ra</h1><p>Hệ thống đang gặp sự cố khi xử lý yêu cầu của bạn. Xin vui lòng thử lại sau.</p>")),
    (SCRIPT, page("Báo Ví Dụ", "<noscript>Bạn cần bật JavaScript để chạy ứng dụng này.</noscript><div id='root'></div><script src='/m.js'></script>")),
    (SCRIPT, page("Báo Ví Dụ", "<div>Trình duyệt của bạn đã tắt JavaScript. Vui lòng bật JavaScript để xem được nội dung của trang báo điện tử này.</div>")),
    (SCRIPT, page("Unsupported browser", "<h1>Trình duyệt không được hỗ trợ</h1><p>Trình duyệt của bạn quá cũ. Hãy nâng cấp trình duyệt để đọc báo.</p>")),
    (REDIRECT, page("Đang chuyển hướng", "<p>Bạn đang được chuyển đến trang mới. Nếu trình duyệt không tự động chuyển, hãy bấm vào đây.</p>", "<meta http-equiv='refresh' content='0;url=/m/'>")),
    (REDIRECT, page("Object moved", "<h2>Object moved to <a href='/x'>here</a>.</h2>")),
    (CONSENT, page("Trước khi tiếp tục", "<h1>Chúng tôi tôn trọng quyền riêng tư của bạn</h1><p>Chúng tôi và các đối tác sử dụng cookie để cá nhân hóa quảng cáo. Bấm «Chấp nhận tất cả» để đồng ý, hoặc «Quản lý tùy chọn» để thay đổi lựa chọn.</p>")),
    (SIGN_IN, page("Báo Ví Dụ", "<h1>Lũ quét chia cắt hai bản vùng cao ở Lào Cai</h1><p>Bạn cần đăng nhập để đọc tiếp bài viết này.</p><p>Đăng ký tài khoản miễn phí chỉ mất 30 giây. Bạn đã có tài khoản? Đăng nhập ngay.</p>")),
    (SERVER_ERROR, page("Whitelabel Error Page", "<h1>Whitelabel Error Page</h1><p>This application has no explicit mapping for /error, so you are seeing this as a fallback.</p><div>There was an unexpected error (type=Internal Server Error, status=500).</div>")),
    (SCRIPT, page("Báo Ví Dụ", "<div id='__next'></div><noscript><p>You need to enable JavaScript to run this app.</p></noscript>")),
    (CONSENT, page("Before you continue", "<p>We and our partners use cookies to deliver and maintain our services. Accept all, reject all, or manage options.</p>")),
]  # fmt: skip

EMPTY = [
    page("Báo Ví Dụ", "<div id='app'></div>"),
    page("Báo Ví Dụ", "<div class='skeleton'><span></span></div><script>load()</script>"),
    page("Báo Ví Dụ", f"<nav>{MENU}</nav><main></main><footer>© Báo Ví Dụ</footer>"),
    page("Xã vùng cao có đường mới", "<h1>Xã vùng cao có đường bê tông mới</h1><div class='detail-content'></div>"),
]

SUMMARY = "Tuyến đường dài hơn ba cây số vừa xong giúp người dân các bản đi lại thuận tiện trong mùa mưa năm nay."
LISTS = [
    page("Thời sự", "<h1>Thời sự</h1>" + "".join(f"<h3><a href='/{n}'>Bản vùng cao thứ {n} vừa có đường bê tông mới</a></h3><p>{SUMMARY}</p>" for n in range(9))),
    page("Tin mới nhất trong ngày của toàn tỉnh", "<h1>Tin mới nhất trong ngày của toàn tỉnh</h1>" + "".join(f"<div><a href='/{n}'>Bản vùng cao thứ {n} vừa có đường bê tông mới</a><br>{SUMMARY}</div>" for n in range(9))),
    page("Từ khóa: đường bê tông", "<div class='list'>" + "".join(f"<div><a href='/{n}'>Bản vùng cao thứ {n} vừa có đường bê tông mới</a><span>23/11/2026</span></div>" for n in range(30)) + "</div>"),
    page("Kinh tế", "<table>" + "".join(f"<tr><td><a href='/{n}'><b>Bản vùng cao thứ {n} vừa có đường bê tông mới</b></a><p>{SUMMARY}</p></td></tr>" for n in range(9)) + "</table>"),
    page("Báo Ví Dụ", "<ul>" + "".join(f"<li><a href='/c{n}'>Chuyên mục số {n}</a></li>" for n in range(60)) + "</ul>"),
    page("Văn hóa - Báo Ví Dụ", "<h2>Văn hóa</h2>" + "".join(f"<article><h4><a href='/{n}'>Bản vùng cao thứ {n} vừa có đường bê tông mới</a></h4><time>23/11</time><div>{SUMMARY} {SUMMARY}</div></article>" for n in range(7))),
]  # fmt: skip

ARTICLES = [
    ("Vì sao captcha ngày càng khó với người dùng?", "Nhiều người đọc phàn nàn rằng mã captcha ngày càng khó giải. Theo các chuyên gia, robot nay giải được phần lớn hình ảnh méo mó.", "Google cho biết hệ thống mới không cần người dùng bấm vào ô «Tôi không phải là người máy», mà tự chấm điểm hành vi.", "Tại Việt Nam, một số cổng dịch vụ công cũng đang thử cách xác thực này từ đầu năm nay."),
    ("Lỗi 404 là gì và vì sao trang web của xã hay gặp?", "Lỗi 404 xuất hiện khi đường dẫn không còn tồn tại trên máy chủ. Sau khi sắp xếp xã, hàng nghìn trang cũ đã đổi địa chỉ.", "Sở Khoa học và Công nghệ yêu cầu các địa phương chuyển hướng đường dẫn cũ trong tháng 12.", "Bạn đọc gặp trang báo lỗi có thể gọi tổng đài 1022 để được hướng dẫn tra cứu văn bản."),
    ("Thủy điện Hòa Bình bảo trì tổ máy số 3", "Từ ngày 25/11, tổ máy số 3 của Nhà máy Thủy điện Hòa Bình tạm dừng để bảo dưỡng định kỳ trong 20 ngày.", "Trong thời gian này, nhà máy vẫn bảo đảm cấp nước cho hạ du theo quy trình vận hành liên hồ.", "Công ty mong người dân hạ du thông cảm và theo dõi thông báo xả nước qua loa truyền thanh."),
    ("Tạm ngừng cấp điện để bảo trì đường dây", "Công ty Điện lực thông báo tạm ngừng cấp điện từ 7 giờ đến 16 giờ ngày 26/11 tại các thôn Nậm Cang, Nậm Than để bảo trì đường dây 35 kV.", "Rất mong quý khách hàng thông cảm vì sự bất tiện này. Vui lòng gọi 19006769 khi cần hỗ trợ."),
    ("Hướng dẫn đăng nhập Cổng Dịch vụ công bằng VNeID", "Từ 1/7, người dân đăng nhập Cổng Dịch vụ công quốc gia bằng tài khoản định danh điện tử mức độ 2.", "Người dân mở trang dichvucong.gov.vn, chọn «Đăng nhập», quét mã QR bằng ứng dụng VNeID rồi xác nhận trên điện thoại.", "Nếu quên mật khẩu, công dân đến công an xã để được cấp lại, mang theo căn cước. Việc cấp lại mất khoảng 15 phút."),
    ("Cổng Dịch vụ công quốc gia nâng cấp trong đêm 24/11", "Văn phòng Chính phủ thông báo Cổng Dịch vụ công quốc gia tạm dừng từ 22 giờ ngày 24/11 đến 6 giờ ngày 25/11 để nâng cấp.", "Hồ sơ nộp trước thời điểm trên vẫn được tiếp nhận bình thường; thời hạn giải quyết không tính giờ tạm dừng.", "Các xã trực tiếp nhận hồ sơ giấy đối với việc khai tử và cấp cứu."),
    ("Cảnh báo trang giả mạo ngân hàng yêu cầu nhập mật khẩu", "Công an tỉnh cảnh báo các trang web giả mạo ngân hàng hiện thông báo «phiên đăng nhập đã hết hạn» để lừa người dân nhập lại mật khẩu và mã OTP.", "Ba người ở huyện Bát Xát đã mất tổng cộng 420 triệu đồng trong tuần qua.", "Người dân không bấm vào liên kết lạ trong tin nhắn và báo ngay cho ngân hàng khi nghi ngờ."),
    ("Đoàn tìm kiếm không tìm thấy thêm nạn nhân", "Sau ba ngày, lực lượng cứu hộ không tìm thấy thêm dấu vết nào tại hiện trường sạt lở ở xã Phìn Ngan.", "Ông Vàng A Sử cho biết đoàn tìm kiếm sẽ mở rộng phạm vi về phía suối trong sáng mai nếu trời tạnh.", "Người dân các bản lân cận đã được đưa tới nơi ở tạm."),
    ("Đánh sập mạng lưới bán cơ sở dữ liệu cá nhân", "Công an bắt năm người trong đường dây mua bán cơ sở dữ liệu của hơn hai triệu người dùng.", "Nhóm này lợi dụng lỗi truy vấn SQL của một trang bán hàng để lấy dữ liệu rồi rao bán.", "Cơ quan điều tra đề nghị ai bị lộ thông tin liên hệ công an nơi cư trú."),
    ("Trình duyệt web nào tiết kiệm pin nhất cho máy cũ?", "Một thử nghiệm mới so sánh năm trình duyệt trên máy tính đời cũ, khi bật và khi tắt JavaScript.", "Kết quả cho thấy tắt JavaScript giúp pin lâu hơn gần một giờ, nhưng nhiều trang báo không hiện đủ bài.", "Các chuyên gia khuyên người dùng cập nhật trình duyệt thường xuyên để tránh lỗ hổng bảo mật."),
    ("Quy định mới về cookie và dữ liệu cá nhân", "Luật Bảo vệ dữ liệu cá nhân yêu cầu trang web phải xin phép trước khi dùng cookie theo dõi người đọc.", "Nút «Từ chối» phải dễ thấy như nút «Đồng ý», không được giấu trong phần cài đặt.", "Vi phạm có thể bị phạt tới 5% doanh thu của năm liền trước."),
    ("Thông báo lịch tiếp công dân tháng 12","Chủ tịch UBND xã tiếp công dân vào sáng thứ Năm hằng tuần tại trụ sở. Người dân vui lòng mang theo căn cước và đơn đã ký."),
    ("Mất nước tại tổ 5 sáng 24/11","Do sửa đường ống, tổ 5 tạm ngừng cấp nước từ 8 giờ đến 11 giờ. Rất mong quý khách hàng thông cảm."),
    ("Trạm y tế xã tạm ngừng tiêm chủng","Trạm y tế tạm ngừng tiêm chủng ngày 24/11 do mất điện. Phụ huynh vui lòng quay lại vào sáng 25/11."),
    ("Cổng thông tin xã đổi địa chỉ","Từ 1/12, cổng thông tin điện tử của xã chuyển sang địa chỉ mới. Địa chỉ cũ được giữ đến hết năm và tự động chuyển hướng."),
    ("Hệ thống camera bị lỗi, tạm dừng phạt nguội","Công an tỉnh cho biết hệ thống camera trên quốc lộ 4D gặp sự cố từ 20/11. Việc phạt nguội tạm dừng đến khi khắc phục xong."),
    ("Đăng ký tiêm vắc xin cho trẻ","Phụ huynh đăng ký tiêm tại trạm y tế hoặc qua ứng dụng Sổ sức khỏe điện tử trước 17 giờ ngày 25/11."),
    ("Cảnh báo mã QR giả tại bãi xe","Kẻ gian dán mã QR giả, người gửi xe quét mã sẽ bị dẫn tới trang yêu cầu đăng nhập ngân hàng. Công an đề nghị người dân không nhập mật khẩu."),
    ("Bảo trì cầu treo Nậm Cang","Cầu treo Nậm Cang đóng từ 24 đến 26/11 để bảo trì dây cáp. Người đi bộ dùng ngầm tràn phía hạ lưu."),
    ("Tìm trẻ lạc tại chợ Bắc Hà","Bé trai khoảng 5 tuổi mặc áo đỏ đi lạc lúc 9 giờ sáng. Ai thấy xin liên hệ công an xã qua số 0214 123 456."),
    ("Trường học tạm dừng hoạt động vì rét","Học sinh tiểu học nghỉ ngày 24/11 khi nhiệt độ dưới 10 độ. Nhà trường sẽ thông báo khi hoạt động trở lại."),
    ("Thư viện tỉnh mở cửa trở lại","Sau thời gian nâng cấp, thư viện tỉnh mở cửa trở lại từ 1/12. Bạn đọc mang thẻ để đổi thẻ mới."),
    ("Hướng dẫn khôi phục mật khẩu VNeID","Nếu quên mật khẩu, người dân chọn «Quên mật khẩu» trên ứng dụng, nhập số định danh rồi xác thực khuôn mặt. Mật khẩu mới có hiệu lực ngay."),
    ("App ngân hàng lỗi, khách không đăng nhập được","Sáng 24/11 nhiều khách hàng phản ánh không đăng nhập được ứng dụng. Ngân hàng xin lỗi và cho biết đã khắc phục lúc 10 giờ."),
    ("Dịch vụ công trực tuyến tạm dừng để nâng cấp","Từ 17 giờ ngày 28/11 đến 6 giờ ngày 1/12, hệ thống thông tin giải quyết thủ tục hành chính tạm dừng để nâng cấp. Người dân nộp hồ sơ trực tiếp tại bộ phận một cửa."),
    ("Facebook, Zalo gặp sự cố, nhiều người không đăng nhập được", "Tối 22/11, hàng nghìn người dùng phản ánh không thể đăng nhập ứng dụng trong gần một giờ.", "Công ty cho biết sự cố do lỗi máy chủ tại một trung tâm dữ liệu và đã được khắc phục lúc 21h40.", "Đây là lần thứ hai trong tháng dịch vụ này bị gián đoạn."),
]  # fmt: skip


def read(html: str, url: str = "https://bao.example.vn/tin/duong-be-tong-1234.html") -> Extraction:
    return PageExtractor().extract(FetchedPage(url=url, content=html.encode(), fetched_at=NOW))


def refusal(html: str) -> str:
    with pytest.raises(NotExtractable) as refused:
        read(html)
    assert refused.value.why
    return refused.value.why.code


@pytest.mark.parametrize(("why", "html"), STAND_INS)
def test_a_page_in_place_of_the_article_is_refused_and_named(why: Unreadable, html: str) -> None:
    assert refusal(html) == why


@pytest.mark.parametrize("html", EMPTY)
def test_an_empty_shell_is_no_article(html: str) -> None:
    assert refusal(html)


@pytest.mark.parametrize("html", LISTS)
def test_a_list_of_articles_is_none_whatever_its_address(html: str) -> None:
    assert refusal(html) == Unreadable.PAGE_IS_A_LIST


@pytest.mark.parametrize("article", ARTICLES)
def test_an_article_about_such_pages_stays_an_article(article: tuple[str, ...]) -> None:
    title, *lines = article
    body = "".join(f"<p>{line}</p>" for line in lines)
    for html in (
        page(f"{title} - Báo Ví Dụ", f"<h1>{title}</h1><div class='noidung'>{body}</div>"),
        framed(title, f"<h1>{title}</h1><p>23/11/2026 08:00</p>{body}"),
        page(title, f"<div class='login'><form>Đăng nhập<input type='password'></form></div><h1>{title}</h1>{body}<p class='captcha g-recaptcha'></p>"),
    ):  # fmt: skip
        assert read(html).title == title
        assert all(line in read(html).text for line in lines)
