# Paper and hands: how votes come in, the emergency page, counts apart and together, reconciliation

channel-sealed = 平板密封票
channel-paper = 纸质票
channel-hands = 举手表决

## Counts apart and together

apart-title = 密封票与纸质票分列
apart-valid = 有效票：密封票 { $sealed } 张，纸质票 { $paper } 张，合计 { $both } 张。
apart-option = 序号
apart-project = 项目
apart-way = 投票方式
apart-sealed = 密封票
apart-paper = 纸质票
apart-both = 合计
apart-votes = 得票
apart-yes = 赞成
apart-no = 反对
apart-abstain = 弃权
apart-number = 第 { $n } 号

## Reconciliation

recon-issued = 发出 = 收回 + 未投
recon-stubs = 票根 = 密封票
recon-papers = 纸票发出 = 收回 + 未交
recon-present = 收回不多于实到
recon-sign-in = 签到表不少于截止时实到
recon-handed-out = 发出
recon-returned = 收回
recon-not-cast = 未投
recon-ballots = 密封票
recon-paper = 纸质票
recon-stubs-counted = 票根
recon-papers-issued = 发出纸票
recon-papers-in = 收回纸票
recon-unreturned = 未交
recon-present-figure = 截止时实到
recon-signed-in = 签到表现有
recon-holds = ✓ 相符
recon-open = … 待清点
recon-answered = ! 不符，主席团已签字认可
recon-voids = ✕ 不符，本次无效
recon-breach = ✕ 不符
recon-law-issued = 收回的票多于发出的票，表决无效，由主席团决定重新表决；少于发出的有效，差数记为未投或未交（票决办法；参照选举法第四十四条）。
recon-law-stubs = 票根与密封票不等的，应当众重新清点；仍不等的，须主席团签字认可才能开票。
recon-law-present = 收回的票多于到会代表，表决无效，由主席团决定重新表决（票决办法；参照选举法第四十四条）。
recon-law-sign-in = 签到表少于截止时登记的实到人数，说明签到表在截止后有变动。请工作人员和监票人核对签到表，恢复原状后再签字。
recon-blocks = 有一项不符，不能签字确认结果。请先查清原因。

## The emergency page

emergency-title = 应急：改用纸质票
emergency-lead = 平板、网络或电力出现故障时，表决改用纸质票在同一轮继续进行，已投的密封票继续有效。本页可以打印，会前放在监票台。
emergency-now = 现在怎么办
emergency-none = 现在没有进行中的表决。需要全程用纸质票的，请准备一次纸质票表决。
emergency-prepare = 准备纸质票表决
emergency-cast = 已投密封票
emergency-held = 已收票签、待签字
emergency-void = 已改用纸质票
emergency-left = 尚未投票
emergency-switched = { $since }起改用纸质票。理由：{ $reason }
emergency-hand-out = 请监票人逐一收下未用的票签，登记后发给纸质票；由另一名监票人一起签字。
emergency-to-slips = 去登记票签、发纸质票
emergency-to-close = 去提请截止
emergency-to-tasks = 去录入纸质票
emergency-back = 平板已经修好
emergency-back-lead = 恢复后，没有换领纸质票的代表可以再用平板投票。由主席团成员确认。
emergency-back-ask = 提请恢复平板表决
emergency-reason = 理由
emergency-reason-hint = 例如：会场停电，平板不能使用。时间自动记录。
emergency-switch-lead = 提请后由主席团成员确认。确认后平板停止投票，大屏和平板提示改用纸质票。
emergency-switch-ask = 提请改用纸质票
emergency-switch-who = 改用纸质票由工作人员提请，主席团成员确认。
emergency-single = 个别代表要求用纸质票的，不用改用：请监票人收下票签，登记后发票。
emergency-entered = 发出纸票 { $issued } 张，已录入 { $papers } 张。请两名监票人分别录入。
emergency-over = 本次表决已经计票，不能再改用纸质票。
emergency-steps = 办理步骤
emergency-step-stop = 停。
emergency-step-stop-how = 主席宣布暂停。代表留在座位上，票签收好；已投的不用重投。
emergency-step-switch = 提请和确认。
emergency-step-switch-how = 工作人员在本页提请，主席团成员确认。停电的，用备用电源上的本机办理；都不能用的，按最后一条办。
emergency-step-hand = 收票签，发纸票。
emergency-step-hand-how = 监票人收下未用的票签，扫描或输入票码；系统查明未投才登记。两名监票人各自用密钥卡签字。一张票签换一张纸票。
emergency-step-vote = 填写和投票。
emergency-step-vote-how = 代表在写票处填写，投入另设的票箱。填错的，凭原票换发。
emergency-step-close = 截止。
emergency-step-close-how = 主席宣布后，工作人员提请截止，监票人确认。截止前，收下的票签都要签完字。
emergency-step-count = 清点和录入。
emergency-step-count-how = 开箱，先清点张数，再分出无效票，逐项唱票。两名监票人各用各的设备分别录入，互相不看；不一致的，回到纸票重新清点；一致后各自签字。
emergency-step-seal = 封箱和开票。
emergency-step-seal-how = 每名监票人填写票根数和未交的纸票数，核验日志后签字；密封票的合计照常开启，两部分相加。
emergency-step-certify = 核对和确认。
emergency-step-certify-how = 发出 = 收回 + 未投，逐项相符后签字确认。纸票封存，与记录一起保管。
emergency-few-title = 纸质票少于 { $least } 张时
emergency-few = 纸质票的合计单独公布，少于 { $least } 张会泄露个人意愿，所以不能单独计票。凑不足时，截止前由两名监票人在“票签”页将收下的票签改回，打乱次序，用这些票签在一台平板上照票代投。
emergency-dead-title = 本轮不能继续时
emergency-dead = 密封票不足最低张数、还没有投的人太少，或服务器不能恢复的：主席团签字作废本次表决，由工作人员改用纸质票重新表决。服务器不能用的，全程在纸上办理，恢复后补录。
emergency-wholly-title = 全程用纸质票或举手
emergency-wholly = 准备表决时选择“纸质票”或“举手表决”，不用制作票签。截止时填写发出的纸票张数，其余步骤相同。举手不能保密，只用于逐项赞成、反对、弃权。
