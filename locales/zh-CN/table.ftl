# 表格：名称、列名、导出

table-xlsx = 导出 Excel
table-csv = 导出 CSV
table-files = 下载表格
table-projects = 项目清单
table-results = 票决结果
table-progress = 推进情况
table-totals = 下载总数（Pabulib）
table-totals-hint = Pabulib 是研究参与式预算用的公开格式。文件里只有总数，没有单张票。
table-attendance = 签到
table-round = 轮次
table-status = 票决状态
table-deputies = 其中代表
table-place = 第 { $n } 位
table-grade = 评定等次
table-passed = 达到要求
table-yes = 是
table-no = 否
table-rank = 名次
table-poll-reason = 票决结果说明
table-progress-state = 推进状态
