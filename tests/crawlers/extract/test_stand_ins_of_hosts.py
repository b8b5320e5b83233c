# ruff: noqa: E501 - a page is one row of its table
"""Pages of hosts, walls, portals and apps in place of an article, bare and in a site's frame; and articles about such things."""

import re
from collections.abc import Callable

import pytest

from crawlers.extract.article import PageExtractor
from domain.errors import NotExtractable
from domain.page import FetchedPage
from tests.crawlers.extract.test_stand_ins import NOW, framed, page

STAND_INS = {
    "hosting": (
        "Suspended",
        "<h1>Tài khoản hosting này đã bị tạm ngưng</h1><p>Dịch vụ lưu trữ của tên miền này đã hết hạn. Quý khách vui lòng liên hệ nhà cung cấp để gia hạn dịch vụ trước khi dữ liệu bị xóa.</p>",
    ),
    "cpanel": (
        "Account Suspended",
        "<h1>Account Suspended</h1><p>This Account has been suspended. Contact your hosting provider for more information about this website and its hosting plan.</p>",
    ),
    "domain": (
        "xa.vn",
        "<h1>Tên miền xa.vn đã hết hạn</h1><p>Tên miền này đã hết hạn sử dụng và đang chờ gia hạn. Chủ thể tên miền liên hệ nhà đăng ký để được hỗ trợ gia hạn trong thời gian sớm nhất.</p>",
    ),
    "parked": (
        "xa.com",
        "<h1>xa.com is for sale</h1><p>This domain may be for sale. Buy this domain today. The domain owner has parked this page with our parking service; related searches are shown below.</p>",
    ),
    "default": (
        "Welcome to nginx!",
        "<h1>Welcome to nginx!</h1><p>If you see this page, the nginx web server is successfully installed and working. Further configuration is required.</p>",
    ),
    "iis": (
        "IIS Windows Server",
        "<h1>Directory Listing Denied</h1><p>This Virtual Directory does not allow contents to be listed. The Web server is configured to not list the contents of this directory.</p>",
    ),
    "imperva": (
        "Pardon",
        "<p>Request unsuccessful. Incapsula incident ID: 443000270084812345-123456789012345. Please contact support with the incident number shown above for help.</p>",
    ),
    "f5": (
        "Request Rejected",
        "<p>The requested URL was rejected. Please consult with your administrator. Your support ID is: 1234567890123456789. [Go Back] to the previous page.</p>",
    ),
    "akamai": (
        "Access Denied",
        '<h1>Access Denied</h1><p>You don\'t have permission to access "http://bao.vn/tin.html" on this server. Reference #18.2d351ab8.1557333295.a4e16ab</p>',
    ),
    "sucuri": (
        "Sucuri WebSite Firewall - Access Denied",
        "<h1>Access Denied - Sucuri Website Firewall</h1><p>If you are the site owner (or you manage this site), please whitelist your IP or if you think this block is an error please open a support ticket.</p>",
    ),
    "viettel": (
        "Viettel WAF",
        "<h1>Yêu cầu không hợp lệ</h1><p>Yêu cầu của bạn đã bị hệ thống bảo vệ ứng dụng web ngăn chặn. Mã hỗ trợ của bạn là 9834712. Liên hệ tổng đài kỹ thuật để được giải quyết.</p>",
    ),
    "bkav": (
        "BKAV",
        "<p>Truy vấn của bạn có dấu hiệu tấn công vào ứng dụng web nên đã bị ngăn chặn bởi Bkav WAF. Nếu đây là nhầm lẫn, hãy gửi mã sự kiện cho người quản trị.</p>",
    ),
    "age": (
        "Xác nhận tuổi",
        "<h1>Bạn đã đủ 18 tuổi chưa?</h1><p>Nội dung này chỉ phù hợp với người từ 18 tuổi trở lên. Hãy xác nhận độ tuổi của bạn để tiếp tục xem trang này.</p>",
    ),
    "app": (
        "Mở trong ứng dụng",
        "<h1>Đọc tiếp trên ứng dụng</h1><p>Tải ứng dụng để đọc bài viết này nhanh hơn và không quảng cáo. Mở bằng ứng dụng hoặc quét mã QR để tải về trên App Store và Google Play.</p>",
    ),
    "paywall": (
        "Bài đọc cho hội viên",
        "<h1>Tiếp tục đọc với gói hội viên</h1><p>Bạn đã đọc hết số bài miễn phí trong tháng. Mua gói từ 50.000 đồng một tháng để mở khóa toàn bộ bài viết trên báo.</p>",
    ),
    "dnn": (
        "Lỗi",
        "<h1>An error has occurred.</h1><p>DotNetNuke Error: - Version 07.03.04. A critical error has occurred. Please check the Admin Logs for further details. Return to Site</p>",
    ),
    "sharepoint": (
        "Error",
        "<h1>Sorry, something went wrong</h1><p>File Not Found. Troubleshoot issues with Microsoft SharePoint Foundation. Correlation ID: 3f2a5a9e-1234. Date and Time: 11/25/2026</p>",
    ),
    "liferay": (
        "Status",
        "<h1>Hạn chế truy cập</h1><p>Ứng dụng web hiện không sẵn sàng. Portlet này tạm thời không khả dụng, xin liên hệ quản trị viên để biết thêm chi tiết về lỗi.</p>",
    ),
    "joomla": (
        "Error: 0",
        "<h1>0 - Could not connect to MySQL.</h1><p>Error displaying the error page: Application Instantiation Error. Could not connect to database server at this time.</p>",
    ),
    "wp": (
        "WordPress › Lỗi",
        "<p>Đã xảy ra một lỗi nghiêm trọng trên trang web của bạn. Tìm hiểu thêm về việc khắc phục sự cố trong WordPress, hoặc liên hệ với quản trị trang.</p>",
    ),
    "empty": (
        "Cổng thông tin",
        "<h1>Chi tiết bài viết</h1><p>{{article.title}} {{article.body}} {{article.author}} {{article.publishedAt}} {{article.related}} {{article.comments}} xem thêm</p>",
    ),
    "lorem": (
        "Bài mẫu",
        "<h1>Bài viết mẫu</h1><p>Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua. Ut enim ad minim veniam.</p>",
    ),
    "geo": (
        "Không khả dụng",
        "<h1>Nội dung không khả dụng tại khu vực của bạn</h1><p>Rất tiếc, nội dung này không được cung cấp tại quốc gia hoặc khu vực nơi bạn đang truy cập vì lý do bản quyền.</p>",
    ),
    "gdpr451": (
        "451",
        "<h1>451: Unavailable due to legal reasons</h1><p>We recognize you are attempting to access this website from a country where we cannot grant access at this time.</p>",
    ),
    "bandwidth": (
        "509",
        "<h1>Bandwidth Limit Exceeded</h1><p>The server is temporarily unable to service your request due to the site owner reaching his/her bandwidth limit. Please try again later.</p>",
    ),
    "queue": (
        "Hàng chờ",
        "<h1>Bạn đang trong hàng chờ</h1><p>Hiện có rất nhiều người truy cập. Bạn đang ở vị trí thứ 512 trong hàng chờ ảo, trang sẽ mở khi đến lượt của bạn, đừng đóng cửa sổ này.</p>",
    ),
    "datadome": (
        "bao.vn",
        '<p>Please enable JS and disable any ad blocker</p><script src="https://ct.captcha-delivery.com/c.js"></script>',
    ),
    "adblock": (
        "Báo",
        "<h1>Phát hiện trình chặn quảng cáo</h1><p>Bạn đang dùng trình chặn quảng cáo. Vui lòng tắt trình chặn quảng cáo và tải lại trang để tiếp tục đọc tin miễn phí trên báo.</p>",
    ),
    "otp": (
        "Xác thực OTP",
        "<h1>Nhập mã OTP</h1><p>Mã xác thực gồm 6 chữ số đã được gửi tới số điện thoại của bạn. Mã có hiệu lực trong 5 phút; nếu chưa nhận được, hãy bấm gửi lại mã.</p>",
    ),
    "license": (
        "License",
        "<h1>Giấy phép phần mềm đã hết hạn</h1><p>Giấy phép sử dụng phần mềm cổng thông tin điện tử của đơn vị đã hết hạn. Vui lòng liên hệ nhà cung cấp để gia hạn bản quyền phần mềm.</p>",
    ),
    "moved": (
        "Cổng cũ",
        "<h1>Cổng thông tin đã chuyển sang địa chỉ mới</h1><p>Trang này đã ngừng hoạt động từ ngày 1/7/2026. Mời quý vị truy cập cổng thông tin của xã mới tại địa chỉ xamoi.example.gov.vn.</p>",
    ),
    "index": (
        "Index of /tin",
        "<h1>Index of /tin</h1><pre>Name Last modified Size Description Parent Directory bai-1.html 2026-11-23 12K bai-2.html 2026-11-23 14K Apache/2.4 Server at xa.vn Port 80</pre>",
    ),
    "hcaptcha vn": (
        "Xác nhận",
        "<h2>Một bước nữa thôi</h2><p>Để tiếp tục truy cập baotinh.vn, vui lòng đánh dấu vào ô bên dưới để chứng minh bạn không phải là robot.</p>",
    ),
    "cf wait": (
        "Chờ một chút...",
        "<h1>baotinh.vn</h1><p>Xác minh bạn là con người bằng cách hoàn tất hành động bên dưới.</p><p>baotinh.vn cần xem xét tính bảo mật của kết nối của bạn trước khi tiếp tục.</p>",
    ),
    "vnpt": (
        "VNPT Cloud WAF",
        "<h3>Yêu cầu của bạn đã bị chặn</h3><p>Hệ thống phát hiện hành vi truy cập bất thường từ địa chỉ IP 1.2.3.4. Nếu bạn cho rằng đây là nhầm lẫn, vui lòng gửi mã sự kiện 8839201 tới quản trị viên.</p>",
    ),
    "viettel (2)": (
        "Thông báo",
        "<p>Truy cập của Quý khách tạm thời bị gián đoạn do hệ thống đang ngăn chặn tấn công từ chối dịch vụ. Quý khách vui lòng thử lại sau ít phút.</p>",
    ),
    "maint": (
        "Báo Tỉnh - Nâng cấp hệ thống",
        "<h1>Chúng tôi sẽ sớm trở lại!</h1><p>Xin lỗi vì sự bất tiện này, hiện tại chúng tôi đang nâng cấp hệ thống máy chủ để phục vụ bạn đọc tốt hơn. Thời gian dự kiến hoàn thành: 06:00 ngày 27/11.</p>",
    ),
    "joomla (2)": (
        "Báo Tỉnh",
        "<img src=logo.png><h1>Báo Tỉnh</h1><p>Trang web này đang tắt để bảo trì. Xin vui lòng quay lại sau.</p><form><label>Tên đăng nhập</label><input><label>Mật khẩu</label><input><button>Đăng nhập</button></form>",
    ),
    "yii": (
        "PHP notice",
        "<h1>PHP notice</h1><p>Undefined index: id</p><p>/var/www/html/protected/controllers/NewsController.php(45)</p><pre>public function actionView($id)</pre>",
    ),
    "liferay (2)": (
        "Trạng thái",
        '<h3>Không tìm thấy</h3><p>Tài nguyên được yêu cầu không tìm thấy.</p><p><code>https://xa.gov.vn/web/guest/tin/-/view/123</code></p><a href="javascript:history.go(-1)">« Quay lại</a>',
    ),
    "sharepoint (2)": (
        "Lỗi",
        "<h1>Rất tiếc, đã xảy ra sự cố</h1><p>Đã xảy ra lỗi không mong muốn.</p><p>ID tương quan: 91a3-...</p><p>Ngày và Giờ: 26/11/2026 1:00:00 SA</p><p>Quay lại trang web</p>",
    ),
    "soft404 framed": (
        "Báo Tỉnh",
        "<h2>Ồ! Trang bạn tìm không còn ở đây</h2><p>Có thể bài viết đã được chuyển sang chuyên mục khác hoặc đường dẫn đã thay đổi. Mời bạn dùng ô tìm kiếm hoặc trở về trang chủ.</p>",
    ),
    "paywall (2)": (
        "Giá cà phê tăng - Báo Tỉnh",
        "<h1>Giá cà phê tăng</h1><p>Bạn đã đọc hết 3 bài miễn phí trong tháng. Đăng ký gói thành viên từ 30.000 đồng/tháng để đọc không giới hạn.</p>",
    ),
    "sso": (
        "Cổng xác thực tập trung",
        "<h1>Đăng nhập hệ thống</h1><p>Chọn phương thức đăng nhập: Tài khoản Cổng Dịch vụ công quốc gia, VNeID, Tài khoản cán bộ</p>",
    ),
    "adblock (2)": (
        "Báo Tỉnh",
        "<h2>Phát hiện trình chặn quảng cáo</h2><p>Doanh thu quảng cáo giúp chúng tôi duy trì tòa soạn. Vui lòng tắt trình chặn quảng cáo rồi tải lại trang để đọc tiếp.</p>",
    ),
    "queue (2)": (
        "Phòng chờ",
        "<h1>Bạn đang ở trong hàng đợi</h1><p>Do lượng truy cập tăng cao, bạn sẽ được chuyển vào trang trong khoảng 5 phút. Vui lòng không tải lại trang.</p>",
    ),
    "browser": (
        "Cập nhật trình duyệt",
        "<h1>Trình duyệt của bạn đã lỗi thời</h1><p>Để đọc báo tốt nhất, hãy cập nhật lên phiên bản mới nhất của Chrome, Firefox hoặc Edge.</p>",
    ),
    "consent": (
        "Trước khi bạn tiếp tục",
        "<h1>Chúng tôi tôn trọng quyền riêng tư của bạn</h1><p>Báo Tỉnh và 128 đối tác lưu trữ cookie để đo lường và cá nhân hóa quảng cáo. Bạn có thể chấp nhận tất cả hoặc tùy chỉnh lựa chọn.</p><button>Chấp nhận tất cả</button>",
    ),
    "search": (
        "Kết quả tìm kiếm",
        '<h1>Kết quả tìm kiếm cho "mưa"</h1><p>Tìm thấy 0 kết quả. Vui lòng thử từ khóa khác.</p>',
    ),
    "laravel": (
        "Whoops",
        '<h1>ErrorException</h1><p>Undefined variable: post (View: /home/bao/resources/views/detail.blade.php)</p><ol><li>at HandleExceptions->handleError(8, "Undefined variable: post") in 3f2.php line 45</li></ol>',
    ),
    "java": (
        "HTTP Status 500 – Internal Server Error",
        "<h1>HTTP Status 500 – Internal Server Error</h1><p>Type Exception Report</p><p>Message java.lang.NullPointerException</p><pre>java.lang.NullPointerException at vn.gov.portal.NewsServlet.doGet(NewsServlet.java:88)</pre>",
    ),
    "aspnet null": (
        "Lỗi hệ thống",
        "<p>Object reference not set to an instance of an object.</p><p>Xin vui lòng báo cho quản trị mạng.</p>",
    ),
    "nf 2": (
        "Thông báo",
        "<h2>Không tìm thấy tài nguyên</h2><p>Bài viết này đã hết hạn hiển thị.</p>",
    ),
    "nf 3": (
        "Opps!",
        '<h1>Opps! Lạc đường rồi</h1><p>Chúng tôi không tìm được trang mà bạn đang tìm.</p><a href="/">Về trang chủ</a>',
    ),
    "pw 1": (
        "Báo Tỉnh",
        "<h1>Nông sản vào vụ</h1><p>Bài viết dành cho hội viên. Mời bạn đăng ký gói hội viên để đọc trọn vẹn nội dung.</p>",
    ),
    "pw 2": (
        "Nông sản vào vụ",
        "<h1>Nông sản vào vụ thu hoạch chính</h1><p>Bạn còn 0 lượt đọc miễn phí.</p><p>Nâng cấp tài khoản để đọc không giới hạn, không quảng cáo.</p>",
    ),
    "sso 2": (
        "Xác thực người dùng",
        "<h2>Chọn cách thức đăng nhập</h2><ul><li>Đăng nhập bằng VNeID</li><li>Đăng nhập bằng tài khoản công chức</li></ul><p>Quên mật khẩu?</p>",
    ),
    "wait 2": (
        "Vui lòng chờ",
        "<p>Số người truy cập đang quá đông. Thời gian chờ ước tính: 3 phút. Không đóng trình duyệt để giữ chỗ.</p>",
    ),
    "wait 3": (
        "Xếp hàng ảo",
        "<p>Bạn đang xếp hàng để vào trang. Có 1.245 người phía trước bạn.</p>",
    ),
    "browser 2": (
        "Không hỗ trợ",
        "<p>Phiên bản Internet Explorer bạn đang dùng không được hỗ trợ. Hãy tải Chrome, Cốc Cốc hoặc Firefox.</p>",
    ),
    "browser 3": (
        "Update your browser",
        "<p>Your browser is out-of-date! Update your browser to view this website correctly.</p><p>Update my browser now</p>",
    ),
    "kt": (
        "Sự cố",
        "<p>Chúng tôi đang gặp trục trặc kỹ thuật. Đội ngũ kỹ thuật đang khắc phục, mong quý độc giả thông cảm.</p>",
    ),
    "lic": (
        "Hết hạn",
        "<p>Gói dịch vụ website của quý khách đã hết hạn. Vui lòng liên hệ hotline để được gia hạn.</p>",
    ),
    "ssl": (
        "Cảnh báo",
        "<p>Kết nối của bạn không phải là kết nối riêng tư. Kẻ tấn công có thể đang cố đánh cắp thông tin của bạn.</p>",
    ),
    "proxy": (
        "Web Filter Violation",
        "<h1>FortiGuard Intrusion Prevention - Access Blocked</h1><p>Web Page Blocked. You have tried to access a web page which is in violation of your internet usage policy. Category: News</p>",
    ),
    "old link": (
        "Báo Tỉnh",
        "<p>Liên kết bạn truy cập đã cũ hoặc không còn hiệu lực.</p>",
    ),
}
ARTICLES = {
    "captcha story": "<h1>Vì sao captcha ngày càng khó giải với người dùng</h1><p>Các trang mạng dùng captcha để phân biệt người và máy. Chuyên gia an ninh mạng cho biết máy nay giải captcha nhanh hơn người. Nhiều cơ quan đã chuyển sang cách xác minh khác.</p>",
    "water": "<h1>Tạm ngừng cấp nước để bảo trì trạm bơm Tả Van</h1><p>Ngày 26/11, công ty cấp nước tạm ngừng cấp nước tại bốn thôn để bảo trì trạm bơm. Người dân chủ động tích trữ nước trước 7 giờ sáng.</p>",
    "domain story": "<h1>Xã thu hồi tên miền cổng thông tin cũ đã hết hạn</h1><p>Ủy ban nhân dân xã thông báo tên miền cũ hết hạn từ ngày 1/7 và không gia hạn nữa. Người dân tra cứu thủ tục tại cổng của tỉnh và gọi 1022 khi cần.</p>",
    "404 story": "<h1>Nhóm nhạc 404 về diễn ở chợ phiên Bắc Hà</h1><p>Nhóm nhạc mang tên mã lỗi 404 diễn tối thứ bảy tại sân chợ. Ban tổ chức mời bà con đến xem miễn phí, trẻ em đi cùng người lớn.</p>",
    "otp story": "<h1>Công an cảnh báo chiêu lừa lấy mã OTP qua điện thoại</h1><p>Kẻ gian tự xưng cán bộ ngân hàng và yêu cầu đọc mã OTP. Công an tỉnh khuyên người dân không đọc mã cho bất kỳ ai và báo ngay cho công an xã.</p>",
    "app VNeID": "<h1>Hướng dẫn cài đặt ứng dụng VNeID tại nhà</h1><p>Tải ứng dụng VNeID trên App Store hoặc Google Play, mở ứng dụng và nhập số căn cước. Mã xác thực gồm 6 chữ số được gửi tới số điện thoại đã đăng ký. Cần giúp, gọi tổ công nghệ số cộng đồng của thôn.</p>",
    "hosting news": "<h1>Một nhà cung cấp hosting bị tấn công, hàng trăm trang tạm ngưng</h1><p>Đêm qua, dịch vụ lưu trữ của một công ty ở Hà Nội bị mã hóa dữ liệu. Tên miền của nhiều cửa hàng bị khóa tạm. Công ty dự kiến khôi phục trước thứ sáu.</p>",
    "domain rule": "<h1>Tên miền .vn hết hạn được giữ thêm 30 ngày</h1><p>Từ ngày 1/12, tên miền quá hạn được giữ thêm 30 ngày trước khi thu hồi. Nhà đăng ký gửi thư nhắc gia hạn hai lần. Phí gia hạn giữ nguyên 450.000 đồng một năm.</p>",
    "queue": "<h1>Bệnh viện lấy số qua điện thoại, hết cảnh xếp hàng chờ từ 4 giờ sáng</h1><p>Bệnh viện đa khoa tỉnh cho đặt lịch khám qua mạng từ tuần này. Số thứ tự hiện trên màn hình, bớt phải đứng trong hàng chờ. Mỗi ngày có 800 lượt khám.</p>",
    "license": "<h1>Giấy phép khai thác mỏ hết hạn, huyện yêu cầu dừng máy</h1><p>Giấy phép khai thác đá tại núi Tràng hết hạn từ tháng 10. Đoàn kiểm tra lập biên bản, yêu cầu công ty dừng máy và hoàn nguyên mặt bằng trước ngày 15/12.</p>",
    "ads": "<h1>Trình duyệt mới thử nghiệm chặn quảng cáo cho trẻ em</h1><p>Phiên bản thử nghiệm tự chặn quảng cáo trò chơi có thưởng. Hãng cho biết tính năng bật sẵn cho tài khoản dưới 13 tuổi và không thu thập dữ liệu.</p>",
    "otp": "<h1>Ngân hàng bỏ mã OTP qua tin nhắn từ năm sau</h1><p>Mã OTP gửi qua tin nhắn được thay bằng xác thực trong ứng dụng. Giao dịch trên 10 triệu đồng phải quét khuôn mặt. Quy định có hiệu lực từ ngày 1/1.</p>",
    "wordpress": "<h1>Lỗ hổng nghiêm trọng trong plugin WordPress ảnh hưởng 200.000 trang</h1><p>Lỗi nghiêm trọng cho phép tải tệp độc lên máy chủ. Bản vá 3.2 phát hành hôm qua. Quản trị trang nên cập nhật và đổi mật khẩu ngay.</p>",
    "account": "<h1>Facebook khóa 2 triệu tài khoản giả trong một tháng</h1><p>Mạng xã hội cho biết phần lớn tài khoản bị khóa do gửi thư rác. Chủ tài khoản bị nhầm có thể gửi giấy tờ để mở lại trong 180 ngày.</p>",
    "bandwidth": "<h1>Nhà mạng nâng băng thông gói cước gia đình lên 300 Mbps</h1><p>Gói cước thấp nhất giữ giá 180.000 đồng một tháng. Thuê bao cũ được nâng tự động trước ngày 30/11, không phải đổi thiết bị.</p>",
    "power": "<h1>Thông báo tạm ngừng cấp điện</h1><p>Ngày 26/11, tạm ngừng cấp điện từ 7 giờ đến 11 giờ tại thôn Lao Chải để thay máy biến áp. Mong quý khách hàng thông cảm. Tổng đài 19006769, ứng dụng EVNNPC.CSKH trên App Store và Google Play.</p>",
    "onecua": "<h1>Nộp hồ sơ trực tuyến qua Cổng dịch vụ công</h1><p>Đăng nhập bằng tài khoản định danh mức 2, chọn thủ tục, tải giấy tờ lên và nộp lệ phí. Kết quả trả tại bộ phận một cửa hoặc qua bưu điện. Gọi 0214 000 0100 nếu cần giúp.</p>",
    "parking": "<h1>Chợ Cốc Lếu mở bãi gửi xe mới</h1><p>Bãi xe 400 chỗ mở từ thứ bảy. Giá vé xe máy 3.000 đồng, ô tô 20.000 đồng. Lối vào ở cổng phía đông.</p>",
    "captcha scam": "<h1>Cảnh báo trang giả mạo dùng mã captcha để lừa người dân</h1><p>Công an tỉnh cho biết nhiều trang giả yêu cầu người dân nhập mã captcha để xác minh không phải robot, sau đó chiếm tài khoản ngân hàng.</p><p>Người dân không nên bấm vào đường liên kết lạ, không cung cấp mật khẩu và mã OTP.</p>",
    "maint bank": "<h1>Ngân hàng tạm dừng giao dịch để bảo trì</h1><p>Ngân hàng thông báo tạm dừng dịch vụ từ 0h đến 4h ngày 28/11 để nâng cấp hệ thống. Khách hàng vui lòng thực hiện giao dịch trước thời gian trên.</p>",
    "dvc maint": "<h1>Cổng Dịch vụ công tạm ngừng tiếp nhận hồ sơ</h1><p>Sở Thông tin và Truyền thông thông báo Cổng Dịch vụ công của tỉnh tạm ngừng hoạt động để nâng cấp từ 17h ngày 28/11 đến 6h ngày 30/11. Trong thời gian này, người dân nộp hồ sơ trực tiếp tại bộ phận một cửa.</p>",
    "404 art": "<h1>Trường học đóng cửa, phụ huynh không tìm thấy thông báo</h1><p>Nhiều phụ huynh phản ánh không tìm thấy thông báo nghỉ học trên trang của trường, đường dẫn báo lỗi 404.</p>",
    "short water": "<h1>Thông báo ngừng cấp nước</h1><p>Từ 8h đến 16h ngày 27/11, Công ty Cấp nước tạm ngừng cấp nước tại phường Cốc Lếu để sửa chữa đường ống. Đề nghị bà con dự trữ nước.</p>",
    "login guide": "<h1>Hướng dẫn đăng nhập VNeID mức 2</h1><p>Bước 1: Mở ứng dụng, chọn Đăng nhập. Bước 2: Nhập số định danh và mật khẩu. Bước 3: Xác thực khuôn mặt. Nếu quên mật khẩu, bấm Quên mật khẩu.</p>",
    "cookie recipe": "<h1>Cách làm bánh cookie bơ cho ngày Tết</h1><p>Trộn bơ với đường, cho trứng và bột mì, nướng ở 170 độ C trong 15 phút. Để nguội rồi cất vào hộp kín.</p>",
    "ddos": "<h1>Trang của ngân hàng bị tấn công từ chối dịch vụ</h1><p>Sáng nay website của ngân hàng không truy cập được do bị tấn công DDoS. Bộ phận kỹ thuật đang khắc phục, khách hàng dùng tạm ứng dụng.</p>",
    "redirect road": "<h1>Phân luồng, chuyển hướng xe qua cầu</h1><p>Từ ngày 27/11, xe tải được chuyển hướng qua cầu Phố Lu. Lực lượng chức năng trực 24/24h để hướng dẫn.</p>",
    "power cut": "<h1>Lịch cắt điện hôm nay</h1><p>Điện lực thông báo tạm ngừng cấp điện từ 7h đến 11h tại xã Quang Kim để bảo trì đường dây. Mong khách hàng thông cảm.</p>",
    "queue news": "<h1>Người dân xếp hàng mua vé tàu Tết từ sáng sớm</h1><p>Từ 4h sáng 25/11, hàng trăm người xếp hàng trước ga Lào Cai. Lượng truy cập trang bán vé tăng cao khiến hệ thống quá tải.</p><p>Ngành đường sắt khuyên hành khách không tải lại trang nhiều lần.</p>",
    "browser news": "<h1>Google phát hành bản vá khẩn cấp cho Chrome</h1><p>Người dùng nên cập nhật Chrome lên phiên bản mới nhất. Trình duyệt cũ có lỗ hổng cho phép tin tặc chiếm quyền.</p>",
    "member": "<h1>Hội Nông dân kết nạp hội viên mới</h1><p>Chiều 25/11, Hội Nông dân xã kết nạp 15 hội viên, trao thẻ hội viên và quà cho gia đình khó khăn.</p>",
    "not found child": "<h1>Không tìm thấy cháu bé bị lũ cuốn</h1><p>Sau hai ngày tìm kiếm, lực lượng cứu hộ vẫn không tìm thấy cháu bé. Thời tiết xấu gây khó khăn.</p>",
    "resources": "<h1>Tài nguyên nước cạn kiệt vì hạn</h1><p>Nhiều bản không có nước sinh hoạt. Xã yêu cầu các thôn lập danh sách hộ thiếu nước để chở nước đến.</p>",
    "package": "<h1>Người nghèo đăng ký gói vay 100 triệu đồng</h1><p>Ngân hàng chính sách mở gói vay lãi suất 6,6% một năm. Hộ dân đăng ký tại thôn trước ngày 5/12.</p>",
}


def extract(html: str) -> None:
    PageExtractor().extract(
        FetchedPage(
            url="https://bao.example.vn/tin/1.html",
            content=html.encode(),
            fetched_at=NOW,
            content_type="text/html; charset=utf-8",
        )
    )


@pytest.mark.parametrize("name", STAND_INS)
@pytest.mark.parametrize("shown", [page, framed])
def test_what_a_host_a_wall_or_an_app_says_is_no_article(name: str, shown: Callable[[str, str], str]):
    with pytest.raises(NotExtractable):
        extract(shown(*STAND_INS[name]))


@pytest.mark.parametrize("name", ARTICLES)
@pytest.mark.parametrize("shown", [page, framed])
def test_an_article_about_such_things_is_one(name: str, shown: Callable[[str, str], str]):
    headline = re.search(r"<h1>(.*?)</h1>", ARTICLES[name])
    assert headline
    extract(shown(headline[1], ARTICLES[name]))
