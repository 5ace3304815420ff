# Why something is not done: what is the matter, then what to do next and who must do it

## Signing in, roles, what was typed

refusal-sign-in = 尚未登录，或登录已过期。请重新登录。
refusal-credentials = 登录名或密码不正确。请核对后重新输入；忘记密码的，请联系系统管理员。
refusal-blocked = 密码或口令多次输入错误，暂停登录。请 { $minutes } 分钟后再试，或在您平时使用的设备上登录，或请系统管理员重置。
refusal-password-long = 密码过长。请核对后重新输入。
refusal-password-weak = 密码不符合要求：{ $rule }
refusal-not-fresh = 这项操作需要确认是您本人。请重新输入密码，然后再办理一次。
refusal-setup-code = 初始化码不正确或已用过。请核对启动本程序的终端上显示的 16 位初始化码；已建立首个账户的，请直接登录。
refusal-page = 您没有查看这个页面的权限。如需办理，请联系{ $roles }。
refusal-role = 您没有“{ $verb }”的权限。如需办理，请联系{ $roles }。
refusal-second-same = 第二名确认人不能是您本人。请另一名有权限的人员登录后确认。
refusal-changed = 另一名工作人员刚刚修改了此内容。请刷新后重新操作。
refusal-field-empty = “{ $field }”没有填写。请填写后重新保存。
refusal-field-long = “{ $field }”有 { $count } 个字，最多 { $max } 个字。请缩短后重新保存。
refusal-field-hidden = “{ $field }”的第 { $place } 个字是看不见的字符（{ $character }）。请删除后重新输入。
refusal-day = “{ $field }”不是有效日期。请按 2026-11-23 的格式填写，年份在 2000 至 2100 之间。

## Accounts and townships

refusal-login = 登录名不符合要求。请使用 2 至 32 个小写字母、数字、点、连字符或下划线。
refusal-login-taken = 这个登录名已有人使用。请换一个登录名。
refusal-role-unknown = 没有选择角色。请从列表中选择。
refusal-own-account = 不能停用您本人的账户。请另一名系统管理员办理。
refusal-no-account = 没有找到这个账户，或它不属于本乡镇、已经停用。请刷新后从列表中选择。
refusal-no-township = 没有找到这个乡镇。请从列表中选择，或先新增乡镇。
refusal-township-code = 乡镇代码应为 9 位数字。请按统计用区划代码填写。
refusal-township-days = 撤并日期应晚于设立日期。请核对后重新保存。
refusal-township-kind = 没有选择乡镇类型。请选择镇、乡或街道。
refusal-township-twice = 这个代码的乡镇已经登记。请在列表中修改原有的一条。
refusal-predecessor = 没有找到代码为 { $code } 的原乡镇，或它就是本乡镇。请先登记原乡镇，再填写它的代码。

## Sessions

refusal-no-session = 没有找到这次会议。请核对网址，或从工作台重新进入。
refusal-session-closed = 会议已闭会，不能再修改。结果有误的，由主席团成员提请更正。
refusal-sign-in-not-begun = 签到还没有开始。请工作人员先将会议推进到签到阶段。
refusal-preparation-over = 当前阶段为“{ $stage }”，名册、项目、监票人和主席团不能再修改。确需变动的，请报告主席团。
refusal-no-roll = 还没有代表名册。请工作人员先导入代表名册，再开始签到。
refusal-poll-not-over = “{ $question }”还没有公布或作废，不能闭会。请先办完这次表决。
refusal-stubs-range = 票根联数应为 1 至 { $max }。请按计划的表决次数填写。
refusal-site = 本站名称“{ $site }”不能写入日志。请系统管理员换一个名称，重新启动本程序。
refusal-township-day = 会议首日本乡镇尚未设立或已经撤并。请核对日期，或请系统管理员更新乡镇信息。

## The roll and sign-in

refusal-no-deputy = 名册中没有这名代表。请刷新后从列表中选择。
refusal-nobody-ticked = 没有勾选代表。请先勾选，再选择签到、请假或取消。
refusal-not-in-office = { $name } 在会议首日不在任，不能签到。请工作人员核对名册。
refusal-slip-drawn = { $name } 已经签到并领取票签，表决开始后不能取消。有误的，请报告监票人。
refusal-roll-long = 名册最多 { $max } 人。请核对要导入的名单。

## Projects

