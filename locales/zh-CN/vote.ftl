# The deputies' tablet.

vote-product = 民生实事项目票决
vote-skip = 跳到正文
vote-tools = 显示与帮助
vote-smaller = 缩小
vote-bigger = 放大
vote-mode-standard = 标准
vote-mode-dark = 深色
vote-mode-contrast = 高对比
vote-help = 帮助
vote-rehearsal-band = 演练（不计入结果）
vote-practice-band = 练习（不会送出任何内容）
vote-error-title = 请核对

# S0
vote-question-code = 题面码
vote-enter = 请扫描票签上的二维码，或输入 16 位票码
vote-enter-code = 输入票码
vote-code-box = 票码第 { $n } 组，共 4 组，每组 4 位
vote-scan = 扫描二维码
vote-stop-scan = 停止扫描
vote-scan-hint = 请将票签上的二维码对准镜头。
vote-no-camera = 无法使用摄像头。请输入票签上的 16 位票码。
vote-start = 开始填写
vote-looking-up = 正在核对……
vote-practise = 练习
vote-tablet = 平板编号 { $n }
vote-connected = 已连接
vote-not-connected = 未连接
vote-connecting = 正在连接，请稍候
vote-not-open = 表决尚未开始，请稍候
vote-paused = 表决已暂停，请等候宣布
vote-on-paper = 本次表决不用平板。用纸质票的，请向监票人领取
vote-closed = 表决已截止
vote-offline = 网络暂时中断，请稍候，或举手联系工作人员。
vote-no-answer = 网络暂时中断，没有查到票签。请稍候再按“开始填写”。
vote-faulty = 题面核对不符，不能投票。请立即举手告知监票人。
vote-code-bad = 票码不正确，请核对票签上的 16 位票码后重新输入。

# S2
vote-instruct-pick = 请从 { $all } 个候选项目中选择 { $n } 个。选好后按“下一步：核对”。
vote-instruct-pick-most = 请从 { $all } 个候选项目中选择，最多选 { $n } 个。选好后按“下一步：核对”。
vote-instruct-yes-no-abstain = 请对 { $all } 个项目逐项表决：赞成、反对或弃权。填好后按“下一步：核对”。
vote-instruct-capped = 请对 { $all } 个项目逐项表决，赞成最多 { $n } 项。填好后按“下一步：核对”。
vote-instruct-grade = 请对 { $all } 个项目逐项评价。填好后按“下一步：核对”。
vote-instruct-rank = 请给您选的项目写上序号：1 为最优先，到 { $n } 为止，每个序号只用一次。填好后按“下一步：核对”。
vote-count-pick = 已选 { $done } 项 / 应选 { $of } 项
vote-count-pick-most = 已选 { $done } 项 / 最多选 { $of } 项
vote-count-each = 已填 { $done } 项 / 共 { $of } 项
vote-count-capped = 已填 { $done } 项 / 共 { $of } 项，赞成 { $favour } 项 / 最多 { $most } 项
vote-count-rank = 已用序号 { $done } 个 / 共 { $of } 个
vote-for = 赞成
vote-against = 反对
vote-abstain = 弃权
vote-chosen = 已选
vote-rank = 序号 { $n }
vote-blank-item = 未填
vote-blank-rank = 无序号
vote-details = 详细内容
vote-full = 已选满 { $n } 项。如要改选，请先取消一项。
vote-full-for = 赞成已满 { $n } 项。如要改投，请先改动一项。
vote-taken = 序号 { $n } 已给第 { $item } 项。如要改用，请先在第 { $item } 项再按一次 { $n }，取消序号。
vote-least = 至少应选 { $least } 项，还差 { $n } 项。
vote-said-chosen = 已选中，第 { $item } 项，还可选 { $n } 项
vote-said-cancelled = 已取消，第 { $item } 项，还可选 { $n } 项
vote-said-cleared = 已全部清空，请重新填写
vote-page-up = 上一屏
vote-page-down = 下一屏
vote-below = 下面还有 { $n } 项
vote-below-none = 已到末项
vote-clear = 重新填写
vote-next = 下一步：核对

# S3
vote-review-title = 请核对您的选择，按“投票”后不能更改
vote-review-sum = 已填 { $done } 项，共可填 { $of } 项。
vote-nothing-chosen = 您没有填写任何一项。
vote-change = 修改
vote-undervote = 您还有 { $n } 项未选。可以返回补选，也可以直接投票。
vote-unanswered = 您还有 { $n } 项未填。可以返回补填，也可以直接投票。
vote-blank-rule-pick = 未选的名额按弃权处理。
vote-blank-rule-rank = 没有用完的序号按弃权处理。
vote-blank-rule-abstain = 未填的项目按弃权处理。
vote-blank-rule-yes = 按票决办法，未填的项目按赞成处理。
vote-back = 返回修改
vote-cast = 投票

# S4
vote-sealing = 正在密封您的表决票……
vote-sending = 正在送出您的表决票……
vote-slow = 网络较慢，请稍候，请不要关闭页面。
vote-cast-title = 投票成功
vote-cast-ok = 您的表决票已密封并安全保存，任何人都无法打开单张表决票。
vote-receipt-code = 收据码
vote-receipt-hint = 收据码只说明票已收到，不显示票的内容。
vote-stub = 请撕下票签第 { $n } 联投入透明箱，票签请保管好。
vote-no-stub = 票签请保管好。
vote-hand-back = 请将平板交还工作人员。
vote-countdown = { $s } 秒后自动返回
vote-done = 完成

