# What was done: the lines of the audit trail. { $object } and { $details } are what each act was about

audit-set-up = 建立首个账户 { $object }
audit-login = 登录
audit-logout = 退出登录
audit-blocked = 密码多次输入错误，账户 { $object } 暂停登录
audit-password = 修改本人密码
audit-password-reset = 重置账户 { $object } 的密码
audit-account-added = 新增账户 { $object }（{ $details }）
audit-account-closed = 停用账户 { $object }
audit-township = 登记乡镇 { $object }（{ $details }）
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
audit-open-taken-back = 撤回零票证明的提请：{ $object }
audit-paused = 暂停表决“{ $object }”
audit-resumed = 恢复表决“{ $object }”
audit-to-paper = “{ $object }”改用纸质票继续表决，理由：{ $details }
audit-to-tablets = “{ $object }”恢复平板表决，理由：{ $details }
audit-paper-handed = 凭票签发给纸质票（{ $object }）：{ $details }
audit-paper-released = { $object } 张票签改回平板投票：{ $details }
audit-paper-entered = 录入纸质票：{ $object }，第 { $details } 次（批/次）
audit-void-asked = 提请作废“{ $object }”，理由：{ $details }
audit-correction-asked = 提请更正“{ $object }”：{ $details }
audit-slips = 登记票签 { $object } 张
audit-void-slip = 提请作废一张票签（{ $object }）
audit-signed = 签字：{ $object } { $details }
audit-share = 送出开启合计的一份：{ $object }
audit-entered = 签字齐全，记入日志：{ $object } { $details }

## What signatures are about, and marks of sign-in

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
audit-none = 所选时间内没有记录。
audit-not-found = 没有找到“{ $q }”。请换一个词。
audit-column-number = 序号
audit-column-time = 时间
audit-column-session = 会议
audit-column-who = 登录名
audit-column-role = 角色
audit-column-what = 操作
audit-column-before = 修改前
audit-column-chain = 链校验值

## Tablets of the hall

audit-tablet-offered = 显示平板 { $object } 的登记二维码
audit-tablet-enrolled = 平板 { $object } 登记
audit-tablet-reset = 重置平板 { $object }
audit-tablet-revoked = 撤销平板 { $object } 的登记
