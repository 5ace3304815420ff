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
prepare-refusal-since = 日期不能早于 { $day }。会议之前已经变化的，日期请填 { $day }，实际日期写在理由中。

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
prepare-project-lines = 批量录入项目
prepare-project-lines-text = 项目清单
prepare-project-lines-hint = 每个项目一行：项目名称、总投资（万元）、项目内容、责任单位、完成时限。可以从表格中复制后粘贴；也可以用逗号隔开。
prepare-project-lines-take = 录入 { $n } 个项目

## Projects

prepare-projects = 候选项目
prepare-projects-lead = 从收集、筛选到列为候选，逐项登记。只有“候选”的项目才能列入票决。
prepare-projects-many = 批量录入
prepare-projects-empty = 还没有候选项目。可逐项新增，或批量录入。
prepare-projects-find = 按名称、内容、单位查找
prepare-projects-count = 共 { $n } 个项目
prepare-projects-back = 返回候选项目
prepare-project = 项目
prepare-project-new = 新增项目
prepare-project-wan = 总投资（万元）
prepare-project-wan-hint = 最多四位小数，例如 335.1545。
prepare-project-content-hint = 建设内容和规模，印在项目手册上，供代表审议。
prepare-project-due-hint = 例如：2027年10月底前。
prepare-project-goal-hint = 跨年度的项目，写明本年度要达到的目标。
prepare-project-no-category = 未分类
prepare-project-state = 状态
prepare-project-written = 项目信息
prepare-project-begin = 录入后列为
prepare-project-begin-hint = 初定候选的项目，直接列为候选；刚收集的，先存为建议。
prepare-project-as-candidate = 列为候选
prepare-project-as-suggested = 存为建议
prepare-project-reason = 原因：{ $reason }
prepare-project-reason-hint = 不予采纳、撤回或退回筛选的，请写明原因。
prepare-project-move = 改为“{ $state }”
prepare-project-no-moves = 这个状态由票决结果决定，不能手工改动。
prepare-refusal-begin = 新项目只能从建议、已筛选或候选开始。
prepare-refusal-state = 没有这个状态。请从按钮中选择。
prepare-concerns = 请再核对
prepare-concerns-lead = 以上只是提示，不妨碍列为候选，由主席团决定。

## Officers

prepare-officers = 监票人和主席团
prepare-officers-lead = 确定本次会议的监票人和主席团成员。各人在本人设备上制作密钥卡并登记，再由全体签署名单；签署完成后，名单不能再改。
prepare-officers-tellers = 监票人
prepare-officers-tellers-hint = 2 至 7 名。每人掌管一把密钥，全部到齐才能开启合计票数。
prepare-officers-presidium = 主席团成员
prepare-officers-presidium-hint = 由他们确认结果、公布结果。
prepare-officers-none = 还没有人选。
prepare-officers-no-accounts = 没有可选的账户。请系统管理员为本乡镇建立这一角色的账户。
prepare-officers-account = 账户
prepare-officers-add = 列入名单
prepare-officers-remove = 移出
prepare-officers-card = 密钥卡
prepare-officers-registered = 已登记
prepare-officers-unregistered = 未登记
prepare-officers-fingerprint = 密钥指纹
prepare-officers-list = 名单
prepare-officers-signed = 已签署
prepare-officers-unsigned = 未签署
prepare-officers-propose-title = 签署名单
prepare-officers-threshold = 结果需要几名主席团成员签字
prepare-officers-threshold-hint = 主席团现有 { $members } 人。默认过半数，可以提高，不能低于过半数。
prepare-officers-waiting = 还有 { $n } 人没有登记密钥卡。全部登记后才能签署名单。
prepare-officers-again = 重新提请后，已有的签字作废，请各位重新签署。
prepare-officers-propose = 请各位签署
prepare-officers-signing = 名单已提请签署，已签 { $n } / { $total } 人。请各位在“我的任务”中签署。
prepare-officers-fixed = 名单已由全体签署，不能再改。结果需要 { $n } 名主席团成员签字。

## Polls

