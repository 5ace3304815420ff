# The county's view of all townships

county-lead = 共 { $all } 个乡镇，{ $n } 个正在开会。数据截至 { $at }。
county-reload = 刷新
county-none = 还没有乡镇。请系统管理员先登记乡镇。
county-no-session = 还没有会议
county-no-poll = 表决尚未开始
county-rehearsal = 演练
county-ring = { $name }签到率
county-turnout = 应到 { $all } 人，实到 { $present } 人
county-cast = 实到 { $present } 人，已投 { $n } 票
county-chosen = 入选 { $n } 项
county-table = 各乡镇签到与投票情况
county-stage = 阶段
county-all = 应到
county-present = 实到
county-leave = 请假
county-missing = 未到
county-share = 签到率
county-poll = 表决
county-ballots = 已投
