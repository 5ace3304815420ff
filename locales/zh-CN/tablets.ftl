# Tablets of the hall

tablets-lead = 会场的平板在这里登记、查看和重置。登记时请让平板扫描二维码，每个二维码只能登记一台，10 分钟内有效；登记当天有效（12 小时）。
tablets-none = 还没有登记平板。请在下面填写编号，显示二维码后用平板扫描登记。
tablets-count = 已就绪 { $ready } 台，共登记 { $all } 台。
tablets-version = 当前页面版本 { $version }
tablets-standing = 状态
tablets-seen = 最近联系
tablets-acts = 操作
tablets-ready = 已就绪
tablets-away = 未联系
tablets-ended = 已到期
tablets-never = 尚未联系
tablets-old = 旧版页面 { $version }
tablets-reset = 重置此平板
tablets-revoke = 撤销登记
tablets-reset-hint = 重置后，平板在 20 秒内重新打开投票页，正在填写的内容清空；已经送出的表决票不受影响。
tablets-add = 登记一台平板
tablets-name-hint = 贴在平板上的编号，例如 07。重新登记同一编号的，原来的登记失效。
tablets-seat-hint = 平板放在哪里，可不填。请不要填写代表姓名。
tablets-offer = 显示登记二维码
tablets-scan = 请用 { $name } 号平板扫描
tablets-scan-lead = 用平板的相机扫描后打开网址，平板显示投票页即登记成功。这个二维码不会再次显示。
tablets-scanned = 平板已登记，查看列表
tablets-secrecy = 这里只有平板的编号和座位。谁用哪台平板投票、哪张表决票从哪台平板送出，系统不记录。
field-tablet = 平板编号
field-tablet-seat = 位置
field-tablet-page = 页面版本
verb-tablets = 管理平板
nav-tablets = 平板

## The page that a tablet opens to be enrolled

enrol-title = 登记平板
enrol-waiting = 正在准备。
enrol-running = 正在登记。
enrol-no-code = 请用平板的相机扫描工作人员出示的二维码。
enrol-offline = 网络中断，没有登记。请检查网络后重新扫描。