prepare-polls = 表决事项
prepare-polls-lead = 每次票决用票签的一联，本次会议最多 { $n } 次。
prepare-polls-empty = 还没有表决事项。请先把项目列为候选，再新建票决。
prepare-polls-none = 还没有表决事项。工作人员建立后，在这里显示。
prepare-polls-back = 返回表决事项
prepare-poll = 票决
prepare-poll-new = 新建票决
prepare-poll-edit = 修改票决
prepare-poll-change = 修改
prepare-poll-save = 保存票决
prepare-poll-stub = 第 { $n } 联
prepare-poll-candidates = { $n } 个候选项目
prepare-poll-list = 候选项目 { $n } 个
prepare-poll-list-name = 候选项目
prepare-poll-rule = 票决规则
prepare-fingerprint = 清单指纹
prepare-fingerprint-hint = 题目、候选项目、票决方式和规则任何一处不同，指纹就不同。可以与打印件核对。
prepare-freeze-title = 冻结清单
prepare-freeze-lead = 冻结后，题目、候选项目、票决方式和规则都不能再改。由工作人员提请，由一名主席团成员确认。
prepare-freeze = 提请冻结清单
prepare-freeze-asked = 已提请冻结清单，请一名主席团成员在本人账户中确认。
prepare-freeze-asked-by = 已提请冻结清单，请一名主席团成员（{ $names }）在本人账户中确认。
prepare-cautions = 请主席团留意
prepare-caution-surplus = 候选项目比应选数多出不足百分之二十，差额偏小。
prepare-caution-obligatory = 没有差额，而所依据的规定要求差额票决。
prepare-caution-base = 通过要求不以全体代表为基数。《地方组织法》第二十五条规定，决议以全体代表的过半数通过。
prepare-caution-no-pass = 不设得票数要求。《地方组织法》第二十五条规定，决议以全体代表的过半数通过。
prepare-caution-half = “半数以上”是否含半数容易产生歧义：本规则中恰好半数即算达到。
prepare-regulation = 票决办法
prepare-regulation-open = 查看和打印票决办法
prepare-regulation-adopted = （{ $day }大会通过）
prepare-adoption = 票决办法的通过
prepare-adoption-missing = 还没有登记。大会通过票决办法并登记后，才能开始表决。
prepare-adoption-record = 登记通过
prepare-adoption-change = 更正登记
prepare-adoption-hint = 写明第几次全体会议、以什么方式通过。修改票决后需重新登记。
prepare-adoption-save = 登记
prepare-discard = 作废草案
prepare-discard-lead = “{ $question }”的草案将被作废，不能恢复。候选项目不受影响。
prepare-discard-type = 确认作废的，请输入“{ $word }”
prepare-discard-word = 作废
prepare-refusal-typed = 请输入“{ $word }”以确认。草案没有作废。

## The form of a poll

prepare-question-hint = 印在表决票上的题目，最多 60 个字。例如：2027年度朝天镇民生实事项目票决。
prepare-field-method = 票决方式
prepare-field-candidates = 候选项目
prepare-field-profile = 规则模板
prepare-field-seats = 应选数
prepare-field-max = 最多选几个
prepare-field-min = 最少选几个
prepare-field-grades = 测评档次
prepare-field-basis = 依据
prepare-field-quorum = 法定人数
prepare-field-quorum-of = 法定人数（占全体代表）
prepare-field-pass = 通过要求
prepare-field-pass-base = 通过要求以什么为基数
prepare-field-surplus = 差额
prepare-field-tie = 末位同票
prepare-field-shortfall = 不足应选数
prepare-field-blank = 未填的项目
prepare-field-publish = 公告内容
prepare-field-over-vote = 纸质票多选
prepare-field-score = 排序依据
prepare-field-step = 评定
prepare-field-sum = 合计前几档
prepare-field-returned = 收回多于发出
prepare-method-pick = 勾选
prepare-method-pick-hint = 从候选项目中选出若干个。
prepare-method-yes-no = 逐项表决
prepare-method-yes-no-hint = 对每个项目赞成、反对或弃权。
prepare-method-capped = 限额逐项表决
prepare-method-capped-hint = 逐项表决，赞成数有上限。
prepare-method-grade = 满意度测评
prepare-method-grade-hint = 给每个项目评一个档次。
prepare-method-rank = 排序
prepare-method-rank-hint = 按优先次序给项目编号。
prepare-seats-hint = 选出几个项目。留空：达到通过要求的全部入选。满意度测评请留空。
prepare-max-hint = 用于勾选、限额、排序。留空与应选数相同。
prepare-min-hint = 只用于勾选。留空为 0，即可以一个都不选。
prepare-grades-hint = 只用于满意度测评。每行一档，从高到低，2 至 10 档。
prepare-candidates-hint = 按清单的序号排列。只有状态为“候选”的项目可选。
prepare-candidates-empty = 还没有候选项目。请先到“候选项目”中列为候选。
prepare-rule-hint = 选择模板后按“按模板填写”，再按需要修改各项。票决办法按这里的规则生成。
prepare-fill = 按模板填写
prepare-parameters = 各项规则
prepare-profile-default = 通用（地方组织法）
prepare-profile-zj-2022 = 浙江（2022年规定）
prepare-profile-cq-2024 = 重庆（2024年决定）
prepare-profile-sn-2025 = 陕西（2025年规定，必须差额）
prepare-profile-sichuan-generic = 四川（县级文件）
prepare-basis-hint = 写入票决办法第一条。
prepare-pass-base-hint = 以全体代表为基数符合《地方组织法》第二十五条。
prepare-blank-hint = “视为赞成”只用于逐项表决。
prepare-publish-hint = 会场当场宣布的结果总是包含得票数；公开的核验数据也总是包含合计票数。
prepare-over-hint = “只作废该项”不用于勾选。
prepare-score-hint = 只用于排序。
prepare-cmp-over = 超过
prepare-cmp-at-least = 达到（含本数）
prepare-share-cmp = 比较
prepare-share-num = 分子
prepare-share-den = 分母
prepare-base-all = 全体代表
prepare-base-present = 到会代表
prepare-base-issued = 发出票数
prepare-base-valid = 有效票数
prepare-base-none = 不设要求
prepare-surplus-free = 由大会决定是否差额
prepare-surplus-obligatory = 必须差额
prepare-tie-revote = 就同票项目再次票决
prepare-tie-presidium = 由主席团决定
prepare-tie-admit-all = 同票的全部入选
prepare-tie-drop-all = 同票的都不入选
prepare-shortfall-leave = 缺额保留
prepare-shortfall-revote = 本次会议再次票决
prepare-shortfall-next-session = 下次会议再票决
prepare-shortfall-presidium = 由主席团决定
prepare-blank-abstain = 视为弃权
prepare-blank-yes = 视为赞成
prepare-publish-counts = 项目名称和得票数
prepare-publish-names = 只公布项目名称
prepare-over-ballot-void = 整张票作废
prepare-over-item-void = 只作废该项
prepare-score-pick = 按被编号的票数
prepare-score-borda = 按得分（第 1 位分最高）
prepare-score-rank-sum = 按序号之和（小者在前）
prepare-grading = 测评评定
prepare-grading-hint = 只用于满意度测评。自上而下，先满足的一行决定档次；都不满足的为末项。
prepare-step-grade = 评定为
prepare-grading-else = 都不满足时评定为
prepare-grading-base = 以什么为基数

