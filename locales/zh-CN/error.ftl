# What went wrong with a request, and what to do next

error-title = 未能办理
error-home = 返回首页
error-desk = 返回工作台
error-again = 重新输入密码
error-400 = 请求的地址不完整或格式不对。请核对网址或返回首页。
error-404 = 没有找到这个页面。请核对网址或返回首页。
error-405 = 这个地址不接受这样的请求。请返回首页重新操作。
error-408 = 内容传送太慢，没有接收完，也没有保存。请检查网络后重新操作。
error-413 = 内容过大，没有接收。请减少内容后重新保存；列表文件不超过 2 MB。
error-414 = 网址过长，没有办理。请返回首页重新操作。
error-421 = 这个网址不是本系统的网址。请核对网址，或扫描工作人员出示的二维码。
error-429 = 操作过于频繁，请 { $seconds } 秒后再试。
error-500 = 抱歉，服务出现问题，这项操作没有完成。请重新操作；仍不成功的，请联系系统管理员。
error-503 = 服务暂时不能保存，这项操作没有完成。请稍候再试；仍不成功的，请联系系统管理员。
error-disk = 存储空间不足，已停止接收新票，这项操作没有完成。已收到的票不受影响。请联系系统管理员。
error-late = 服务繁忙，没有及时答复。请稍候刷新，看操作是否已经完成。
error-expired = 页面已过期，内容没有保存。请返回上一页，刷新后重新操作。
error-foreign = 请求不是从本站页面发出的，没有办理。请从本站页面重新操作。
error-body = 内容不完整或格式不对，没有保存。请返回核对后重新操作。
error-text = 文字中有不能记入日志的字符，没有保存。请删除特殊字符后重新操作。
error-refuted = 日志没有接受这项内容。请刷新后重新操作；仍不成功的，请联系监票人。

## Ballots that are not taken

error-ballot = 表决票没有通过核验，没有保存。请重新填写，或换一台平板。
error-no-poll = 没有找到这次表决。请重新扫描票签。
error-not-open = 当前状态为“{ $state }”，不能投票。请等候宣布。
error-slip-unknown = 票码不正确，请核对票签上的 16 位票码后重新输入。
error-slip-used = 本票签已投票，收据码 { $code }。
error-slip-void = 本票签已作废，请联系工作人员。