refusal-no-project = 没有找到这个项目。请刷新后从列表中选择。
refusal-project-move = 项目不能从“{ $state }”改为“{ $to }”。请刷新后选择列出的状态。
refusal-project-reason = 改为“{ $to }”应写明理由。请填写理由后重新办理。
refusal-projects-many = 项目最多 { $max } 个。请核对要导入的清单。
refusal-title-twice = 已有名称为“{ $title }”的项目。请改用不同的名称。
refusal-investment = 总投资的格式不对。请以万元为单位填写数字，最多四位小数，例如 12.5。
refusal-listed = 项目已列入“{ $question }”的清单，不能这样修改。请工作人员先把它移出该清单；清单已冻结的不能再改。

## Tellers and presidium

refusal-no-officer = 您不在本次会议的监票人和主席团名单中。请联系工作人员。
refusal-no-office = 这个账户的角色不能列入名单。请选择监票人或主席团成员的账户。
refusal-officer-twice = 这个账户已在名单中。请从列表中选择其他账户。
refusal-officers-fixed = 监票人和主席团名单已经全体签字固定，不能再修改。确需变动的，请报告主席团。
refusal-officers-few = 监票人和主席团名单还不完整。请工作人员补齐人员后再提请签字。
refusal-officers-list = 监票人和主席团名单不能使用。请工作人员核对人数和主席团签字人数后再提请签字。
refusal-keys-missing = { $names } 还没有登记密钥卡。请本人登录后在“密钥卡”页登记，再提请签字。
refusal-no-lock = 密钥卡的登记不完整或证明不成立。请监票人在“密钥卡”页重新登记。
refusal-no-officers-yet = 监票人和主席团名单还没有全体签字。请先完成名单签字。

## Polls: preparation

refusal-no-poll = 没有找到这次表决。请刷新后从列表中选择。
refusal-state = 当前状态为“{ $state }”，不能办理“{ $verb }”。{ $next }
refusal-method = 表决方式有误。请修改后重新保存。
refusal-rule = 票决办法的规则有误。请修改后重新保存。
refusal-candidates = 选择了 { $count } 个候选项目。请选择 2 至 300 个。
refusal-not-candidate = “{ $title }”不是候选项目。请先在项目清单中把它列为候选项目。
refusal-candidate-twice = “{ $title }”选择了两次。请去掉其中一个。
refusal-stubs = 票签有 { $stubs } 联票根，每次表决用一联，已全部排满，不能再增加表决。请改用纸质票或另行召开会议。
refusal-round-prepared = 下一轮已经准备好。请在表决列表中办理那一轮。
refusal-again-prepared = 重新表决已经准备好。请在表决列表中打开。
refusal-no-round = 本次结果不需要进行下一轮。请提请公布结果。

## Polls: running