## A rule in sentences

prepare-says-pick = 每名代表最多选 { $max } 个项目。
prepare-says-pick-min = 每名代表选 { $min } 至 { $max } 个项目。
prepare-says-yes-no = 对每个项目赞成、反对或弃权。
prepare-says-capped = 对每个项目赞成、反对或弃权，赞成不超过 { $max } 个。
prepare-says-grade = 对每个项目评定一个档次：{ $grades }。
prepare-says-rank = 按优先次序编号，从 1 编到 { $max }。
prepare-says-seats = 选出 { $seats } 个项目。
prepare-says-all-that-pass = 不限名额，达到通过要求的全部入选。
prepare-says-no-pass = 不设得票要求，按得票多少入选。
prepare-says-pass = 得票{ $share }方为通过。
prepare-says-quorum = 到会代表{ $share }方可票决。
prepare-says-step = 前 { $sum } 档合计{ $share }的，评定为“{ $grade }”。
prepare-says-else = 都不满足的，评定为“{ $grade }”。
prepare-says-returned = 收回的票多于发出的票，本次票决无效。
prepare-share-over-half = 超过{ $base }的半数
prepare-share-over = 超过{ $base }的 { $num }/{ $den }
prepare-share-at-least = 达到{ $base }的 { $num }/{ $den }（含本数）

## What does not fit in a poll

prepare-refusal-number = “{ $field }”请填写整数。
prepare-refusal-share = “{ $field }”请填写大于 0、不超过 1 的分数，例如 1/2。
prepare-refusal-method = 请选择一种票决方式。
prepare-refusal-max-none = 请填写应选数，或填写最多选几个。
prepare-refusal-max = 最多选 { $max } 个，而候选项目有 { $count } 个。请填写 1 至 { $count }。
prepare-refusal-min-max = 最少选 { $min } 个，多于最多选 { $max } 个。请改正其中一项。
prepare-refusal-seats = 应选 { $seats } 个，而候选项目有 { $count } 个。请填写 1 至 { $count }，或留空。
prepare-refusal-seats-grade = 满意度测评没有应选数。请把应选数留空。
prepare-refusal-blank = “未填的项目视为赞成”只用于逐项表决。请改为视为弃权。
prepare-refusal-item-void = 勾选票多选时整张作废。请把“纸质票多选”改为整张票作废。
prepare-refusal-score = “排序依据”只用于排序。请改为按被编号的票数。
prepare-refusal-basis = 请填写依据。
prepare-refusal-grades = 请填写 2 至 10 个互不相同的测评档次，每行一个。
prepare-refusal-grading = 测评评定有误：评定的档次须在测评档次中，自上而下从高到低，合计的档数不超过档次数，末项低于以上各项。
prepare-refusal-large = 项目和编号太多，一张票放不下。请减少候选项目，或分成两次票决。
