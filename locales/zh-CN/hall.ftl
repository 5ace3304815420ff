# 会场大屏

hall-all = 应到
hall-present = 实到
hall-leave = 请假
hall-missing = 未到
hall-quorum = 法定人数 { $needed } 人
hall-quorum-met = ✓ 已达到法定人数（{ $needed } 人）
hall-code = 题面码
hall-cast = 已投 / 实到
hall-certifying = 已开票，待监票人与主席团签字确认
hall-rehearsal-over = 演练结束，结果不公布
hall-voided = 本次表决已作废，请等候宣布
hall-soon = 表决尚未开始，请稍候
hall-public = 扫码查看公布的结果
hall-qr = 公开页面的二维码
hall-page = 第 { $at } 页，共 { $pages } 页
hall-pages = 翻页
hall-pause = 停止翻页
hall-turn = 下一页
hall-go-on = 自动翻页
