# What every page of the staff has

common-product = 民生实事项目票决
common-skip = 跳到正文
common-nav = 导航
common-sign-in = 登录
common-sign-out = 退出
common-rehearsal = 演练（不计入结果）

## Places

nav-accounts = 账户
nav-townships = 乡镇
nav-county = 县级总览
nav-today = 今日流程
nav-tasks = 我的任务
nav-roll = 代表名册
nav-projects = 候选项目
nav-officers = 监票人和主席团
nav-polls = 表决事项
nav-sign-in = 签到
nav-run = 表决控制
nav-print = 打印中心
nav-paper = 应急
nav-audit = 操作日志
nav-archive = 会议档案

## The desk

desk-home = 工作台
desk-no-sessions = 还没有会议。请工作人员新建会议。
desk-accounts-wait = 有 { $n } 项账户申请等您同意。
desk-accounts-go = 去审批
nav-grants = 账户审批
