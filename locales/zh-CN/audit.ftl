# What was done: the lines of the audit trail. { $object } and { $details } are what each act was about

audit-set-up = 建立首个账户 { $object }
audit-login = 登录
audit-logout = 退出登录
audit-blocked = 密码或口令多次输入错误，登录名 { $object } 暂停登录至 { $details }
audit-password = 修改本人密码
audit-password-reset = 重置账户 { $object }（{ $details }）的登录
audit-account-added = 新增账户 { $object }（{ $details }）
audit-account-closed = 停用账户 { $object }
audit-township = 登记乡镇 { $object }（{ $details }）
audit-clock-step = 服务器时钟跳变 { $object } 秒
audit-alarm = { $details ->
    [began] 报警开始
   *[ended] 报警解除
}：{ $object ->
    [alarm-disk-low] 服务器存储空间不多
    [alarm-disk-opening] 服务器存储空间不足，不能开始新的表决
    [alarm-disk-casting] 服务器存储空间不足，暂停接收表决票
    [alarm-copy-behind] 第二份存储落后
    [alarm-copy-failed] 第二份存储没有写成
   *[other] { $object }
}
audit-copy = 第二份存储写入 { $object }
audit-restored = 由 { $object } 的备份恢复数据
audit-session-added = 新建会议“{ $object }”
audit-stage = 会议进入“{ $object }”阶段
audit-officer-added = { $details } { $object } 列入名单
audit-officer-removed = 从监票人和主席团名单中移出一人
audit-threshold = 主席团签字人数定为 { $object } 人
audit-keys = { $details } { $object } 登记密钥卡
audit-officers-proposed = 提请全体签署监票人和主席团名单
audit-deputies-added = 名册增加代表 { $object } 人
audit-roll-imported = 导入名册：{ $object }。{ $details }
audit-projects-imported = 导入项目：{ $object }。{ $details }
audit-upload-refused = 没有接收文件 { $object }：{ $details }
audit-deputy-edited = 修改代表 { $object }，原为：{ $details }
audit-deputy-removed = 从名册中移出代表 { $object }
audit-seat = 代表 { $object } 的任职情况：{ $details }
audit-sign-in = 代表 { $object }：{ $details }
audit-sign-in-by-hand = 补签代表 { $object }，理由：{ $details }
audit-projects-added = 增加项目 { $object } 个
audit-project-edited = 修改项目“{ $object }”
audit-project-moved = 项目“{ $object }”：{ $details }
audit-poll-added = 新增表决事项“{ $object }”
audit-poll-edited = 修改表决事项“{ $object }”
audit-poll-discarded = 删除表决事项“{ $object }”
audit-adopted = 登记“{ $object }”的票决办法已通过：{ $details }
audit-round = 准备下一轮“{ $object }”
audit-again = 准备重新表决“{ $object }”
audit-proposed = 提请“{ $object }”：{ $details }
audit-withdrawn = 撤回“{ $object }”
audit-confirmed = 第二人确认“{ $object }”：{ $details }
audit-exported = 导出“{ $object }”，SHA-256 校验值：{ $details }
audit-open-asked = 提请监票人签署零票证明：{ $object }
audit-open-outdated = 票签或出席人数有变化，零票证明须重新提请：{ $object }
audit-open-taken-back = 撤回零票证明的提请：{ $object }
audit-paused = 暂停表决“{ $object }”
audit-resumed = 恢复表决“{ $object }”
audit-to-paper = “{ $object }”改用纸质票继续表决，理由：{ $details }
audit-to-tablets = “{ $object }”恢复平板表决，理由：{ $details }
audit-paper-handed = 凭票签发给纸质票（{ $object }）：{ $details }
audit-paper-released = { $object } 张票签改回平板投票：{ $details }
audit-paper-entered = 录入纸质票：{ $object }，{ $details }
audit-void-asked = 提请作废“{ $object }”，理由：{ $details }
audit-correction-asked = 提请更正“{ $object }”：{ $details }
audit-slips = 登记票签 { $object } 张
audit-void-slip = 提请作废一张票签（{ $object }）
audit-signed = 签字：{ $object } { $details }
audit-share = 送出开启合计的一份：{ $object }
audit-entered = 签字齐全，记入日志：{ $object } { $details }