# D1
vote-practice-question = 练习：请选出您喜欢的茶点
vote-practice-option-1 = 绿茶
vote-practice-option-2 = 红茶
vote-practice-option-3 = 花生
vote-practice-option-4 = 瓜子
vote-practice-content = 正式表决票上，这里是项目的建设内容、投资和完成时限。
vote-practice-done = 练习完成
vote-practice-end = 没有送出任何内容。正式表决时，请用您的票签。

# D2
vote-help-title = 怎样投票
vote-help-slip = 扫描票签上的二维码，或输入 16 位票码，再按“开始填写”。
vote-help-mark = 按一下即选中，再按一次即取消。按“详细内容”可看项目说明。
vote-help-size = 字太小请按“放大”；看不清请按“深色”或“高对比”。已填的内容不会丢失。
vote-help-review = 按“下一步：核对”检查一遍，再按“投票”。投票后不能更改。
vote-help-secret = 表决票在平板上密封后才送出，谁也看不到您的选择。
vote-help-paper = 如不愿用平板，可向工作人员领取纸质票。
vote-close-help = 返回
vote-contact = 请联系工作人员。
vote-contact-desk = 请联系 { $desk } 号桌工作人员。

# D3
vote-to-start = 返回首页
vote-refused-used-title = 本票签已投票
vote-refused-used = 您已完成投票，不能重复投票。
vote-refused-used-do = 如果这不是您投的票，请立即告知监票人。
vote-refused-unknown-title = 票码不正确
vote-refused-unknown = 票码不正确，或票签不适用于本次会议。请核对票签上的 16 位票码后重新输入。
vote-refused-unknown-do = 请按“返回首页”后重新扫描或输入；仍不成功的，请带上票签。
vote-refused-voided-title = 本票签已作废
vote-refused-voided = 本票签已作废，或已换领纸质票，不能在平板上投票。
vote-refused-voided-do = 请带上票签，工作人员会为您核对。
vote-refused-not-open-title = 表决未开始
vote-refused-not-open = 表决尚未开始，请稍候。
vote-refused-not-open-do = 宣布开始后，请重新扫描票签或输入票码。
vote-refused-paused-title = 表决已暂停
vote-refused-paused = 表决已暂停，请等候宣布。
vote-refused-paused-do = 宣布恢复后，请重新扫描票签或输入票码。
vote-refused-paper-title = 改用纸质票
vote-refused-paper = 平板已停止投票，表决改用纸质票继续进行。
vote-refused-paper-do = 请带上票签，向监票人换领纸质票。
vote-refused-closed-title = 表决已截止
vote-refused-closed = 表决已截止，本次不能再投票。
vote-refused-closed-do = 票签请保管好，下一次表决还要使用。
vote-refused-late-title = 表决票未能计入
vote-refused-late = 表决已于 { $t } 截止，您的表决票未能计入。
vote-refused-late-untimed = 表决已截止，您的表决票未能计入。
vote-refused-late-do = 请立即告知监票人。
vote-refused-to-paper-title = 改用纸质票
vote-refused-to-paper = 平板已停止投票，表决改用纸质票继续进行。您的表决票没有投出。
vote-refused-to-paper-do = 请带上票签，向监票人换领纸质票。
vote-refused-not-taken-title = 表决票未被接收
vote-refused-not-taken = 抱歉，服务出现问题。您的表决票尚未保存。
vote-refused-not-taken-do = 请保管好票签，可以换一台平板重新填写，也可以领取纸质票。
vote-refused-not-sealed-title = 表决票未能密封
vote-refused-not-sealed = 抱歉，这台平板没有完成密封。您的表决票没有送出。
vote-refused-not-sealed-do = 请按“返回首页”重新填写，或换一台平板。
vote-refused-no-module-title = 这台设备不能投票
vote-refused-no-module = 投票程序没有装入这台设备，不能密封表决票。
vote-refused-no-module-do =
    请按“立即重试”。仍不成功的，可能是浏览器太旧：请换用 Chrome 90、Edge 90、Firefox 98、Safari 15.4 或更新的浏览器，也可以向工作人员领取纸质票。
vote-too-old = 这台设备的浏览器太旧，不能密封表决票。
vote-too-old-do =
    请换用 Chrome 90、Edge 90、Firefox 98、Safari 15.4 或更新的浏览器，也可以向工作人员领取纸质票。

# D4
vote-waiting-title = 表决票尚未送出
vote-retrying =
    网络暂时中断，您的表决票尚未送出。请不要关闭页面，系统正在自动重试（第 { $n } 次）。
vote-held = 表决已暂停。您的表决票已密封，尚未送出，恢复后自动送出。请不要关闭页面。
vote-held-disk = 服务器存储空间不足，已停止接收新票，已收到的票不受影响。您的表决票已密封，尚未送出，恢复后自动送出。请不要关闭页面。
vote-held-paper = 平板已停止投票，表决改用纸质票继续进行。您的表决票没有送出。请带上票签，向监票人换领纸质票。
vote-retry = 立即重试
vote-raise-hand = 如仍无法送出，请举手联系工作人员。

# The receipt is not for our own ballot
vote-alarm-title = 收据核对不符
vote-alarm = 服务器给出的收据不是这张表决票的收据。不能确认您的票已保存。
vote-alarm-do = 请不要关闭页面，立即举手告知监票人。
vote-alarm-staff = 监票人已查看，返回

# Nobody touches the tablet
vote-idle-title = 您还在吗？
vote-idle = 您已有一段时间没有操作。{ $s } 秒后将清空本票并退出。
vote-still-here = 我还在填写
