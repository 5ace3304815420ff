# Accounts and townships

admin-save = 保存
admin-cancel = 取消
admin-change = 修改
admin-acts = 办理
admin-open-acts = 办理
admin-role = 角色
admin-township = 乡镇
admin-state = 状态

## Accounts

admin-account-add = 新增账户
admin-accounts-count = 共 { $n } 个账户
admin-active = 在用
admin-closed = 已停用
admin-login-hint = 2 至 32 个小写字母、数字、点、连字符或下划线。
admin-name-hint = 本人真实姓名，会记入日志。
admin-role-hint = 一个账户只有一个角色。
admin-township-hint = 系统管理员和县级人大不用选择。
admin-no-township = 不属于乡镇
admin-unit-hint = 只有承办单位账户填写。
admin-reset-password = 重置登录
admin-close = 停用账户
admin-close-hint = 停用后立即退出登录，不能恢复。姓名仍保留在日志中。
admin-one-time-hint = 密码由本人首次登录时设置。保存后显示一次性登录码。
admin-rules = 登录规则
admin-factor-required = 登录时须输入手机上的动态口令。
admin-factor-off = 没有启用动态口令：只用于在这台计算机上演练。
admin-factor = 已设动态口令
admin-not-taken-over = 未首次登录
admin-grants = 一次性登录码
admin-grant-account = 新增账户：{ $name }
admin-grant-reset = 重置登录：{ $name }
admin-grant-by = { $name } 于 { $time } 提出
admin-grant-give = 同意
admin-grant-waits = 等待{ $township }主席团一名成员登录后同意。
admin-grant-waits-administrator = 等待另一名系统管理员同意。
admin-code-whole = 一次性登录码：
admin-code-first = 登录码的前一半：
admin-code-second = 登录码的后一半：
admin-code-given = 请当面交给本人，24 小时内首次登录有效。登录时在密码处输入，随后设置自己的密码。
admin-code-waits = 对方同意后生效。您和对方各持一半，都交给本人，前后相连输入。
admin-reset-hint = 忘记密码或手机丢失时使用。同意后旧密码、动态口令和恢复码作废，本人凭一次性登录码重新设置。
admin-second-lead = 新增账户和重置登录由系统管理员提出，主席团一名成员同意后生效。同意前请核实本人情况。
admin-second-empty = 没有等待同意的账户。

## Townships

admin-townships-none = 还没有乡镇。请在下面新增。
admin-townships-count = 共 { $n } 个乡镇
admin-township-add = 新增乡镇
admin-township-change = 修改乡镇“{ $name }”
admin-township-name-hint = 例如“朝天镇”。
admin-township-since = 自 { $from } 起
admin-township-until = { $from } 至 { $to }（已撤并）
admin-code = 区划代码
admin-code-hint = 9 位统计用区划代码，保存后不能修改。
admin-kind = 类型
admin-validity = 起止日期
admin-from-hint = 从这一天起可以召开会议。
admin-to-hint = 仍存在的不填。从这一天起不再召开会议。
admin-predecessors = 原乡镇
admin-predecessors-hint = 由哪些乡镇合并而成：填写它们的区划代码，中间用空格隔开。没有的不填。
