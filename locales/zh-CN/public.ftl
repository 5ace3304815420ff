# What everybody can read

public-home = 年度清单
public-how = 核验方法
public-verify = 在线核验
public-desk = 工作台
public-accessibility = 无障碍声明
public-privacy = 隐私说明
public-api = 程序接口
public-foot = 本站公布乡镇民生实事项目的票决结果。对结果有疑问，请联系本乡镇人民代表大会主席团；街道的，请联系人大工作委员会。

## The home page

public-home-title = 民生实事项目票决结果
public-home-lead = 乡镇人大代表投票选出、街道议事代表投票推荐本年度要办的民生实事，结果在这里公布。每一票都密封计票，任何人都可以自己核验结果。
public-to-desk = 进入工作台
public-running = 正在进行的会议
public-lists = 已公布的年度清单
public-no-lists = 本年度清单尚未公布。
public-list-title = { $year }年度{ $township }民生实事项目
public-list-meta = { $n } 个项目 · 更新于 { $at }

## The list of a session

public-updated = 更新于 { $at }
public-count = 共 { $n } 个项目，按候选名单的顺序排列。
public-none-chosen = 本次票决没有项目入选，原因见下方的票决结果。
public-decided-by = 怎样产生的
public-round = 第 { $n } 次投票的结果
public-corrected = 更正（{ $at }）
public-published-at = 公布时间
public-question-code = 题面码
public-closing-code = 封箱码
public-receipts = 收据码
public-officers = 监票人和主席团
public-tellers = 监票人
public-presidium = 签字的主席团成员
public-check = 自己核验
public-check-codes = 题面码和封箱码在会场当众宣读，并写入纸质记录。请与上面的两个码核对。
public-check-receipt = 代表可以在收据码列表中找到自己投票后屏幕上显示的收据码。
public-check-bundle = 任何人都可以下载核验文件，用离线程序或在线核验页重新核验每一张密封票和计票结果。
public-check-here = 核验这次结果
public-bundle = 下载核验文件
public-organiser = 主办单位：{ $township }人民代表大会主席团

## How a poll was decided

public-back-list = 返回年度清单
public-back-poll = 返回票决结果
public-when = 表决开始于 { $opened }，结果公布于 { $at }
public-figures = 人数和票数
public-all = 应到
public-present = 实到
public-issued = 发出
public-cast = 收回
public-not-cast = 未投
public-invalid = 无效
public-papers = 收回的票中有纸质票 { $n } 张。
public-no-sealed = 本次不使用平板，没有密封票和收据码；票数由两名监票人分别录入、核对一致并签字。
public-rule = 票决规则
public-rule-title = 票决办法全文
public-rule-lead = 以下各条由计票所用的同一套规则生成，大会通过的就是这些规则。
public-votes = 得票
public-votes-of = { $n } 票
public-votes-table = 各项目得票表
public-number = 序号
public-project = 项目
public-fate = 结果
public-yes = 赞成
public-no = 反对
public-abstain = 弃权
public-score = 得分
public-names-only = 按票决办法，公告只载明项目名称。得票数已在会场当场宣布，也写在可供核验的完整记录里。
public-reasons = 每个项目的理由
public-remarks = 说明
public-proof = 谁确认的，怎样核对
public-signed-tellers = 签字确认的监票人
public-signed-presidium = 签字确认的主席团成员
public-proof-codes = 题面码在表决开始时宣读，封箱码在截止后宣读。两个码与会场纸质记录一致，说明这里的结果就是会场上的那一次投票。

## The rule in a paragraph

public-rule-pick = 每位代表可以在 { $options } 个项目中选择至多 { $max } 个，可以少选。
public-rule-pick-some = 每位代表在 { $options } 个项目中选择 { $min } 至 { $max } 个。
public-rule-answers = 每位代表对 { $options } 个项目逐项表示赞成、反对或者弃权。
public-rule-capped = 每位代表对 { $options } 个项目逐项表示赞成、反对或者弃权，赞成至多 { $max } 个。
public-rule-grades = 每位代表对每个项目评定一个等次：{ $grades }。
public-rule-rank = 每位代表可以在 { $options } 个项目中按优先次序标注序号 1 至 { $max }。
public-rule-blank-abstain = 未标注的项目视为弃权。
public-rule-blank-yes = 未标注的项目视为赞成。
public-rule-quorum = 到会代表{ $demand }，方可投票。
public-rule-grading = 按各等次票数评定项目的等次，具体比例见票决办法全文。
public-rule-no-mark = 不设最低得票数。
public-rule-pass = 得票{ $demand }的项目达到要求。
public-rule-borda = 按序号计分，得分高的排在前面。
public-rule-rank-sum = 按序号之和排列，合计数小的排在前面。
public-rule-all-carried = 达到要求的项目都通过。
public-rule-seats = 应选 { $n } 个，达到要求的项目中排列在前的入选。
public-rule-tie-revote = 末位得票相同的，对并列的项目再次投票。
public-rule-tie-presidium = 末位得票相同的，由主席团决定。
public-rule-tie-all = 末位得票相同的，全部入选。
public-rule-tie-none = 末位得票相同的，都不入选。
public-rule-short-leave = 达到要求的项目不足应选数的，不再补选。
public-rule-short-revote = 达到要求的项目不足应选数的，对未达到要求的项目再次投票。
public-rule-short-next = 达到要求的项目不足应选数的，留待下次会议票决。
public-rule-short-presidium = 达到要求的项目不足应选数的，由主席团决定。
public-whole-all = 全体代表
public-whole-present = 到会代表
public-whole-issued = 发出票数
public-whole-valid = 有效票数
public-share-half = 半数
public-share-whole = 全数
public-share-two-thirds = 三分之二
public-share = { $num }/{ $den }
public-demand-over = 超过{ $whole }的{ $share }
public-demand-least = 达到{ $whole }的{ $share }

