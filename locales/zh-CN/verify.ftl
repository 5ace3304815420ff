# The page that verifies a published bundle, and checks that officers see too
verify-title = 核验票决结果
verify-lead = 任何人都可以在自己的设备上重新核验已公布的票决结果。核验在您的浏览器里进行，不上传文件，不需要密钥。
verify-skip = 跳到正文
verify-no-script = 本页需要启用 JavaScript。也可以用离线程序核验，见下文。

## Choosing a bundle

verify-choose = 选择核验文件
verify-published = 核验本站公布的文件
verify-file = 从本机选择文件
verify-file-hint = 公布的文件名为 bundle.json，也可以拖放到这里。
verify-foreign = 网址中的文件不是本站公布的核验文件。请从本机选择文件。
verify-loading = 正在读取文件……
verify-not-a-bundle = 这不是核验文件，或文件读取失败。请重新下载后再试。
verify-begins = 正在准备核验……
verify-parts = 已核验 { $done } / { $total } 张密封票
verify-last = 正在核验全部日志，约需 { $n } 秒
verify-took = 用时 { $n } 秒。

## Verdict

verify-verdict-verified = 核验通过 VERIFIED
verify-verdict-refuted = 核验不通过 REFUTED
verify-verdict-incomplete = 尚未公布 INCOMPLETE
verify-means-verified = 16 项核验全部通过：每张密封票都有效且只计一次，合计、规则和公布的结果一致。请再用下面的题面码和封箱码与纸质记录核对。
verify-means-refuted = 有核验不通过。这份文件不能证明公布的结果。请保存文件，联系主席团或县人大常委会。
verify-means-incomplete = 目前没有发现问题，但还没有一次票决公布，结果还不能最后核验。
verify-failed = 第 { $n } 项“{ $name }”不通过：{ $detail }
verify-rehearsal = 演练：不计入结果
verify-session = 会议
verify-origin = 日志名称
verify-checks = 16 项核验
verify-ok = 通过
verify-bad = 不通过
verify-examined = 检查 { $n } 处
verify-check-canonical = 每条记录格式唯一
verify-check-log = 日志的根和检查点
verify-check-officers = 监票人、主席团及其密钥
verify-check-opening = 表决事项和零票证明
verify-check-slips = 票签名册和作废票签
verify-check-casting = 每张票来自名册内的票签，只投一次，且在表决期间
verify-check-signatures = 每张票的票签签名
verify-check-proofs = 每张票填写合规的证明
verify-check-closing = 合计和封箱说明
verify-check-shares = 每名监票人开启合计的证明
verify-check-totals = 由各份算出的票数
verify-check-paper = 纸质票由两名监票人在封箱前录入
verify-check-rule = 按规则重算的结果
verify-check-identities = 发出、收回、未投各数相符
verify-check-certificate = 计票结果报告单的签字
verify-check-bulletin = 公告与结果一致

## Officers, codes and results

verify-compare = 与纸质记录核对
verify-compare-lead = 文件只能证明自身前后一致。下面的人员、题面码、封箱码与会场宣读并写入纸质记录的相同，才说明它是真的。
verify-officers = 监票人和主席团
verify-officer-name = 姓名
verify-officer-role = 职务
verify-officer-key = 公开密钥
verify-role-teller = 监票人
verify-role-presidium = 主席团成员
verify-poll = { $question }（第 { $n } 轮）
verify-poll-state = 状态
verify-poll-ballots = 票数
verify-ballots-of = 密封票 { $sealed } 张，纸质票 { $paper } 张
verify-question-code = 题面码
verify-closing-code = 封箱码
verify-state-open = 表决进行中
verify-state-paused = 已暂停
verify-state-closed = 已截止
verify-state-opened = 已开启合计
verify-state-certified = 结果已确认
verify-state-published = 已公布
verify-state-voided = 已作废
verify-outcome = 票决结果
verify-column-number = 序号
verify-column-title = 项目
verify-column-votes = 得票
verify-column-result = 结果
verify-chosen = 入选
verify-not-chosen = 未入选
verify-tied = 末位同票
verify-again = 再次投票
verify-undecided = 不作认定
verify-status-decided = 票决有结果
verify-status-tie-at-cut = 末位同票，尚须决定
verify-status-shortfall = 不足应选数
verify-status-no-quorum = 不足法定人数
verify-status-void = 票决无效

## Receipts

verify-receipt = 查收据码
verify-receipt-code = 10 位收据码
verify-receipt-hint = 投票成功时屏幕上显示，形如 ABCDE-12345。
verify-receipt-look = 查找
verify-receipt-found = 找到了：收据码 { $code } 的密封票是日志第 { $n } 条。它只说明有这张票，不透露内容。
verify-receipt-none = 这份文件中没有这个收据码的票。请核对收据码；确认无误的，请联系监票人。
verify-receipt-wrong = 收据码为 10 位字母和数字，请核对后重新输入。

## Verifying offline

verify-offline = 不相信本网页？请离线核验
verify-offline-lead = 网页由网站提供，网站可以更改网页。离线程序不需要网络，由您自己取得。
verify-offline-get = 从您信任的来源取得 piaojue 程序。
verify-offline-save = 下载公布的 bundle.json，断开网络。
verify-offline-run = 运行：
verify-offline-compare = 核对显示的人员、题面码和封箱码是否与纸质记录一致。
verify-limits = 收据码只说明票已收到，不能说明平板密封的就是所填内容。详细说明见公开手册。