refusal-not-in-session = 当前阶段为“{ $stage }”，不能开始表决。请工作人员先将会议推进到会议阶段。
refusal-not-adopted = 还没有登记票决办法已经大会通过。请工作人员登记后再开始表决。
refusal-list-changed = 清单或规则与两人冻结时不一致，是在系统外被改动的，不能开始表决。请报告主席团。由工作人员重新添加表决，两人核对并冻结后再开始；项目内容被改动的，先用另一个名称新增正确的项目；票根已排满的，改用纸质票。
refusal-no-slips = 还没有登记票签。请监票人先制作并登记票签。
refusal-no-quorum = 实到 { $present } 人，少于规定的 { $needed } 人，不能开始表决。请工作人员继续办理签到。
refusal-other-poll = “{ $question }”当前状态为“{ $state }”，同一时间只办理一次表决。请先完成那次表决的截止和开启合计。
refusal-manifest = 表决事项还不能开始表决。请工作人员核对清单、规则和签到人数。
refusal-void-too-early = 监票人还没有全体签字封箱，作废时不需要指明监票人。请去掉后重新提请。
refusal-void-names-teller = 监票人已经签字封箱，只有缺少合计的一份时才能作废。请指明没有办理开启合计的监票人。
refusal-void-asked = 已经提请作废本次表决。请主席团成员在“我的任务”中签字。
refusal-hands-method = 举手表决只能逐项表示赞成、反对或弃权。请改选“逐项赞成、反对、弃权”，或改用纸质票。
refusal-paper-few-sealed = 只有 { $n } 张密封票，少于 { $least } 张，不能单独计票，本轮不能改用纸质票。请主席团作废本次表决，再由工作人员改用纸质票重新表决。
refusal-paper-few-left = 还可能投纸质票的只有 { $n } 人，少于 { $least } 人，纸质票不能单独计票。请在一台平板上投完；平板都不能用的，请主席团作废，再改用纸质票重新表决。
refusal-paper-few = 只发了 { $n } 张纸质票，少于 { $least } 张，不能单独计票。截止前请两名监票人在“票签”页将票签改回，用这些票签在平板上代投。
refusal-paper-unsigned = 还有 { $n } 张换领纸质票的票签没有两名监票人签字。请监票人在“我的任务”中签字，再提请截止。
refusal-paper-no-tablets = 本次表决已改用纸质票，平板不收票，票签改回后也投不了。请工作人员先在“应急”页提请恢复平板表决；平板都不能用的，报告主席团作废本次表决。
refusal-close-more = 已投密封票和换领的纸质票共 { $n } 张，多于实到 { $present } 人，不能截止。请工作人员核对签到，补签到会的代表；确实多出的，报告主席团作废本次表决。
refusal-paper-no-slip = 本次不用票签。请直接向代表发纸质票。
refusal-paper-voted = 这张票签在本次表决中已经投票，不能再领纸质票。请将票签还给代表，并说明已投。
refusal-paper-twice = 这张票签已经换领过纸质票。请核对后处理下一张。
refusal-paper-none-held = 没有等待处理的票签。请返回查看最新情况。
refusal-paper-enough = 已有 { $n } 张纸质票，够单独计票，不用改回平板。请监票人在“我的任务”中签字。
refusal-paper-already = 本次表决已在用纸质票。请监票人继续发票，投票完毕后提请截止。
refusal-paper-not-switched = 本次表决没有改用纸质票。暂停的，请工作人员按“恢复表决”。
refusal-paper-resume = 本次表决已改用纸质票，不能直接恢复。平板可用的，请工作人员在“应急”页提请恢复平板表决，由主席团确认。
refusal-issued-missing = 没有填写发出的纸票张数。请监票人清点后报数，填写整数。
refusal-issued-many = 发出 { $issued } 张，多于实到 { $present } 人。请核对发票数和签到，换发的坏票不重复计算。
refusal-batch-other = 现在录入的是第 { $n } 批。请刷新后重新录入。
refusal-batch-boxes = 录入的格数与表决票不符。请刷新后重新录入。
refusal-batch-papers = { $papers } 张票中无效 { $invalid } 张，不可能。请重新清点后录入。
refusal-batch-total = 第 { $box } 格填了 { $total }，多于有效票 { $valid } 张。请重新清点这一格。
refusal-batch-group = 各格相加超出 { $valid } 张有效票所能有的数。请重新清点，并检查超选的票是否已算作无效。
refusal-batch-more = 录入的纸质票共 { $papers } 张，多于换领的 { $issued } 张。请重新清点；确实多出的，按票决办法本次无效，报告主席团作废。
refusal-batch-few = 这一批只有 { $n } 张。与密封票并用时，每批至少 { $least } 张；请与其他纸票合为一批。总数不足的，报告主席团。
refusal-batch-late = 已有监票人签署封箱说明，不能再录入或签署纸质票。确有遗漏的，报告主席团作废本次表决。
refusal-batch-open = 第 { $n } 批纸质票还没有办结。请两名监票人录入一致并签字，再封箱；没有这一批的，请录入人将各格都改录为 0。
refusal-paper-outstanding = 发出 { $issued } 张，收回 { $papers } 张，应有 { $missing } 张未交，而填写的是 { $stated } 张。请录入其余纸票，或如实填写未交张数。
refusal-hands-invalid = 举手没有无效票。请只录入赞成和反对的人数。
refusal-hands-once = 举手人数已经录入。请监票人签署封箱说明。
refusal-hands-more = 参加表决 { $n } 人，多于实到 { $present } 人。请重新点数。
refusal-hands-not-entered = 还没有录入举手人数。请两名监票人先分别录入，一致后签字。
refusal-no-locks = 本次用纸质票或举手表决，没有合计要开启。请返回任务列表。
refusal-recon = 票数核对不符，不能签字确认：{ $identity }（{ $left } { $sign } { $right }）。{ $law }
refusal-not-published = 结果还没有公布。公布后可在这里下载材料并核验。
refusal-no-result = 这次表决还没有结果。开启合计后可在这里导出。

## Acts of a second person

refusal-proposed = “{ $act }”已经提请，正在等待第二人确认。请第二人登录后办理。
refusal-withdraw = 只有提请人和确认人可以撤回。请联系提请人。
refusal-act-gone = 这项提请已经办结或撤回。请刷新后查看最新情况。
refusal-export-early = 当前阶段为“{ $stage }”，会议档案还不完整。请在闭会后再提请导出。
refusal-export-changed = 提请之后会议内容又有变化（例如登记了更正），档案与提请时不一致。请工作人员重新提请，再由主席团成员确认。
refusal-export-nobody = 会议档案还没有经主席团成员确认。请工作人员先在“会议档案”页提请导出。

## Signatures and shares