## Receipt codes

public-receipts-lead = 这里列出这次表决收到的每一张密封票的收据码。代表投票后，平板上显示过自己的收据码。
public-receipt-label = 查找收据码
public-receipt-hint = 10 个字符，例如 7KQ2M-9XD40。大小写和短横不限，字母 O 按 0、字母 I 和 L 按 1 查找。
public-receipt-search = 查找
public-receipt-no-code = 这不是收据码。收据码有 10 个字符，请核对后重新输入。
public-receipt-nowhere = 这次表决的记录中没有收据码 { $code }。请先核对每个字符，再核对是不是这一次表决。仍然找不到的，请立即联系监票人。
public-receipt-here = 找到了：收据码 { $code } 的密封票已经收到，并计入合计。
public-receipt-shows = 收据码说明什么
public-receipt-is = 说明这张密封票在记录中，没有被改动，计入了合计票数。
public-receipt-not = 不说明票上选了什么，也不说明平板密封的就是代表选择的内容。
public-receipt-buyer = 收据码不能用来证明怎样投的票。密封票永远不会被单独开启。
public-receipt-site = 列表按字符排列，与投票先后无关。用上面的方框查找时，本站会收到您输入的内容；不想让本站知道的，请用浏览器的“在页面中查找”。
public-receipts-all = 全部收据码（{ $n } 个）
public-receipts-papers = 另有纸质票 { $n } 张，没有收据码。

## How to check

public-how-lead = 不用相信本站，也能知道结果对不对。这一页说明票是怎样投、怎样数的，以及怎样自己核验。
public-how-happens = 投票是怎样进行的
public-how-slip = 代表签到后随手抽取一张票签。票签上只有一个随机的票码，没有名字，没有人知道谁抽到哪一张。
public-how-seal = 代表在平板上选好项目，票在平板里就上了锁，锁住以后才送出。网站收到的只是锁住的票，打不开。
public-how-close = 截止后，监票人当众清点票根，与收到的票数核对，一起签字封箱，宣读封箱码。
public-how-open = 每位监票人各拿一把锁的钥匙。钥匙到齐，也只开启各项目得票的总数，不开启任何一张票。
public-how-publish = 计票规则自动给出结果，监票人和主席团签字确认后公布，核验文件同时公开。
public-how-yourself = 怎样自己核验
public-how-deputy = 您是代表：在收据码列表里查找自己的收据码。
public-how-hall = 您当时在会场：把会上宣读的题面码、封箱码与公布的两个码比一比。
public-how-anybody = 您是任何人：打开在线核验页，按“核验”，浏览器会把每一张密封票重新检查一遍，把总数重新算一遍。也可以请懂电脑的亲友用离线程序核验。
public-how-trust = 还有哪些要靠人
public-trust-page = 提供网页的人可以改动网页，被改动的网页可能看到选择的内容。会场用事先准备好的平板，宣读题面码，监票人比对网页，就是为了防止这种情况；最后还有纸质票。
public-trust-receipt = 收据码说明票被收到，不说明平板密封的就是代表选择的内容。
public-trust-phone = 自己的手机如果装了被改动的程序，可以留下怎样投票的证据。会场的平板不会。
public-trust-tellers = 全部监票人与服务器串通，可以打开单独一张票；会场录像可能看出是谁的票。缺一位监票人就打不开。
public-trust-slips = 制作票签的人可以抄下票码，抢在代表之前投票，代表会看到“已投票”的提示。所以票签由两位监票人一起离线制作，当众清点票根。最后一位交出份额的监票人可能先看到总数而拒绝交出，记录会写明是谁。
public-trust-unanimous = 全票或者零票的结果会说明每个人怎样投票，任何办法都避免不了。
public-trust-quantum = 将来的量子计算机也许能打开公开的密封票。记录里只有票签和先后，没有名字。
public-how-engineer = 用命令核验
public-how-list = 列出已公布的会议：
public-how-get = 下载一次会议的核验文件：
public-how-run = 离线核验，不需要密钥，也不需要本站：
public-how-compare = 把输出的题面码、封箱码与会场纸质记录核对：记录自身一致，由程序证明；是不是会场上的那一次，由这两个码证明。
public-how-checks = 程序检查 16 项：记录的格式和签名、监票人的锁、题面、票签、每一张密封票的证明、合计、每一份开箱份额、纸质票、规则重新计算、票数关系、确认签字和公告。退出码 0 为通过，1 为不通过，2 为文件不完整或尚未公布。

