# The desk before the session: sessions, roll, projects, officers, polls

## Every form

prepare-refused = 请更正后再试
prepare-refused-changed = 查看现在的内容
prepare-back = 返回
prepare-save = 保存
prepare-edit = 修改
prepare-find = 查找
prepare-find-all = 显示全部
prepare-found = 找到 { $n } 条
prepare-not-found = 没有找到“{ $what }”。请换一个词。
prepare-print = 打印
prepare-print-how = 请用浏览器的打印功能打印本页（Ctrl+P）。
prepare-number = 序号
prepare-refusal-status = 请选择在任、暂停或终止中的一项。

## Sessions

prepare-session-new = 新建会议
prepare-session-empty = 还没有会议。请先新建一次会议。
prepare-session-title-hint = 写会议全称，例如：朝天镇第二届人民代表大会第六次会议。
prepare-session-day-hint = 代表名册以这一天为准。
prepare-session-stubs = 票签的联数
prepare-session-stubs-hint = 每次票决用一联；本次会议最多举行这么多次票决，包括再次投票。
prepare-session-rehearsal = 演练
prepare-session-rehearsal-hint = 演练会议的每个页面都标明“演练”，其结果不能公布，也不计入统计。
prepare-session-is-rehearsal = 这是一次演练
prepare-session-begin = 建立会议

## The roll

prepare-roll = 代表名册
prepare-roll-lead = 以会议第一天（{ $day }）的任职情况计算应到人数。签到开始后，名册不能再改。
prepare-roll-many = 批量录入
prepare-roll-one = 逐人录入
prepare-roll-add = 录入一人
prepare-roll-empty = 还没有代表。请批量录入，或逐人录入。
prepare-roll-find = 按姓名、代表团或座位查找
prepare-roll-count = 应到 { $all } 人，名册共 { $total } 人
prepare-roll-all = 应到 { $all } 人
prepare-roll-status = 任职情况
prepare-roll-since = { $status }，自 { $day } 起
prepare-roll-why = { $line }：{ $reason }
prepare-roll-signature = 签名
prepare-roll-back = 返回代表名册
prepare-deputy = 代表
prepare-deputy-written = 基本信息
prepare-deputy-change = 登记任职变化
prepare-deputy-change-hint = 暂停执行职务和代表资格终止的，自所填日期起不计入全体代表。
prepare-deputy-reason-hint = 写明依据，例如：某日人大主席团公告。
prepare-deputy-record = 登记变化
prepare-deputy-remove = 移出名册
prepare-deputy-remove-hint = 只用于录入有误的情况。代表资格终止的，请登记任职变化，不要移出。

## Lists that are pasted

prepare-roll-lines = 批量录入代表
prepare-roll-lines-text = 名单
prepare-roll-lines-hint = 每人一行：姓名、代表团、座位。可以从表格中复制后粘贴；各项之间也可以用逗号或空格隔开。
prepare-roll-lines-take = 录入 { $n } 人
prepare-lines-look = 预览
prepare-lines-preview = 预览
prepare-lines-read = 共读出 { $n } 行
prepare-lines-whole = 请核对下表。没有问题后再录入；现在还没有保存。
prepare-lines-none = 还没有内容。请先粘贴名单。
prepare-lines-faults = 共 { $count } 处问题，没有录入任何数据。请按下表更正后再预览。
prepare-line = 行
prepare-line-note = 说明
prepare-look = 请核对
prepare-understood = 可以录入
prepare-line-same-name = 与第 { $line } 行姓名相同（{ $name }），请确认是否为同一人。
prepare-line-on-roll = 名册上已有 { $name }，请确认是否为同一人。
prepare-line-deputy-cells = 这一行有 { $count } 项，最多 3 项：姓名、代表团、座位。
prepare-line-split-name = 姓名“{ $name }”只有一个字。姓名中间有空格的，请用逗号或制表符隔开各项。
prepare-line-same-title = 与第 { $line } 行的项目名称相同。
prepare-line-project-cells = 这一行有 { $count } 项，最多 5 项。内容里有逗号的，请用制表符隔开各项。