refusal-note-gone = 这份文字已经办结或撤回，不再等待签字。请返回任务列表。
refusal-note-signed = 这张票签已有两名监票人签字，不用再签。请返回任务列表。
refusal-note-not-yours = 这份文字不由您签字。请返回任务列表，只办理列出的事项。
refusal-signature = 签字核对不符，没有接收。请核对密钥卡后重新签字。
refusal-closing-entered = 封箱已由全体监票人签字完成，不用再签。请返回任务列表开启合计。
refusal-closing-text = 封箱文字与日志不符，没有接收。请刷新后重新核验，再签字。
refusal-no-closing-yet = 监票人还没有全体签字封箱。请等全体签字后再开启合计。
refusal-share = 送来的一份合计核验不通过，没有接收。请核对密钥卡后重新办理；仍不通过的，立即报告主席团。

## Slips

refusal-slips-made = 票签已经登记，不能再次登记。请使用已登记的票签。
refusal-slip-unknown = 名册中没有这张票签。请核对票签上的 16 位票码后重新输入。
refusal-slip-void = 这张票签已经作废，或正在等待监票人签字作废。请登记下一张。
refusal-slip-voted = 这张票签已经投票，不能作废。请收好票签并报告监票人。
refusal-void-reason = 这里不能办理改用纸质票。请选择剩余或损坏更换。
refusal-project-begins = 项目不能从“{ $state }”开始。请选择建议、已筛选或候选。

## Papers

refusal-paper-no-candidates = 还没有候选项目。请工作人员先在“候选项目”中录入，并列为候选。
refusal-paper-no-poll = 还没有表决事项。请工作人员先在“表决事项”中新建。
refusal-paper-hands = 举手表决没有表决票，也没有票箱，不用这份文件。请打印其他文件。
refusal-paper-round = 再次投票没有另外的票决办法，按会议通过的首轮票决办法进行。请打印首轮票决办法。
refusal-paper-not-open = 表决还没有开始。请工作人员提请开始，由全体监票人签字开启后再打印。
refusal-paper-not-counted = 还没有计票。表决截止后，由全体监票人封箱、开启合计票数，再打印。
refusal-paper-not-certified = 结果还没有确认。请监票人和主席团成员先签字确认。
refusal-paper-no-log = 还没有举行表决。第一次表决开始后才有会议记录。
refusal-paper-none = { $stage }还没有可以打印的文件。请在打印中心查看各项缺什么。
refusal-paper-busy = 正在排印的文件太多。请过一会儿再试。
refusal-paper-long = 这些文件共 { $pages } 页，一次不能印这么多。请逐件打印。
refusal-disk-opening = 服务器存储空间不足：剩余 { $free } MB，开始表决需要 { $needed } MB。请联系系统管理员清理后再提请。
refusal-busy = 登录的人太多，没有受理。请稍等片刻再试。
refusal-code = 动态口令或恢复码不正确，或已经用过。请等手机上换出下一个再输入。
refusal-code-setup = 数字不正确。请输入手机上现在显示的 6 位数字；仍不正确的，请核对手机的时间。
refusal-code-expired = 登录码已过期（24 小时）。请联系系统管理员重新办理。
refusal-sign-in-gone = 登录已超时。请重新登录。
refusal-password-common = 密码太常见（如连续数字、键盘顺序、常用词语）。请加入只有您想得到的内容。
refusal-password-own-name = 密码中不能有您的登录名或姓名。请换一个。
refusal-password-used = 这个密码最近用过。请换一个新的。
refusal-grant-waits = 这个账户已提出，正等待另一人同意。请先撤回再重新提出。
refusal-own-reset = 不能重置您本人的登录。请使用“修改密码”，或请另一名系统管理员办理。
refusal-machine-reset = 这里只能重置系统管理员的登录；主席团只剩一名成员能登录的，也可以重置这名成员的登录。其他账户请由系统管理员在浏览器中申请，由主席团成员确认。
refusal-last-reset = 本乡镇主席团没有其他成员能登录，无人可以同意，也不能由一个人代替主席团。请在服务器上停止服务，运行“piaojue admin reset 登录名”，把一次性登录码交给该成员本人。
refusal-last-presidium = 这是本乡镇主席团最后一个账户，停用后无人审批账户。请先新增主席团成员并由其首次登录。

## Tablets of the hall

refusal-tablet-code = 登记二维码不正确、已使用或已过期。请工作人员重新显示二维码后扫描。
refusal-tablet-unknown = 这台平板没有登记或登记已到期。请工作人员重新登记。
refusal-no-tablet = 没有找到这台平板。请刷新列表后重新操作。
