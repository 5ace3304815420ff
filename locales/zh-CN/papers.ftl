# Papers to print, and what checks them

paper-centre = 打印中心
paper-lead = 按阶段列出本次会议需要的纸质文件。PDF 在新窗口打开，用浏览器打印。数据有改动的，请重新打印：每页的校验码可以查出旧件。
paper-before = 会前
paper-during = 会中
paper-after = 会后
paper-all = 打印{ $stage }文件（{ $n } 件）
paper-stage-empty = 本阶段还没有可以打印的文件，下面逐项写明缺什么、由谁办理。
paper-not-yet = 暂不能打印
paper-picture = { $name }首页
paper-open = 打开 PDF
paper-size = 纸张
paper-numerals = 项目序号
paper-numerals-chinese = 一、二、
paper-numerals-arabic = 1. 2.
paper-dates = 日期
paper-dates-arabic = 2026年6月15日
paper-dates-chinese = 二〇二六年六月十五日
paper-counts = 得票数
paper-counts-rule = 按票决办法
paper-counts-no = 不写
paper-counts-yes = 写明
paper-secret-title = 票签和密钥卡
paper-secret = 票签和密钥卡含有密码，只在制作它们的监票人设备上打印，这里没有。

## What each is for

paper-booklet = 候选项目名册
paper-booklet-for = 发给每名代表：候选项目的全部内容。
paper-regulation = 票决办法
paper-regulation-for = 提请大会通过：由设定的规则生成，按公文格式排版。
paper-attendance = 签到册
paper-attendance-for = 放在签到处：按代表团排列，每人一格签名。
paper-ballot = 空白表决票
paper-ballot-for = 纸质应急和要求用纸质票的代表使用。按需要的份数印制，由监票人清点保管。
paper-zero = 零票证明
paper-zero-for = 开始表决后立即打印，由监票人查验票箱后签字。
paper-result = 计票结果报告单
paper-result-for = 计票完毕打印，由总监票人、监票人、计票人签字后交会议主席宣布。
paper-notice = 公告
paper-notice-for = 结果确认后送主席团签发，公布后张贴。
paper-minutes = 会议记录
paper-minutes-for = 会后归档：出席、经过、结果和校验数据。

## Checking a paper

paper-check = 核对纸质文件
paper-check-kind = 文件
paper-check-code = 校验码
paper-check-how = 请把上面的校验码与纸上每页下方的校验码逐位核对。
paper-stands = 一致
paper-stands-what = 校验码与现有数据一致：打印以后，本件所载的数据没有变化。
paper-falls = 不一致
paper-falls-what = 校验码与现有数据不一致：打印以后数据有改动，或者本件不是由本系统打印。请向会议工作人员索取新件。

## Characters that cannot be printed

paper-lacking = 有 { $n } 个名字含有现有字体没有的字，不能完整印出：{ $names }。请管理员添加字体，或者印出后手写补正。
