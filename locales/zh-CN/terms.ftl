# Words for states, roles, verbs and fields, used wherever a screen names them

## Roles

role-administrator = 系统管理员
role-clerk = 工作人员
role-teller = 监票人
role-presidium = 主席团成员
role-county = 县级人大
role-unit = 承办单位

## Stages of a session

stage-preparing = 筹备中
stage-sign-in = 签到中
stage-in-session = 会议中
stage-closed = 已闭会

## States of a poll, and the step that comes next

poll-draft = 起草中
poll-ready = 已就绪
poll-open = 表决进行中
poll-open-paper = 纸质票表决进行中
poll-open-hands = 举手表决进行中
poll-on-paper = 改用纸质票，表决继续进行
poll-paused = 已暂停
poll-closed = 已截止
poll-opened = 已开启合计
poll-certified = 结果已确认
poll-published = 已公布
poll-voided = 已作废
next-draft = 下一步由工作人员提请冻结清单和规则，由主席团成员确认。
next-ready = 下一步由工作人员登记票决办法已通过并提请开始表决，由全体监票人签署零票证明。
next-open = 下一步由工作人员提请截止表决，由监票人确认。
next-paused = 下一步由工作人员恢复表决，或提请截止表决并由监票人确认；已改用纸质票的，由监票人凭票签发给纸质票。
next-closed = 下一步由监票人录入纸质票（如有），全体签字封箱，然后各自开启合计。
next-opened = 下一步由全体监票人和主席团在计票结果报告单上签字。
next-certified = 下一步由工作人员提请公布结果，由主席团成员确认。
next-published = 结果已经公布，内容有误的由主席团成员提请更正。
next-voided = 本次表决已经作废，由工作人员另行准备新的表决。

## What can be done, as a heading or in quotes

verb-edit = 修改表决事项
verb-propose-freeze = 提请冻结清单和规则
verb-confirm-freeze = 确认冻结清单和规则
verb-adopt = 登记票决办法通过
verb-open = 开始表决
verb-sign-opening = 签署零票证明
verb-pause = 暂停表决
verb-propose-paper = 提请改用纸质票
verb-confirm-paper = 确认改用纸质票
verb-propose-tablets = 提请恢复平板表决
verb-confirm-tablets = 确认恢复平板表决
verb-hand-paper = 凭票签发给纸质票
verb-sign-paper-slip = 签字将票签改为纸质票
verb-release-paper = 将票签改回平板投票
verb-resume = 恢复表决
verb-propose-close = 提请截止表决
verb-enter-paper = 录入纸质票
verb-sign-paper = 签字确认纸质票
verb-confirm-close = 确认截止表决
verb-sign-closing = 签字封箱
verb-share = 开启合计
verb-certify = 签字确认结果
verb-propose-publish = 提请公布结果
verb-confirm-publish = 确认公布结果
verb-next-round = 准备下一轮
verb-hold-again = 重新表决
verb-void = 作废本次表决
verb-correct = 提请更正
verb-accounts = 管理账户
verb-townships = 管理乡镇
verb-audit = 查看全部操作日志
verb-session = 新建会议
verb-stage = 推进会议阶段
verb-roll = 管理代表名册
verb-sign-in = 办理签到
verb-projects = 管理候选项目
verb-officers = 管理监票人和主席团名单
verb-void-slip = 作废票签

## Acts that need a second person

act-freeze = 冻结清单和规则
act-close = 截止表决
act-to-paper = 改用纸质票继续表决
act-to-tablets = 恢复平板表决
act-publish = 公布结果
act-sign-in = 补签
act-export = 导出会议档案

## States of a project, and what speaks against one

project-suggested = 建议项目
project-screened = 已筛选
project-candidate = 候选项目
project-elected = 已入选
project-not-elected = 未入选
project-underway = 实施中
project-completed = 已完工
project-evaluated = 已测评
project-rejected = 不予采纳
project-withdrawn = 已撤回
project-wan = { $amount } 万元
concern-office-building = 涉及办公楼、办公用房或办公设备，一般不列为民生实事项目。请核实。
concern-abandoned = 涉及烂尾或停工续建，一般不列为民生实事项目。请核实。
concern-debt = 涉及举债，一般不列为民生实事项目。请核实资金来源。
concern-assigned = 属于上级下达的任务，一般不列为民生实事项目。请核实。
concern-no-yearly-goal = 跨年度项目没有填写年度目标。请补充。
concern-incomplete = 项目内容、总投资、责任单位或完成时限没有填写完整。请补充。

## What a seat is

seat-in-office = 在任
seat-suspended = 暂停执行职务
seat-ended = 终止

## Kinds of townships

township-town = 镇
township-township = 乡
township-subdistrict = 街道

## Fields

field-login = 登录名
field-password = 密码
field-new-password = 新密码
field-setup-code = 初始化码
field-setup-code-hint = 16 位，显示在启动本程序的终端上。
field-name = 姓名
field-unit = 承办单位
field-township = 乡镇名称
field-county = 所属县（市、区）
field-valid-from = 设立日期
field-valid-to = 撤并日期
field-session-title = 会议名称
field-opens-on = 会议首日
field-delegation = 代表团
field-seat = 座位
field-since = 起始日期
field-reason = 理由
field-title = 项目名称
field-category = 类别
field-content = 项目内容
field-location = 建设地点
field-beneficiaries = 受益群众
field-investment = 总投资
field-fund-source = 资金来源
field-lead-unit = 责任单位
field-co-units = 协办单位
field-due = 完成时限
field-goal = 年度目标
field-proposer = 提出人
field-question = 表决事项
field-adopted-on = 票决办法通过日期
field-adoption = 票决办法通过情况
field-correction = 更正内容
field-code = 动态口令
field-code-hint = 手机身份验证器上显示的 6 位数字。
field-recovery-code = 恢复码
field-recovery-code-hint = 抄在纸上的恢复码，例如 3ABCD-EFGHJ。用过的请划掉。
password-rule-dengbao = 至少 12 个字符，大写字母、小写字母、数字、其他字符中至少有三类；90 天更换一次，不能与最近 5 次相同。可以粘贴。
password-rule-asvs = 至少 12 个字符，越长越好，可以是一句话，不要求字符种类，不定期更换。可以粘贴。
password-profile-dengbao = 等保密码规则
password-profile-asvs = ASVS 密码规则
second-factor-required = 启用动态口令
second-factor-off = 未启用动态口令
grant-account = 同意新增账户
grant-reset = 同意重置登录