## Accessibility

public-a11y-lead = 我们希望每一位代表和群众都能自己看懂、自己操作、自己核验。
public-a11y-aim = 按什么标准做
public-a11y-wcag = 全部页面按《Web 内容无障碍指南》WCAG 2.2 的 AA 级设计。
public-a11y-age = 字号、对比度和按钮尺寸参照工业和信息化部的互联网应用适老化通用设计规范。
public-a11y-law = 依据《中华人民共和国无障碍环境建设法》第三十二条。
public-a11y-has = 已经做到的
public-a11y-script = 公开页面不用启用脚本就能看全，在线核验除外。
public-a11y-keys = 只用键盘可以到达每一个链接和按钮，焦点清楚可见；读屏软件可以读出每一处内容。
public-a11y-size = 正文 20 像素，放大到 400% 不需要左右滚动；手机上同样可用。
public-a11y-charts = 图形旁边都有同样数字的表格和文字，不靠颜色区分。
public-a11y-vote = 代表投票页有四档字号、深色和高对比显示；不便使用平板的代表可以用纸质票。
public-a11y-lacks = 还没有做到的
public-a11y-lack-verify = 在线核验必须启用脚本。不能启用的，可以用离线程序。
public-a11y-lack-english = 票决办法全文和项目内容只有中文。
public-a11y-lack-people = 目前由自动检查和键盘操作检查，还没有请残障人士和老年人实际试用。
public-a11y-tell = 使用中遇到困难，请告诉本乡镇人民代表大会主席团（街道为人大工作委员会），或者请工作人员当面办理。

## Privacy

public-privacy-lead = 这一页如实说明本站保存了谁的什么信息。任何人选择了什么，都不以能看懂的形式保存。
public-privacy-kept = 保存了什么
public-privacy-deputies = 代表
public-privacy-deputies-kept = 姓名、代表团、席位、任职状态、是否签到或者请假；补签的，还有原因和两位办理人。这些不公开，只有本乡镇的工作人员和维护服务器的人看得到。
public-privacy-officers = 监票人和签字的主席团成员
public-privacy-officers-kept = 姓名、职责、签字所用密钥的公开部分。这些随结果公开，因为任何人核验签字都要用到。
public-privacy-staff = 有账户的人
public-privacy-staff-kept = 登录名、姓名、角色、所属乡镇、密码的单向摘要、登录时间，以及操作日志。这些不公开。
public-privacy-ballots = 密封票
public-privacy-ballots-kept = 上了锁的票、票签的公开号码和先后顺序。没有名字、没有时间。结果公布后，这些随核验文件公开。
public-privacy-readers = 看这些网页的人
public-privacy-readers-kept = 只在您切换语言时，在您的浏览器里存一个语言选择。没有统计，没有追踪，没有来自其他网站的内容。
public-privacy-never = 从不保存的
public-privacy-never-choice = 任何一位代表选择了什么。
public-privacy-never-slip = 哪位代表用了哪张票签。
public-privacy-never-numbers = 身份证号、手机号、住址、照片、人脸、指纹和位置。
public-privacy-never-track = 广告或者分析用的标识。
public-privacy-law = 依据和权利
public-privacy-law-why = 处理这些信息是乡镇人民代表大会（街道为人大工作委员会）履行法定职责所必需（《中华人民共和国个人信息保护法》第十三条第一款第三项、第三十四条），只收集签到和计票要用的内容。
public-privacy-law-public = 项目的提出人不在公开页面上显示。
public-privacy-law-long = 表决记录是会议的档案，只增加、不修改；名册、签到和操作日志由乡镇人大（街道为人大工作委员会）按档案管理的规定保存和销毁，本站不会自动删除。
public-privacy-law-rights = 您可以依照个人信息保护法第四章，向本乡镇人民代表大会主席团（街道为人大工作委员会）要求查阅、复制、更正本人的信息。
