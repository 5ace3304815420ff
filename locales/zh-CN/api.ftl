# The JSON interface, for programs

api-lead = 每一项操作只有一个地址：人用网页，程序用 JSON。本页列出给出或接受 JSON 的全部地址。
api-guide-header = 改动数据的请求用 POST，正文为 JSON，并带请求头 X-Piaojue: 1。正文长度写在 Content-Length 中；分块传输（chunked）的正文不予读取，以 400 拒绝。网页表单用同样的地址，答复是网页；程序提交表单时，用 Accept: application/json 要求 JSON 答复。
api-guide-login = 需要登录的地址：先用 POST /login 登录，以后的请求带上所得的 Cookie（示例中存放在文件 jar 里）。
api-guide-errors = 未照办时，状态码为 4xx 或 5xx，正文为 error（固定的代码）和 message（说明怎样办的一句话）。
api-guide-sealed = 密封、签名和开箱份额在持有人自己的设备上产生，本站只接收结果，不接收任何密钥。
api-download = 下载 OpenAPI 描述
api-verbs = 全部地址
api-who = 谁可以用
api-fields = 正文字段
api-members = 返回内容
api-everybody = 任何人
api-signed-in = 任何账户
api-cookie = 登录所得的 Cookie
api-header = 固定为 1。其他网站的网页不能带这个请求头。
api-answer = 已办理
api-answer-page = 已办理；网页转到 Location 中的地址
api-refused = 未办理，说明原因和下一步
api-error-code = 固定的代码
api-error-message = 一句话，说明原因和下一步
api-error-detail = 程序给出的细节，英文；供编写接口程序的人查错，不一定有

## Published

api-published-sessions = 列出已公布年度清单的会议，最新的在前。
api-published-result = 一次会议公布的结果：清单、票数、规则、题面码和封箱码、更正。
api-published-bundle = 一次会议的核验文件。
api-published-description = 本接口的 OpenAPI 描述。

## Login

api-set-up = 建立第一个账户，凭启动时显示的初始化码。
api-sign-in = 登录。
api-login-password = 登录步骤：用一次性登录码登录或密码到期时，设置自己的新密码。
api-login-code = 登录步骤：输入动态口令或恢复码。
api-login-set-up = 登录步骤：用第一个动态口令确认绑定，返回恢复码。
api-sign-out = 退出登录。
api-password = 修改自己的密码。
api-again = 再次输入密码，第二人确认前需要。
api-language = 选择语言。

## The day

api-live = 列出正在进行的会议。
api-state = 会议目前的状态。
api-events = 持续推送会议状态，每次变化一条。
api-poll = 平板显示表决票所需的内容。
api-slip = 查询一张票签在这次表决中是否已使用。
api-cast = 投出一张密封票，返回收据。

## Officers

api-officer = 等待本人办理的事项。
api-keys = 登记密钥卡的公开部分。
api-signature = 为一份文书签名。
api-slips = 交来票签名册。
api-void-slip = 提出作废一张票签。
api-closing = 交来票根张数和封箱签名。
api-paper = 交来一批纸质票的录入数；另一名监票人的录入数不提供。
api-paper-release = 少于最低张数的纸质票改在平板上投：放回代管的票签。
api-share = 交来开箱份额。
api-log-head = 日志的长度和签名的检查点。
api-log-entries = 日志从某一条起的每一条。

## The desk

api-stage = 把会议带到下一阶段，from 为目前的阶段。
api-act-confirm = 第二人确认一项待确认的操作。
api-act-withdraw = 撤回一项待确认的操作。
api-archive = 提请导出会议档案，由主席团成员确认。
api-mark = 为代表签到、登记请假或撤销。
api-mark-found = 为姓名或席位唯一相符的代表签到；无人或多人相符时，done 为 false。
api-mark-late = 提出补签，由监票人确认。
api-poll-open = 请监票人开始表决。
api-poll-take-back = 撤回开始表决的请求。
api-poll-pause = 暂停表决。
api-poll-to-paper = 提请改用纸质票继续表决。
api-poll-to-tablets = 提请恢复平板表决。
api-poll-resume = 恢复表决。
api-poll-close = 提出截止表决，由监票人确认。
api-poll-publish = 提出公布结果，由主席团成员确认。
api-poll-next-round = 准备规则要求的下一轮，返回新的表决。
api-poll-again = 作废后重新准备同一表决，返回新的表决。
api-poll-void = 提出作废一次表决，由主席团签字。
api-poll-correct = 提出更正已公布的结果，由主席团签字。

## Preparation

api-account-add = 提出新增账户；没有主席团时立即建立。
api-account-close = 关闭账户。
api-account-password = 提出重置一个账户的登录。
api-township = 新增或修改乡镇，version 为 0 表示新增。
api-session-add = 新建会议，返回会议编号。
api-deputy-add = 增加一名代表。
api-deputies-import = 从文件或文字导入代表名册，全部导入或一条也不导入。
api-deputy-edit = 修改代表的姓名、代表团和席位。
api-deputy-status = 登记代表资格的变化。
api-deputy-remove = 从名册中删除一名代表。
api-project-add = 增加一个项目，state 为起始状态。
api-projects-import = 从文件或文字导入项目，全部导入或一条也不导入。
api-project-edit = 修改项目，version 为您看到的版本。
api-project-move = 改变项目的状态，写明原因。
api-officer-add = 增加一名监票人或主席团成员。
api-officers-propose = 请全体监票人和主席团成员为名单签名。
api-officer-remove = 移去一名监票人或主席团成员。
api-poll-add = 新建表决，返回表决编号；仅限工作人员。
api-poll-edit = 修改表决，version 为您看到的版本。
api-poll-freeze = 提出冻结清单和规则，由主席团成员确认。
api-poll-adopt = 登记大会通过票决办法。
api-poll-discard = 删除一项尚未冻结的表决。
api-grant-give = 作为第二人同意。
api-grant-withdraw = 撤回或不同意。

## Tablets of the hall

api-enrol = 用一次性代码登记平板。
api-heartbeat = 平板每 20 秒报告一次。
api-tablet-offer = 生成登记一台平板的代码。
api-tablet-reset = 让平板重新打开投票页。
api-tablet-revoke = 撤销平板的登记。