## What signatures are about, batches of papers, and marks of sign-in

audit-kind-officers = 监票人和主席团名单
audit-kind-open = 零票证明
audit-kind-void-slip = 作废票签
audit-kind-certificate = 计票结果报告单
audit-kind-void-poll = 作废本次表决
audit-kind-correct = 更正
audit-kind-closing = 封箱说明
audit-kind-outcome = 票决结果
audit-kind-paper = 纸质票
audit-stubs = { $poll }，票根 { $n } 张
audit-stubs-unreturned = { $poll }，票根 { $n } 张，未交纸票 { $missing } 张
audit-batch = 第 { $batch } 批，第 { $attempt } 次录入
audit-mark-present = 已签到
audit-mark-leave = 请假
audit-mark-clear = 取消登记

## The list

audit-caption = 操作日志，最新的在前
audit-filter = 筛选
audit-filter-do = 筛选
audit-filter-clear = 显示全部
audit-count = 共 { $n } 条
audit-shown = 显示最新 { $n } 条，共 { $all } 条；导出的是全部
audit-none = 还没有记录。
audit-not-found = 没有找到“{ $q }”。请换一个词。
audit-column-number = 序号
audit-column-time = 时间
audit-column-session = 会议
audit-column-who = 登录名
audit-machine = 服务器本机
audit-column-role = 角色
audit-column-what = 操作
audit-column-before = 修改前
audit-column-chain = 链校验值
audit-login-failed = 登录名或密码错误 { $object }
audit-code-failed = 动态口令或恢复码错误 { $object }
audit-login-ended = 在别处的登录因重新登录而结束
audit-recovery-code = 使用第 { $object } 个恢复码
audit-second-factor = 设置动态口令
audit-account-asked = 提出新增账户 { $object }（{ $details }）
audit-reset-asked = 提出重置账户 { $object }（{ $details }）的登录
audit-grant-withdrawn = 撤回账户 { $object } 的申请
audit-rate = 登录请求过多，来自 { $object }，暂不受理
audit-denied = 拒绝访问 { $object }：{ $details }
audit-denied-more = 一分钟内拒绝访问过多，其余不再逐条记录
audit-cast-refused = 没有接收一张表决票（{ $object }）：{ $details }
audit-cast-refused-more = 一分钟内另有 { $details } 张表决票没有接收，不再逐条记录
audit-cast-form = 不是一张完整的密封票
audit-cast-too-long = 内容过长
audit-cast-other-poll = 不是为这次表决密封的
audit-cast-signature = 不是这张票签签的名
audit-cast-proof = 证明不成立
audit-cast-slip-unknown = 票签不在本次会议的名册上
audit-cast-slip-voided = 票签已作废
audit-why-role = 角色无权办理
audit-why-township = 属于其他乡镇
audit-why-foreign = 请求来自其他网站
audit-why-expired = 页面令牌不符
audit-table = 导出 { $object }，SHA-256 校验值：{ $details }
audit-started = 程序启动，版本 { $object }，程序文件 SHA-256 校验值：{ $details }
audit-stopped = 程序停止，版本 { $object }
audit-rules = 登录规则改为：{ $object }（原为：{ $details }）
audit-rules-begin = 登录规则：{ $object }
audit-column-source = 来源
audit-column-device = 设备
audit-chain-whole = 链校验：{ $n } 条首尾相连，没有改动。
audit-chain-last = 最后一条的校验值：
audit-chain-broken = 链校验未通过：从第 { $n } 条起与记录不符，日志被改动过。请立即报告系统管理员并保留数据。

## Tablets of the hall

audit-tablet-offered = 显示平板 { $object } 的登记二维码
audit-tablet-enrolled = 平板 { $object } 登记
audit-tablet-reset = 重置平板 { $object }
audit-tablet-revoked = 撤销平板 { $object } 的登记
