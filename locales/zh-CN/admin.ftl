# Accounts and townships

admin-save = 保存
admin-cancel = 取消
admin-change = 修改
admin-acts = 办理
admin-open-acts = 办理
admin-refused = 没有保存，请核对
admin-reload = 查看最新内容
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
admin-first-password = 初始密码
admin-reset-password = 重置密码
admin-close = 停用账户
admin-close-hint = 停用后立即退出登录，不能恢复。姓名仍保留在日志中。

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
